import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bgnbd, mbgnbd, nbd, paretonbd } from '../../src/models/index.js';
import type { Predictions } from '../../src/models/predict.js';
import { seededRandom } from '../../src/numeric/seeded.js';

interface Row {
  readonly model: string;
  readonly parameters: Record<string, number>;
  readonly x: number;
  readonly t_x: number;
  readonly T: number;
  readonly t: number;
  readonly delta: number;
  readonly horizon: number;
  readonly logLikelihood: string;
  readonly pAlive: string;
  readonly expected: string;
  readonly between: string;
  readonly pmf: string[];
  readonly atLeast1: string;
  readonly atLeast5: string;
  readonly discounted: string;
  readonly endless: string | null;
}

const rows = JSON.parse(
  readFileSync(new URL('../reference/predictions.json', import.meta.url), 'utf8'),
) as Row[];

const MODELS: Record<string, Predictions<never>> = {
  nbd: nbd as Predictions<never>,
  bgnbd: bgnbd as Predictions<never>,
  mbgnbd: mbgnbd as Predictions<never>,
  paretonbd: paretonbd as Predictions<never>,
};

function expectClose(actual: number, exact: number, what: string, relative = 1e-9): void {
  const size = Math.max(Math.abs(exact), 1e-12);
  expect(Math.abs(actual - exact) / size, `${what}: ${actual}, exact ${exact}`).toBeLessThan(relative);
}

test.each(rows.map((row, i) => [i, row.model, row] as const))('row %d %s', (_, name, row) => {
  const model = MODELS[name]!;
  const P = row.parameters as never;
  const { t, delta, horizon } = row;
  const exact = Number(row.logLikelihood);
  expect(Math.abs(model.logLikelihood(P, row) - exact)).toBeLessThan(1e-9 * Math.max(1e-6, Math.abs(exact)));
  expectClose(model.pAlive(P, row), Number(row.pAlive), 'P(alive)');
  expectClose(model.expectedPurchases(P, row, t), Number(row.expected), 'expected');
  expectClose(model.expectedPurchasesBetween(P, row, t / 2, t), Number(row.between), 'between');
  Array.from(model.pmf(P, row, t, 3)).forEach((p, n) => {
    expectClose(p, Number(row.pmf[n]), `P(${n})`);
  });
  expectClose(model.pAtLeast(P, row, t), Number(row.atLeast1), 'P(>= 1)');
  expectClose(model.pAtLeast(P, row, t, 5), Number(row.atLeast5), 'P(>= 5)');
  const discounted = model.discountedExpectedPurchases(P, row, { delta, horizon });
  expectClose(discounted, Number(row.discounted), 'discounted');
  if (row.endless) {
    const endless = { delta, horizon: Number.POSITIVE_INFINITY };
    expectClose(model.discountedExpectedPurchases(P, row, endless), Number(row.endless), 'endless');
  }
});

const VECTORS: Record<string, fc.Arbitrary<object>> = (() => {
  const wide = fc.double({ min: Math.log(0.05), max: Math.log(1000), noNaN: true }).map(Math.exp);
  const record = (names: string[]): fc.Arbitrary<object> =>
    fc.record(Object.fromEntries(names.map((name) => [name, wide])));
  return {
    nbd: record(['r', 'alpha']),
    bgnbd: record(['r', 'alpha', 'a', 'b']),
    mbgnbd: record(['r', 'alpha', 'a', 'b']),
    paretonbd: record(['r', 'alpha', 's', 'beta']),
  };
})();

const anyHistory = fc
  .record({
    logX: fc.double({ min: 0, max: Math.log(20001), noNaN: true }),
    T: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e4, noNaN: true })),
    share: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ logX, T, share }) => {
    const x = Math.floor(Math.exp(logX) - 1);
    return { x, t_x: x === 0 ? 0 : T * share, T };
  });

describe.each(Object.entries(MODELS))('%s', (name, model) => {
  test('is finite all over the domain', () => {
    fc.assert(
      fc.property(VECTORS[name]!, anyHistory, fc.constantFrom(0, 1e-9, 1, 52, 1e4), (P, history, t) => {
        const p = P as never;
        expect(model.logLikelihood(p, history)).toSatisfy(Number.isFinite);
        const alive = model.pAlive(p, history);
        expect(alive >= 0 && alive <= 1).toBe(true);
        const expected = model.expectedPurchases(p, history, t);
        expect(Number.isFinite(expected) && expected >= 0).toBe(true);
        const one = model.pAtLeast(p, history, t);
        expect(one >= 0 && one <= alive * (1 + 1e-9)).toBe(true);
        const endless = { delta: 0.002, horizon: Number.POSITIVE_INFINITY };
        const discounted = model.discountedExpectedPurchases(p, history, endless);
        expect(Number.isFinite(discounted) && discounted >= 0).toBe(true);
        expect(model.purchaseQuantile(p, history, t, 0.9)).toSatisfy(Number.isInteger);
      }),
      { numRuns: 150, interruptAfterTimeLimit: 5000 },
    );
  });

  const modest = fc.record({
    x: fc.integer({ min: 0, max: 30 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    T: fc.double({ min: 0.1, max: 200, noNaN: true }),
  });

  test('pmf, tails, quantiles, expectation and time to the next purchase agree with each other', () => {
    fc.assert(
      fc.property(VECTORS[name]!, modest, fc.double({ min: 0.1, max: 60, noNaN: true }), (P, h, t) => {
        const p = P as never;
        const history = { x: h.x, t_x: h.x === 0 ? 0 : h.T * h.share, T: h.T };
        fc.pre(model.pAlive(p, history) > 1e-3);
        const last = model.purchaseQuantile(p, history, t, 1 - 1e-11);
        fc.pre(last < 400);
        const pmf = model.pmf(p, history, t, last + 50);
        let below = 0;
        let mean = 0;
        let tenth = -1;
        pmf.forEach((probability, n) => {
          if (n % 7 === 1) {
            expect(Math.abs(1 - below - model.pAtLeast(p, history, t, n)), `tail ${n}`).toBeLessThan(1e-10);
          }
          below += probability;
          mean += n * probability;
          if (tenth < 0 && below >= 0.1) tenth = n;
        });
        expect(below).toBeGreaterThan(1 - 1e-8);
        const isTie = [tenth, tenth + 1].some(
          (n) => Math.abs(model.pAtLeast(p, history, t, n) - 0.9) <= 1e-9,
        );
        if (!isTie) {
          expect(model.purchaseQuantile(p, history, t, 0.1)).toBe(tenth);
        }
        const expected = model.expectedPurchases(p, history, t);
        expect(Math.abs(mean - expected) / (expected + 1e-6)).toBeLessThan(1e-5);
        const halves =
          model.expectedPurchasesBetween(p, history, 0, t / 3) +
          model.expectedPurchasesBetween(p, history, t / 3, t);
        expectClose(halves, expected, 'halves');
        const next = model.nextPurchaseTime(p, history, t);
        if (next === null) expect(model.pAtLeast(p, history, t)).toBeLessThan(0.5);
        else expectClose(model.pAtLeast(p, history, next), 0.5, 'next purchase');
      }),
      { numRuns: 40, interruptAfterTimeLimit: 5000 },
    );
  });

  test('discounting: delta near 0 is the expectation, by parts, and a longer horizon is worth more', () => {
    fc.assert(
      fc.property(VECTORS[name]!, modest, (P, h) => {
        const p = P as never;
        const history = { x: h.x, t_x: h.x === 0 ? 0 : h.T * h.share, T: h.T };
        const det = (delta: number, horizon: number): number =>
          model.discountedExpectedPurchases(p, history, { delta, horizon });
        expectClose(det(1e-14, 52), model.expectedPurchases(p, history, 52), 'delta near 0');
        expectClose(det(0, 52), model.expectedPurchases(p, history, 52), 'delta 0');
        expect(det(0.01, 0)).toBe(0);
        expect(det(0.01, 104)).toBeGreaterThanOrEqual(det(0.01, 52));
        expect(det(0.01, Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(det(0.01, 104) * (1 - 1e-10));
        expect(det(0.01, 52)).toBeLessThanOrEqual(model.expectedPurchases(p, history, 52) * (1 + 1e-10));
      }),
      { numRuns: 60, interruptAfterTimeLimit: 5000 },
    );
  });

  test('simulated paths have the predicted mean, zero share and tail', () => {
    const P = { r: 1.3, alpha: 6, a: 0.9, b: 2.2, s: 0.8, beta: 15 } as never;
    const history = { x: 4, t_x: 27, T: 39 };
    const random = seededRandom(20);
    const draws = 40_000;
    let none = 0;
    let many = 0;
    let total = 0;
    let square = 0;
    let early = 0;
    for (let i = 0; i < draws; i++) {
      const times = model.samplePath(P, history, 30, random);
      none += times.length === 0 ? 1 : 0;
      many += times.length >= 5 ? 1 : 0;
      total += times.length;
      square += times.length ** 2;
      early += times.filter((time) => time <= 10).length;
    }
    const near = (count: number, probability: number): void => {
      const error = Math.sqrt((probability * (1 - probability)) / draws);
      expect(Math.abs(count / draws - probability) / error).toBeLessThan(4);
    };
    near(none, model.pmf(P, history, 30, 0)[0]!);
    near(many, model.pAtLeast(P, history, 30, 5));
    const deviation = Math.sqrt(square / draws - (total / draws) ** 2);
    const z = (total / draws - model.expectedPurchases(P, history, 30)) / (deviation / Math.sqrt(draws));
    expect(Math.abs(z)).toBeLessThan(4);
    const ten = model.expectedPurchases(P, history, 10);
    expect(Math.abs(early / draws - ten) / (deviation / Math.sqrt(draws))).toBeLessThan(4);
    let fresh = 0;
    for (let i = 0; i < draws; i++) fresh += model.samplePathNew(P, 30, random).length;
    const expectedNew = model.expectedPurchasesNew(P, 30);
    expect(Math.abs(fresh / draws / expectedNew - 1)).toBeLessThan(0.05);
  });

  test('refuses what makes no sense', () => {
    const P = { r: 1, alpha: 6, a: 0.9, b: 2.2, s: 0.8, beta: 15 } as never;
    const history = { x: 1, t_x: 2, T: 3 };
    expect(() => model.pAlive({ ...(P as object), r: 0 } as never, history)).toThrow(
      'invalid parameter r: 0',
    );
    expect(() => model.expectedPurchases(P, { ...history, x: 0.5 }, 1)).toThrow('invalid x: 0.5');
    expect(() => model.expectedPurchases(P, { ...history, T: -1 }, 1)).toThrow('invalid T: -1');
    expect(() => model.expectedPurchases(P, { ...history, t_x: 4 }, 1)).toThrow('invalid t_x: 4, T is 3');
    expect(() => model.expectedPurchases(P, { x: 0, t_x: 1, T: 3 }, 1)).toThrow('invalid t_x: 1, x is 0');
    expect(() => model.expectedPurchases(P, history, -3)).toThrow('invalid t: -3');
    expect(() => model.expectedPurchasesBetween(P, history, 3, 2)).toThrow('invalid interval: 3 to 2');
    expect(() => model.purchaseQuantile(P, history, 3, 1)).toThrow('invalid level: 1');
    const discounting = { delta: -0.1, horizon: 3 };
    expect(() => model.discountedExpectedPurchases(P, history, discounting)).toThrow('invalid delta: -0.1');
    expect(() => model.discountedExpectedPurchasesNew(P, { delta: 0, horizon: -3 })).toThrow(
      'invalid horizon: -3',
    );
  });
});

test('without end and undiscounted: finite only where dropout is sure enough', () => {
  const forever = { delta: 0, horizon: Number.POSITIVE_INFINITY };
  const history = { x: 2, t_x: 5, T: 9 };
  const geometric = { r: 1, alpha: 5, a: 1.5, b: 2 };
  expect(bgnbd.discountedExpectedPurchases({ ...geometric, a: 1 }, history, forever)).toBe(
    Number.POSITIVE_INFINITY,
  );
  const total = bgnbd.discountedExpectedPurchases(geometric, history, forever);
  expectClose(total, bgnbd.pAlive(geometric, history) * (1 + 4 / 0.5), 'E[1/p]');
  expectClose(bgnbd.expectedPurchases(geometric, history, 1e13), total, 'limit of E', 1e-4);
  const pareto = { r: 1, alpha: 5, s: 2, beta: 7 };
  expect(paretonbd.discountedExpectedPurchases({ ...pareto, s: 1 }, history, forever)).toBe(
    Number.POSITIVE_INFINITY,
  );
  const lifetime = paretonbd.discountedExpectedPurchases(pareto, history, forever);
  expectClose(paretonbd.expectedPurchases(pareto, history, 1e12), lifetime, 'limit of E');
  expect(nbd.discountedExpectedPurchases({ r: 1, alpha: 5 }, history, forever)).toBe(
    Number.POSITIVE_INFINITY,
  );
});
