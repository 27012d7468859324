import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupHistories } from '../../src/models/groups.js';
import { cnbd, mbgcnbd, mbgnbd, nbd } from '../../src/models/index.js';
import { stagedLikelihood } from '../../src/models/mbgcnbd/likelihood.js';
import { seededRandom } from '../../src/numeric/seeded.js';
import { isSlowSuite } from '../slow-suite.js';
import { expectDerivatives } from './finite-differences.js';

const parameter = fc.double({ min: -3, max: 4, noNaN: true }).map(Math.exp);
const history = fc
  .record({
    x: fc.integer({ min: 0, max: 40 }),
    T: fc.double({ min: 0.01, max: 200, noNaN: true }),
    share: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ x, T, share }) => ({ x, t_x: x === 0 ? 0 : T * share, T }));

function close(actual: number, exact: number, relative = 1e-9): void {
  expect(Math.abs(actual - exact) / Math.max(Math.abs(exact), 1e-12), `${actual} ${exact}`).toBeLessThan(
    relative,
  );
}

test('k = 1 is the MBG/NBD, and CNBD-1 the NBD', () => {
  fc.assert(
    fc.property(parameter, parameter, parameter, parameter, history, (r, alpha, a, b, h) => {
      const staged = { k: 1, r, alpha, a, b };
      const plain = { r, alpha, a, b };
      close(mbgcnbd.logLikelihood(staged, h), mbgnbd.logLikelihood(plain, h));
      close(mbgcnbd.pAlive(staged, h), mbgnbd.pAlive(plain, h));
      close(mbgcnbd.expectedPurchases(staged, h, 39), mbgnbd.expectedPurchases(plain, h, 39), 1e-8);
      close(mbgcnbd.expectedPurchasesNew(staged, 39), mbgnbd.expectedPurchasesNew(plain, 39), 1e-8);
      const discounting = { delta: 0.002, horizon: 100 };
      close(
        mbgcnbd.discountedExpectedPurchases(staged, h, discounting),
        mbgnbd.discountedExpectedPurchases(plain, h, discounting),
        1e-7,
      );
      mbgcnbd.pmf(staged, h, 20, 5).forEach((p, n) => {
        close(p, mbgnbd.pmf(plain, h, 20, 5)[n]!, 1e-8);
      });
      close(cnbd.logLikelihood({ k: 1, r, alpha }, h), nbd.logLikelihood({ r, alpha }, h));
      close(
        cnbd.expectedPurchases({ k: 1, r, alpha }, h, 39),
        nbd.expectedPurchases({ r, alpha }, h, 39),
        1e-8,
      );
    }),
    { numRuns: 60 },
  );
});

describe.each([1, 2, 3, 5])('k = %d', (k) => {
  test('grouped histories: sum of single customers, derivatives', () => {
    fc.assert(
      fc.property(
        fc.array(history, { minLength: 1, maxLength: 12 }),
        fc.tuple(parameter, parameter, parameter, parameter),
        (rows, at) => {
          const groups = groupHistories({
            X: rows.map((h) => h.x),
            T_X: rows.map((h) => h.t_x),
            T: rows.map((h) => h.T),
          });
          const [r, alpha, a, b] = at;
          for (const dropout of [true, false]) {
            const f = stagedLikelihood(groups, k, dropout);
            const point = dropout ? at : [r, alpha];
            const single = (h: (typeof rows)[number]): number =>
              dropout
                ? mbgcnbd.logLikelihood({ k, r, alpha, a, b }, h)
                : cnbd.logLikelihood({ k, r, alpha }, h);
            const size = rows.reduce((sum, h) => sum + Math.abs(single(h)), 1);
            expect(
              Math.abs(f(point).value - rows.reduce((sum, h) => sum + single(h), 0)) / size,
            ).toBeLessThan(1e-11);
            expectDerivatives(f, point);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('pmf, tail and expectation agree', () => {
    fc.assert(
      fc.property(parameter, parameter, parameter, parameter, history, (r, alpha, a, b, h) => {
        const P = { k, r, alpha, a, b };
        fc.pre(mbgcnbd.pAlive(P, h) > 0.001);
        const last = mbgcnbd.purchaseQuantile(P, h, 10, 1 - 1e-11);
        fc.pre(last < 1500);
        const pmf = mbgcnbd.pmf(P, h, 10, last + 30);
        expect(pmf.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 7);
        const mean = pmf.reduce((sum, p, n) => sum + n * p, 0);
        const expected = mbgcnbd.expectedPurchases(P, h, 10);
        expect(Math.abs(mean - expected) / (expected + 1e-6)).toBeLessThan(1e-5);
        close(1 - pmf[0]! + 1e-9, mbgcnbd.pAtLeast(P, h, 10) + 1e-9, 1e-6);
        const late = mbgcnbd.expectedPurchasesBetween(P, h, 9.999, 10);
        const difference = expected - mbgcnbd.expectedPurchases(P, h, 9.999);
        expect(Math.abs(late - difference)).toBeLessThan(1e-4 * late + 1e-13 * expected);
      }),
      { numRuns: 30 },
    );
  });
});

test('the sum over purchases keeps its digits where it turns into an integral', () => {
  const P = { k: 2, r: 3, alpha: 2, a: 0.3, b: 40 };
  const h = { x: 50, t_x: 99, T: 100 };
  const direct = mbgcnbd.pmf(P, h, 400, 2500).reduce((sum, p, n) => sum + n * p, 0);
  close(mbgcnbd.expectedPurchases(P, h, 400), direct, 1e-9);
});

test('the exact expectation at k = 2, x = 2 against simulation', () => {
  const P = { k: 2, r: 0.52, alpha: 1.2, a: 0.73, b: 1.7 };
  const h = { x: 2, t_x: 12, T: 50 };
  const random = seededRandom(8);
  let total = 0;
  const draws = 60_000;
  for (let i = 0; i < draws; i++) total += mbgcnbd.samplePath(P, h, 52, random).length;
  const expected = mbgcnbd.expectedPurchases(P, h, 52);
  expect(Math.abs(total / draws - expected)).toBeLessThan(0.05 * expected + 0.004);
});

test('a simulated base of regular buyers gives back k and its parameters', () => {
  const random = seededRandom(12);
  const truth = { k: 3, r: 1.5, alpha: 4, a: 0.8, b: 3 };
  const X: number[] = [];
  const T_X: number[] = [];
  const T: number[] = [];
  const LOG_GAPS: number[] = [];
  for (let i = 0; i < 4000; i++) {
    const age = 40 + 60 * random.uniform();
    const times = mbgcnbd.samplePathNew(truth, age, random);
    X.push(times.length);
    T_X.push(times[times.length - 1] ?? 0);
    T.push(age);
    LOG_GAPS.push(times.reduce((sum, time, n) => sum + Math.log(time - (times[n - 1] ?? 0)), 0));
  }
  const fit = mbgcnbd.fit({ X, T_X, T, LOG_GAPS }, { stages: [1, 2, 3, 4] });
  expect(fit.outcome).toBe('interior');
  expect(fit.parameters!.k).toBe(3);
  expect(fit.byStages.map(({ k }) => k)).toEqual([1, 2, 3, 4]);
  expect(fit.certificate!.nested[0]).toMatchObject({ model: 'cnbd', holds: true });
  for (const name of ['r', 'alpha', 'a', 'b'] as const) {
    expect(Math.abs(fit.parameters![name] - truth[name]) / fit.standardErrors![name]!).toBeLessThan(3.5);
  }
  const total = X.reduce((sum, x, i) => {
    const h = { x, t_x: T_X[i]!, T: T[i]!, logGaps: LOG_GAPS[i]! };
    return sum + mbgcnbd.logLikelihood(fit.parameters!, h);
  }, 0);
  close(fit.logLikelihood!, total);
});

test.runIf(isSlowSuite)('is finite all over the domain', () => {
  const wide = fc.double({ min: Math.log(0.05), max: Math.log(1000), noNaN: true }).map(Math.exp);
  const x = fc.double({ min: 0, max: Math.log(20001), noNaN: true }).map((v) => Math.floor(Math.exp(v) - 1));
  const T = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e4, noNaN: true }));
  fc.assert(
    fc.property(
      fc.tuple(wide, wide, wide, wide),
      fc.integer({ min: 1, max: 4 }),
      x,
      T,
      ([r, alpha, a, b], k, n, age) => {
        const P = { k, r, alpha, a, b };
        const h = { x: n, t_x: n === 0 ? 0 : age / 2, T: age };
        const values = [
          mbgcnbd.pAlive(P, h),
          mbgcnbd.expectedPurchases(P, h, 52),
          mbgcnbd.discountedExpectedPurchases(P, h, { delta: 0.002, horizon: 104 }),
          cnbd.expectedPurchases(P, h, 1e4),
        ];
        expect(mbgcnbd.logLikelihood(P, h)).toSatisfy(Number.isFinite);
        expect(values.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      },
    ),
    { numRuns: 60, interruptAfterTimeLimit: 4000 },
  );
});

test('rows in any order give the same model to the last digit', () => {
  const random = seededRandom(5);
  const rows = Array.from({ length: 400 }, () => {
    const age = Math.round(40 + 60 * random.uniform());
    const times = mbgcnbd.samplePathNew({ k: 2, r: 1.5, alpha: 4, a: 0.8, b: 3 }, age, random);
    const gaps = times.map((time, n) => Math.log(time - (times[n - 1] ?? 0)));
    return { x: times.length, t: times.at(-1) ?? 0, age, gaps: gaps.reduce((a, b) => a + b, 0) };
  });
  const fitOf = (some: typeof rows) =>
    mbgcnbd.fit(
      {
        X: some.map(({ x }) => x),
        T_X: some.map(({ t }) => t),
        T: some.map(({ age }) => age),
        LOG_GAPS: some.map(({ gaps }) => gaps),
      },
      { stages: [1, 2] },
    );
  const { byStages, parameters } = fitOf(rows);
  for (const other of [rows.toReversed(), [...rows.slice(150), ...rows.slice(0, 150)]]) {
    expect(fitOf(other)).toMatchObject({ byStages, parameters });
  }
});

test('refusals', () => {
  const P = { k: 1.5, r: 1, alpha: 1, a: 1, b: 1 };
  expect(() => mbgcnbd.pAlive(P, { x: 0, t_x: 0, T: 1 })).toThrow('invalid parameter k: 1.5');
  const columns = { X: [2], T_X: [3], T: [5], LOG_GAPS: [-Infinity] };
  expect(() => mbgcnbd.fit(columns)).toThrow('invalid LOG_GAPS in row 0: -Infinity');
  expect(() => mbgcnbd.fit(columns, { stages: [2] })).toThrow('invalid stages: 2');
});
