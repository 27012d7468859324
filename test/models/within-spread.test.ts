import { describe, expect, it } from 'vitest';
import { type WithinRow, withinSpread } from '../../src/models/gammagamma/within-spread.js';
import { type SeededRandom, seededRandom } from '../../src/numeric/seeded.js';

/** Customers with 2 to 9 occasions whose spends `draw` makes, in rows. */
function simulated(
  seed: number,
  customers: number,
  draw: (random: SeededRandom) => () => number,
): WithinRow[] {
  const random = seededRandom(seed);
  const rows = new Map<number, { n: number; customers: number; powers: [number, number, number, number] }>();
  for (let i = 0; i < customers; i++) {
    const n = 2 + Math.floor(8 * random.uniform());
    const next = draw(random);
    const spends = Array.from({ length: n }, next);
    const sum = spends.reduce((a, b) => a + b, 0);
    const q = (n * spends.reduce((a, b) => a + b * b, 0)) / sum ** 2 - 1;
    const row = rows.get(n) ?? { n, customers: 0, powers: [0, 0, 0, 0] };
    row.customers += 1;
    row.powers = row.powers.map((power, k) => power + q ** (k + 1)) as typeof row.powers;
    rows.set(n, row);
  }
  return [...rows.values()];
}

const gamma = (p: number) => (random: SeededRandom) => {
  const scale = 20 / random.gamma(4);
  return () => scale * random.gamma(p);
};

describe('spread of spends within customers', () => {
  it('finds p and a dispersion of 1 where one p makes all spends, whatever the means', () => {
    const z: number[] = [];
    for (const [seed, p] of [0.7, 2, 6, 40].entries()) {
      const found = withinSpread(simulated(seed + 1, 4000, gamma(p)), 3)!;
      expect(found.customers).toBe(4000);
      z.push((found.p - p) / found.pError, (found.dispersion - 1) / found.dispersionError);
    }
    for (const each of z) expect(Math.abs(each)).toBeLessThan(3);
  });

  it('claims no more than chance: 99 % of simulated bases with one p pass', () => {
    let over = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const { dispersion, dispersionError } = withinSpread(simulated(seed, 400, gamma(3)), 3)!;
      if (dispersion - 1 > 2.576 * dispersionError) over += 1;
    }
    expect(over).toBeLessThanOrEqual(5);
  });

  it('tells customers who differ in p', () => {
    const mixed = simulated(3, 4000, (random) => gamma(random.uniform() < 0.5 ? 1 : 12)(random));
    const { dispersion, dispersionError } = withinSpread(mixed, 3)!;
    expect(dispersion).toBeGreaterThan(1.3);
    expect((dispersion - 1) / dispersionError).toBeGreaterThan(5);
  });

  it('tells spends with heavier tails than a gamma’s', () => {
    const tails = simulated(4, 4000, (random) => () => Math.exp(random.normal()));
    const { dispersion, dispersionError } = withinSpread(tails, 3)!;
    expect((dispersion - 1) / dispersionError).toBeGreaterThan(4);
  });

  it('gives moments of shares in a sum: two exponential spends have Q of mean 1/3 and variance 4/45', () => {
    // R = s^2 + (1 - s)^2 with s uniform, Q = 2 R - 1 = (2 s - 1)^2.
    const points = Array.from({ length: 2000 }, (_, i) => (2 * ((i + 0.5) / 2000) - 1) ** 2);
    const powers = [1, 2, 3, 4].map((k) => points.reduce((sum, q) => sum + q ** k, 0));
    const found = withinSpread([{ n: 2, customers: 2000, powers: powers as never }], 1)!;
    expect(found.p).toBeCloseTo(1, 5);
    expect(found.dispersion).toBeCloseTo(1, 5);
  });

  it('says nothing of few customers, or where nobody’s spends differ', () => {
    expect(withinSpread(simulated(1, 99, gamma(2)), 2)).toBeNull();
    expect(withinSpread([{ n: 3, customers: 500, powers: [0, 0, 0, 0] }], 2)).toBeNull();
    expect(withinSpread([{ n: 1, customers: 500, powers: [0, 0, 0, 0] }], 2)).toBeNull();
  });
});
