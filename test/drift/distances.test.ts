import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCounts, compareMix, compareNumbers, largestGap } from '../../src/drift/compare.js';
import { distances, ksTail } from '../../src/drift/distances.js';
import { type Finding, judge } from '../../src/drift/finding.js';
import { mixFinding, tenureFinding } from '../../src/drift/mixes.js';
import { seededRandom } from '../../src/numeric/seeded.js';

const counts = fc.array(fc.nat(400), { minLength: 2, maxLength: 8 });

describe('distances', () => {
  it('are what plain formulas say', () => {
    const then = [30, 50, 15, 5];
    const now = [20, 120, 40, 20];
    const found = distances(then, now);
    const smooth = (cells: number[]) => cells.map((n) => (n + 0.5) / (cells.reduce((a, b) => a + b) + 2));
    const [p, q] = [smooth(then), smooth(now)];
    expect(found.psi).toBeCloseTo(
      p.reduce((sum, a, k) => sum + (q[k]! - a) * Math.log(q[k]! / a), 0),
      12,
    );
    expect(found.kl).toBeCloseTo(
      p.reduce((sum, a, k) => sum + q[k]! * Math.log(q[k]! / a), 0),
      12,
    );
    expect(found.psiFloor).toBeCloseTo(3 * (1 / 100 + 1 / 200), 12);
    expect(found.ks).toBeCloseTo(0.2, 12);
    expect(found.wasserstein).toBeCloseTo(0.2 + 0.1 + 0.05, 12);
    const js = [0, 1, 2, 3].reduce((sum, k) => {
      const [a, b] = [then[k]! / 100, now[k]! / 200];
      const m = (a + b) / 2;
      return sum + (a * Math.log(a / m) + b * Math.log(b / m)) / 2;
    }, 0);
    expect(found.js).toBeCloseTo(js, 12);
    const chi = [0, 1, 2, 3].reduce((sum, k) => {
      const all = then[k]! + now[k]!;
      return sum + (then[k]! - all / 3) ** 2 / (all / 3) + (now[k]! - (2 * all) / 3) ** 2 / ((2 * all) / 3);
    }, 0);
    expect(found.chiSquare).toMatchObject({ df: 3 });
    expect(found.chiSquare.value).toBeCloseTo(chi, 10);
  });

  it('are 0 for equal shares, positive otherwise, and symmetric where they should be', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const other = a.map((_, k) => b[k % b.length]!);
        const [there, back, same] = [distances(a, other), distances(other, a), distances(a, a)];
        expect(same.psi).toBe(0);
        expect(same.ks).toBe(0);
        expect(there.psi).toBeGreaterThanOrEqual(0);
        expect(there.kl).toBeGreaterThanOrEqual(-1e-12);
        for (const name of ['psi', 'js', 'ks', 'wasserstein'] as const)
          expect(Math.abs(there[name] - back[name])).toBeLessThan(1e-9);
        expect(there.chiSquare.p).toBeGreaterThanOrEqual(0);
        expect(there.chiSquare.p).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });

  it('of equal populations the PSI lies about its floor', () => {
    const random = seededRandom(2);
    let psi = 0;
    let floor = 0;
    for (let round = 0; round < 300; round++) {
      const draw = (n: number) => {
        const cells = [0, 0, 0, 0, 0];
        for (let i = 0; i < n; i++) cells[Math.floor(5 * random.uniform())]! += 1;
        return cells;
      };
      const found = distances(draw(300), draw(500));
      psi += found.psi / 300;
      floor += found.psiFloor / 300;
    }
    expect(psi / floor).toBeGreaterThan(0.85);
    expect(psi / floor).toBeLessThan(1.15);
  });

  it('the gap of two samples is the one that a plain search finds', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1 }), fc.array(fc.nat(20), { minLength: 1 }), (a, b) => {
        const share = (list: number[], v: number) => list.filter((x) => x <= v).length / list.length;
        const gap = Math.max(...[...a, ...b].map((v) => Math.abs(share(a, v) - share(b, v))));
        expect(largestGap(Float64Array.from(a).sort(), Float64Array.from(b).sort())).toBeCloseTo(gap, 12);
      }),
    );
  });

  it('the Kolmogorov tail has the usual critical values', () => {
    expect(ksTail(1.628 / 1000, 1e6)).toBeCloseTo(0.01, 3);
    expect(ksTail(0.0001, 1000)).toBe(1);
  });
});

const finding = (feature: string, p: number, sizes: Partial<Finding>): Finding => ({
  feature,
  kind: 'spend',
  customersThen: 100,
  customersNow: 100,
  before: null,
  after: null,
  tests: [{ test: 'mean', p }],
  shift: null,
  ks: null,
  psiExcess: null,
  ...sizes,
});

describe('judging', () => {
  it('needs significance after Holm and a size', () => {
    const judged = judge([
      finding('both', 0.001, { shift: 0.06 }),
      finding('small', 0.0001, { shift: 0.01, ks: 0.02, psiExcess: 0.005 }),
      finding('chance', 0.02, { shift: 0.5 }),
      finding('huge', 1e-9, { psiExcess: 0.2 }),
    ]);
    expect(judged.map(({ severity }) => severity)).toEqual(['alert', 'notice', 'none', 'severe']);
    [0.002, 0.0003, 0.02, 4e-9].forEach((p, i) => {
      expect(judged[i]!.adjusted).toBeCloseTo(p, 12);
    });
  });

  it('many tests make each of them harder', () => {
    const noise = Array.from({ length: 9 }, (_, i) => finding(`n${i}`, 0.5, {}));
    expect(judge([finding('one', 0.002, { shift: 1 }), ...noise])[0]!.severity).toBe('none');
    expect(judge([finding('one', 0.0009, { shift: 1 }), ...noise])[0]!.severity).toBe('severe');
  });
});

describe('comparisons', () => {
  const random = seededRandom(3);
  const normals = (n: number, mean: number) => Float64Array.from({ length: n }, () => mean + random.normal());

  it('too few are not compared; equal numbers are no shift', () => {
    const named = { feature: 'x', kind: 'spend' } as const;
    expect(compareNumbers(named, normals(10, 0), normals(100, 0))).toBeNull();
    expect(compareCounts(named, [5, 5], [50, 50])).toBeNull();
    expect(compareMix(named, [5, 5], [50, 50])).toBeNull();
    const same = Float64Array.from({ length: 50 }, () => 3);
    const found = compareNumbers(named, same, same)!;
    expect(found.shift).toBe(0);
    expect(Math.min(...found.tests.map(({ p }) => p))).toBe(1);
  });

  it('a hundredth of a standard deviation at 200,000 is significant to KS and no alert', () => {
    const found = compareNumbers(
      { feature: 'x', kind: 'spend' },
      normals(200_000, 0),
      normals(200_000, 0.01),
    )!;
    expect(found.shift).toBeLessThan(0.02);
    expect(judge([found])[0]!.severity).not.toBe('alert');
    expect(judge([found])[0]!.severity).not.toBe('severe');
  });

  it('rare values stand together, new ones count', () => {
    const then = new Map([
      ['app', 500],
      ['web', 500],
      ...Array.from({ length: 30 }, (_, i) => [`x${i}`, 1] as const),
    ]);
    const now = new Map([
      ['app', 300],
      ['web', 300],
      ['shop', 400],
    ]);
    const found = mixFinding('mix', then, now)!;
    expect(judge([found])[0]!.severity).toBe('severe');
    expect(mixFinding('mix', new Map([['a', 100]]), new Map([['a', 90]]))).toBeNull();
  });

  it('newcomers stand in the cells of the reference', () => {
    const reference = [
      { repeats: 0, customers: 700 },
      { repeats: 1, customers: 250 },
      { repeats: null, customers: 50 },
    ];
    const found = tenureFinding(
      4,
      reference,
      new Map([
        [0, 70],
        [1, 25],
        [2, 4],
        [9, 1],
      ]),
    )!;
    expect(found).toMatchObject({ customersThen: 1000, customersNow: 100, shift: 0 });
    expect(found.ks).toBeCloseTo(0, 12);
  });
});
