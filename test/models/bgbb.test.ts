import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupOpportunities } from '../../src/models/bgbb/groups.js';
import { bgbbLikelihood } from '../../src/models/bgbb/likelihood.js';
import { bgbb, sbg } from '../../src/models/index.js';
import { sbgLikelihood } from '../../src/models/sbg/family.js';
import { seededRandom } from '../../src/numeric/seeded.js';
import { DONATIONS } from './donations.js';
import { expectDerivatives } from './finite-differences.js';
import { hasShared, readShared } from './shared-data.js';

const FILE = 'reference/published.json';
const published = hasShared(FILE) ? JSON.parse(readShared(FILE)) : null;

const donations = {
  X: DONATIONS.map(([x]) => x),
  T_X: DONATIONS.map(([, t]) => t),
  OPPORTUNITIES: DONATIONS.map(() => 6),
  N: DONATIONS.map(([, , n]) => n),
};

describe.skipIf(!published)(`BG/BB and sBG against ../shared/${FILE} (skipped where it is absent)`, () => {
  test('donations', () => {
    const { donors, mle, published: printed, sum_expected_5 } = published.donations_bgbb;
    const fit = bgbb.fit(donations);
    expect(fit.outcome).toBe('interior');
    expect(fit.customers).toBe(donors);
    expect(Math.abs(fit.logLikelihood! - mle.loglik)).toBeLessThan(1e-6);
    for (const [name, value] of Object.entries(fit.parameters!)) {
      expect(Math.abs(value / mle[name] - 1)).toBeLessThan(5e-5);
      expect(value).toBeCloseTo(printed[name], 2);
    }
    let total = 0;
    DONATIONS.forEach(([x, t_x, n]) => {
      total += n * bgbb.expectedPurchases(fit.parameters!, { x, t_x, n: 6 }, 5);
    });
    expect(Math.abs(total - sum_expected_5)).toBeLessThan(0.1);
  });

  test.each(['regular', 'high_end'])('survivors: %s', (name) => {
    const { survivors, alpha, beta, loglik } = published.sbg[name];
    const fit = sbg.fit(survivors);
    expect(fit.outcome).toBe('interior');
    expect(Math.abs(fit.logLikelihood! - loglik)).toBeLessThan(1e-6);
    expect(Math.abs(fit.parameters!.alpha / alpha - 1)).toBeLessThan(5e-7);
    expect(Math.abs(fit.parameters!.beta / beta - 1)).toBeLessThan(5e-7);
  });
});

const parameter = fc.double({ min: -3, max: 4, noNaN: true }).map(Math.exp);
const four = fc.tuple(parameter, parameter, parameter, parameter);

test('BG/BB: derivatives, and a group is the sum of its customers', () => {
  const groups = groupOpportunities(donations);
  fc.assert(
    fc.property(four, (at) => {
      const f = bgbbLikelihood(groups);
      expectDerivatives(f, at);
      const [alpha, beta, gamma, delta] = at;
      const P = { alpha, beta, gamma, delta };
      const total = DONATIONS.reduce(
        (sum, [x, t_x, n]) => sum + n * bgbb.logLikelihood(P, { x, t_x, n: 6 }),
        0,
      );
      expect(f(at).value / total).toBeCloseTo(1, 12);
    }),
    { numRuns: 40 },
  );
});

test('BG/BB: histories of n opportunities have total probability 1', () => {
  fc.assert(
    fc.property(four, fc.integer({ min: 0, max: 8 }), ([alpha, beta, gamma, delta], n) => {
      const P = { alpha, beta, gamma, delta };
      let total = Math.exp(bgbb.logLikelihood(P, { x: 0, t_x: 0, n }));
      for (let t_x = 1; t_x <= n; t_x++) {
        for (let x = 1; x <= t_x; x++) {
          total += choose(t_x - 1, x - 1) * Math.exp(bgbb.logLikelihood(P, { x, t_x, n }));
        }
      }
      expect(total).toBeCloseTo(1, 10);
    }),
  );
});

test('BG/BB: pmf, expectation, P(alive) and discounting agree', () => {
  fc.assert(
    fc.property(four, fc.integer({ min: 0, max: 12 }), ([alpha, beta, gamma, delta], ahead) => {
      const P = { alpha, beta, gamma, delta };
      const history = { x: 3, t_x: 5, n: 9 };
      for (const pmf of [bgbb.pmf(P, history, ahead), bgbb.pmfNew(P, ahead)]) {
        expect(pmf.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
      }
      const mean = bgbb.pmf(P, history, ahead).reduce((sum, p, n) => sum + n * p, 0);
      const expected = bgbb.expectedPurchases(P, history, ahead);
      expect(Math.abs(mean - expected)).toBeLessThan(1e-9 * (1 + expected));
      const meanNew = bgbb.pmfNew(P, ahead).reduce((sum, p, n) => sum + n * p, 0);
      expect(Math.abs(meanNew - bgbb.expectedPurchasesNew(P, ahead))).toBeLessThan(1e-9 * (1 + meanNew));
      const one = bgbb.expectedPurchases(P, history, 1);
      expect(one / (bgbb.pAlive(P, history) * ((alpha + 3) / (alpha + beta + 9)))).toBeCloseTo(1, 10);
      const free = bgbb.discountedExpectedPurchases(P, history, { rate: 0, horizon: ahead });
      expect(Math.abs(free - expected)).toBeLessThan(1e-9 * (1 + expected));
      const endless = bgbb.discountedExpectedPurchases(P, history, { rate: 0.1, horizon: Infinity });
      const long = bgbb.discountedExpectedPurchases(P, history, { rate: 0.1, horizon: 800 });
      expect(endless / long).toBeCloseTo(1, 10);
    }),
  );
  const P = { alpha: 1.2, beta: 0.75, gamma: 1, delta: 2.8 };
  const history = { x: 1, t_x: 4, n: 6 };
  expect(bgbb.discountedExpectedPurchases(P, history, { rate: 0, horizon: Infinity })).toBe(Infinity);
  const near = { ...P, gamma: 3 };
  const sum = bgbb.expectedPurchases(near, history, 20_000);
  expect(bgbb.discountedExpectedPurchases(near, history, { rate: 0, horizon: Infinity }) / sum).toBeCloseTo(
    1,
    5,
  );
});

test('BG/BB: parameters of a simulated base come back', () => {
  const random = seededRandom(3);
  const X: number[] = [];
  const T_X: number[] = [];
  const OPPORTUNITIES: number[] = [];
  for (let i = 0; i < 20_000; i++) {
    const p = random.beta(1.2, 2);
    const theta = random.beta(0.8, 4);
    const n = 4 + (i % 9);
    let x = 0;
    let last = 0;
    for (let t = 1; t <= n && random.uniform() >= theta; t++) {
      if (random.uniform() < p) {
        x += 1;
        last = t;
      }
    }
    X.push(x);
    T_X.push(last);
    OPPORTUNITIES.push(n);
  }
  const fit = bgbb.fit({ X, T_X, OPPORTUNITIES });
  const truth = [1.2, 2, 0.8, 4];
  Object.entries(fit.parameters!).forEach(([name, value], i) => {
    expect(Math.abs(value - truth[i]!) / fit.standardErrors![name]!).toBeLessThan(3.5);
  });
});

test('sBG: derivatives, survival is the product of retentions, residual lifetime by hand', () => {
  fc.assert(
    fc.property(fc.tuple(parameter, parameter), (at) => {
      expectDerivatives(sbgLikelihood({ LEFT: Float64Array.of(131, 126, 90, 0, 42), stayed: 551 }), at);
      const [alpha, beta] = at;
      let survival = 1;
      let gone = 0;
      for (let t = 1; t <= 6; t++) {
        survival *= sbg.retention({ alpha, beta }, t);
        gone += sbg.churn({ alpha, beta }, t);
        expect(sbg.survival({ alpha, beta }, t) / survival).toBeCloseTo(1, 10);
      }
      expect(gone + survival).toBeCloseTo(1, 10);
      let direct = 0;
      let alive = 1;
      for (let i = 0; i < 500; i++) {
        alive *= sbg.retention({ alpha, beta }, 3 + i);
        direct += alive / 1.2 ** i;
      }
      expect(sbg.residualLifetime({ alpha, beta }, 3, 0.2) / direct).toBeCloseTo(1, 10);
    }),
    { numRuns: 60 },
  );
  expect(sbg.residualLifetime({ alpha: 1, beta: 2 }, 1, 0)).toBe(Infinity);
  expect(sbg.residualLifetime({ alpha: 3, beta: 2 }, 1, 0)).toBe(1);
});

test('one churn probability for all is a named limit', () => {
  const survivors = Array.from({ length: 8 }, (_, t) => Math.round(1e6 * 0.8 ** t));
  const fit = sbg.fit(survivors);
  expect(fit.outcome).toBe('boundary');
  expect(fit.limit!.name).toBe('one churn probability for all');
  expect(fit.limit!.parameters.theta).toBeCloseTo(0.2, 5);
  expect(sbg.survival(fit.predictor!.parameters as never, 3)).toBeCloseTo(0.512, 5);
  expect(fit.standardErrors).toEqual({ alpha: null, beta: null });
});

test('refusals', () => {
  expect(() => sbg.fit([100])).toThrow('invalid survivors: 1 values, at least 2');
  expect(() => sbg.fit([100, 120])).toThrow('invalid survivors after 1 periods: 120, before 100');
  expect(sbg.fit([10, 8, 7]).outcome).toBe('too_little_data');
  expect(bgbb.fit({ X: [1], T_X: [1], OPPORTUNITIES: [3] }).outcome).toBe('too_little_data');
  expect(() => bgbb.fit({ X: [2], T_X: [1], OPPORTUNITIES: [3] })).toThrow(
    'invalid history in row 0: x 2, t_x 1, n 3, N 1',
  );
  const P = { alpha: 1, beta: 1, gamma: 1, delta: 1 };
  expect(() => bgbb.pAlive(P, { x: 0, t_x: 2, n: 3 })).toThrow('invalid history: x 0, t_x 2, n 3');
  expect(() => bgbb.expectedPurchases(P, { x: 0, t_x: 0, n: 3 }, 1.5)).toThrow('invalid to: 1.5');
});

function choose(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
}
