import { describe, expect, it } from 'vitest';
import { compareCounts, compareNumbers } from '../../src/drift/compare.js';
import { judge } from '../../src/drift/finding.js';
import { mixFinding } from '../../src/drift/mixes.js';
import { type SeededRandom, seededRandom } from '../../src/numeric/seeded.js';
import { alerts, driftOf, fitAt, population } from '../drift/population.js';

const TWO_YEARS = 728;
const QUARTER = 91;

/** Spend, channel and newcomers' repeats of two samples of customers, judged together. */
function pair(
  n: number,
  random: SeededRandom,
  change: { spend?: number; channels?: readonly number[] } = {},
) {
  const spends = (factor: number) =>
    Float64Array.from({ length: n }, () => Math.log(factor) + 3 + 0.6 * random.normal());
  const channels = (shares: readonly number[]) => {
    const counts = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      let u = random.uniform();
      let k = 0;
      while (k < shares.length - 1 && u >= shares[k]!) u -= shares[k++]!;
      counts.set(`channel ${k}`, (counts.get(`channel ${k}`) ?? 0) + 1);
    }
    return counts;
  };
  const repeats = () => {
    const counts = Array.from({ length: 21 }, () => 0);
    for (let i = 0; i < n; i++) counts[Math.min(20, random.poisson(0.8 * random.gamma(0.6)))]! += 1;
    return counts;
  };
  const usual = [0.5, 0.3, 0.2];
  return judge(
    [
      compareNumbers({ feature: 'spend', kind: 'spend' }, spends(1), spends(change.spend ?? 1)),
      mixFinding('channel', channels(usual), channels(change.channels ?? usual)),
      compareCounts({ feature: 'repeats', kind: 'newcomers' }, repeats(), repeats()),
    ].filter((finding) => finding !== null),
  );
}

describe('pairs of samples', () => {
  it.each([200, 2000, 200_000])('of one population, %d customers each: at most 10 alerts of 200', (n) => {
    const random = seededRandom(n);
    let found = 0;
    for (let round = 0; round < 200; round++) found += alerts(pair(n, random)).length > 0 ? 1 : 0;
    expect(found).toBeLessThanOrEqual(10);
  });

  it('spend +15 % and another channel mix at 2,000: at least 90 % found', () => {
    const random = seededRandom(4);
    const found = { spend: 0, channel: 0 };
    for (let round = 0; round < 200; round++) {
      if (alerts(pair(2000, random, { spend: 1.15 })).includes('spend')) found.spend += 1;
      if (alerts(pair(2000, random, { channels: [0.4, 0.35, 0.25] })).includes('channel')) found.channel += 1;
    }
    expect(found.spend).toBeGreaterThanOrEqual(180);
    expect(found.channel).toBeGreaterThanOrEqual(180);
  });
});

describe('a base of two years that goes on', () => {
  it.each([
    ['200', (day: number) => (day % 18 < 5 ? 1 : 0)],
    ['2,000', (day: number) => (day % 4 === 3 ? 2 : 3)],
  ])(
    '%s customers, read 4, 13, 26 and 52 weeks after the fit: at most 10 alerts of 200 at each',
    (_, perDay) => {
      const ages = [28, 91, 182, 364];
      const found = ages.map(() => 0);
      for (let seed = 1; seed <= 200; seed++) {
        const customers = population(perDay, TWO_YEARS + 364, seed);
        const fit = fitAt(customers, TWO_YEARS);
        if (fit.predictor === null) continue;
        for (const [k, age] of ages.entries())
          if (alerts(driftOf(customers, fit, TWO_YEARS, age)).length > 0) found[k]! += 1;
      }
      for (const count of found) expect(count).toBeLessThanOrEqual(10);
    },
  );

  it('purchase rates 20 % lower for 13 weeks, 20,000 customers: at least 90 % found', () => {
    let found = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const shift = { rate: 0.8, dropout: 1, from: TWO_YEARS };
      const customers = population((day) => (day % 2 === 0 ? 27 : 28), TWO_YEARS + QUARTER, seed, shift);
      const fit = fitAt(customers, TWO_YEARS);
      if (alerts(driftOf(customers, fit, TWO_YEARS, QUARTER)).length > 0) found += 1;
    }
    expect(found).toBeGreaterThanOrEqual(27);
  });

  it('dropout 30 % higher, 20,000 newcomers in 13 weeks of observation each: at least 90 % found', () => {
    let found = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const shift = { rate: 1, dropout: 1.3, from: TWO_YEARS };
      // Newcomers of one fortnight, followed for 13 weeks, beside the base of two years.
      const perDay = (day: number) => (day < TWO_YEARS ? 27 : day < TWO_YEARS + 14 ? 1429 : 0);
      const end = TWO_YEARS + 14 + QUARTER;
      const customers = population(perDay, end, seed, shift);
      const fit = fitAt(customers, TWO_YEARS);
      if (alerts(driftOf(customers, fit, TWO_YEARS, 14 + QUARTER, 14 + QUARTER)).length > 0) found += 1;
    }
    expect(found).toBeGreaterThanOrEqual(27);
  });
});
