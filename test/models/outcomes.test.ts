import { describe, expect, test } from 'vitest';
import {
  bgnbd,
  gammagamma,
  mbgnbd,
  nbd,
  paretonbd,
  predictionsFor,
  type SeededRandom,
  seededRandom,
} from '../../src/models/index.js';

interface Columns {
  X: number[];
  T_X: number[];
  T: number[];
}

/** Continuous-time histories; `chance` is asked after each repeat purchase, `lifetime` once. */
function simulate(
  customers: number,
  random: SeededRandom,
  rate: () => number,
  chance: () => number,
  lifetime: () => number = () => Number.POSITIVE_INFINITY,
): Columns {
  const columns: Columns = { X: [], T_X: [], T: [] };
  for (let i = 0; i < customers; i++) {
    const age = 30 + 40 * random.uniform();
    const lambda = rate();
    const p = chance();
    const end = Math.min(age, lifetime());
    let x = 0;
    let last = 0;
    for (let t = random.exponential() / lambda; t <= end; t += random.exponential() / lambda) {
      x += 1;
      last = t;
      if (random.uniform() < p) break;
    }
    columns.X.push(x);
    columns.T_X.push(last);
    columns.T.push(age);
  }
  return columns;
}

describe('limits of the models are named, certified and usable', () => {
  test('nobody drops out: BG/NBD, MBG/NBD and Pareto/NBD end at the NBD', () => {
    const random = seededRandom(4);
    const columns = simulate(
      1500,
      random,
      () => random.gamma(3) / 6,
      () => 0,
    );
    const plain = nbd.fit(columns);
    for (const model of [bgnbd, mbgnbd, paretonbd]) {
      const fit = model.fit(columns);
      expect(fit.outcome).toBe('boundary');
      expect(fit.limit!.name).toBe('no dropout (NBD)');
      expect(fit.reasons[0]!.text).toContain('fits no better than its limit "no dropout (NBD)"');
      expect(fit.parameters).toBeNull();
      expect(fit.predictor!.model).toBe('nbd');
      expect(fit.freeParameters).toBe(2);
      expect(fit.logLikelihood).toBeCloseTo(plain.logLikelihood!, 6);
      expect(fit.certificate!.passed).toBe(true);
      expect(fit.standardErrors!.r).toBeCloseTo(plain.standardErrors!.r!, 6);
      expect(Object.values(fit.standardErrors!).slice(2)).toEqual([null, null]);
      const { predictions, parameters } = predictionsFor(fit.predictor!);
      const history = { x: 3, t_x: 20, T: 40 };
      expect(predictions.expectedPurchases(parameters, history, 10)).toBeCloseTo(
        nbd.expectedPurchases(plain.parameters!, history, 10),
        6,
      );
    }
  });

  test('one dropout probability for all', () => {
    const random = seededRandom(11);
    const columns = simulate(
      1500,
      random,
      () => random.gamma(1.2) / 5,
      () => 0.25,
    );
    const fit = bgnbd.fit(columns);
    expect(fit.outcome).toBe('boundary');
    expect(fit.limit!.name).toBe('one dropout probability for all');
    const { p } = fit.limit!.parameters;
    expect(Math.abs(p! - 0.25) / fit.limit!.standardErrors.p!).toBeLessThan(3.5);
    expect(fit.standardErrors).toMatchObject({ a: null, b: null });
    // With one p for all the posterior of p does not move: P(alive) by hand.
    const { r, alpha } = fit.parameters!;
    const history = { x: 2, t_x: 10, T: 30 };
    const odds = (p! / (1 - p!)) * ((alpha + 30) / (alpha + 10)) ** (r + 2);
    expect(bgnbd.pAlive(fit.parameters!, history)).toBeCloseTo(1 / (1 + odds), 7);
    expect(bgnbd.expectedPurchasesNew(fit.parameters!, 1e6)).toBeCloseTo(1 / p!, 2);
  });

  test('one purchase rate for all', () => {
    const random = seededRandom(6);
    const columns = simulate(
      1500,
      random,
      () => 0.2,
      () => random.beta(0.9, 2),
    );
    const fit = bgnbd.fit(columns);
    expect(fit.outcome).toBe('boundary');
    expect(fit.limit!.name).toBe('one purchase rate for all');
    expect(Math.abs(fit.limit!.parameters.lambda! - 0.2) / fit.limit!.standardErrors.lambda!).toBeLessThan(
      3.5,
    );
  });

  test('one dropout rate for all', () => {
    const random = seededRandom(2);
    const columns = simulate(
      1500,
      random,
      () => random.gamma(1.2) / 3,
      () => 0,
      () => random.exponential() / 0.04,
    );
    const fit = paretonbd.fit(columns);
    expect(fit.outcome).toBe('boundary');
    expect(fit.limit!.name).toBe('one dropout rate for all');
    expect(Math.abs(fit.limit!.parameters.mu! - 0.04) / fit.limit!.standardErrors.mu!).toBeLessThan(3.5);
    const { r, alpha } = fit.parameters!;
    const mu = fit.limit!.parameters.mu!;
    const expected = (r / alpha) * ((1 - Math.exp(-mu * 20)) / mu);
    expect(paretonbd.expectedPurchasesNew(fit.parameters!, 20)).toBeCloseTo(expected, 6);
  });

  test('one rate, no dropout: the Poisson', () => {
    const random = seededRandom(9);
    const columns = simulate(
      800,
      random,
      () => 0.1,
      () => 0,
    );
    const fit = nbd.fit(columns);
    expect(fit.outcome).toBe('boundary');
    expect(fit.freeParameters).toBe(1);
    const purchases = columns.X.reduce((a, b) => a + b, 0);
    const time = columns.T.reduce((a, b) => a + b, 0);
    expect(fit.limit!.parameters.lambda).toBeCloseTo(purchases / time, 9);
    expect(fit.limit!.standardErrors.lambda).toBeCloseTo(Math.sqrt(purchases) / time, 9);
  });

  test('spends: each customer the same each time, all customers alike, no finite mean', () => {
    const random = seededRandom(5);
    const X: number[] = [];
    const constant: number[] = [];
    const alike: number[] = [];
    const heavy: number[] = [];
    for (let i = 0; i < 600; i++) {
      const x = 1 + (i % 5);
      X.push(x);
      constant.push(40 / random.gamma(3));
      alike.push(random.gamma(4 * x) / (0.1 * x));
      heavy.push(random.gamma(5 * x) / x / (random.gamma(0.7) / 10));
    }
    const first = gammagamma.fit({ X, MEAN_SPEND: constant });
    expect(first.outcome).toBe('boundary');
    expect(first.limit!.name).toContain('p -> infinity');
    expect(Math.abs(first.limit!.parameters.q! - 3) / first.limit!.standardErrors.q!).toBeLessThan(3.5);
    expect(gammagamma.expectedSpend(first.parameters!, { x: 3, meanSpend: 55 })).toBeCloseTo(55, 4);
    const second = gammagamma.fit({ X, MEAN_SPEND: alike });
    expect(second.outcome).toBe('boundary');
    expect(second.limit!.name).toContain('q, gamma -> infinity');
    const mean = gammagamma.expectedSpend(second.parameters!, { x: 1, meanSpend: 400 });
    expect(mean).toBeCloseTo(second.limit!.parameters.p! / second.limit!.parameters.nu!, 4);
    const third = gammagamma.fit({ X, MEAN_SPEND: heavy });
    expect(third.outcome).toBe('failed');
    expect(third.reasons[0]!.code).toBe('model-no-finite-mean-spend');
    expect(third.parameters).toBeNull();
    expect(third.predictor).toBeNull();
  });
});

describe('too little data says what is missing', () => {
  test.each([
    ['no customers', { X: [], T_X: [], T: [] }, ['model-too-few-customers', 'model-too-few-repeaters']],
    ['one customer', { X: [3], T_X: [5], T: [9] }, ['model-too-few-customers', 'model-too-few-repeaters']],
    ['nobody repeats', { X: [0], T_X: [0], T: [20], N: [500] }, ['model-too-few-repeaters']],
    [
      'all on one day',
      { X: [0], T_X: [0], T: [0], N: [500] },
      ['model-too-few-customers', 'model-too-few-repeaters'],
    ],
  ])('%s', (_, columns, codes) => {
    for (const model of [nbd, bgnbd, mbgnbd, paretonbd]) {
      for (const method of ['ml', 'map', 'mcmc'] as const) {
        const fit = model.fit(columns, { method });
        expect(fit.outcome).toBe('too_little_data');
        expect(fit.reasons.map((reason) => reason.code)).toEqual(codes);
        expect(fit.logLikelihood).toBeNull();
        expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
      }
    }
  });

  test('spends: too few, or all the same', () => {
    const few = gammagamma.fit({ X: [1, 0], MEAN_SPEND: [20, 0] });
    expect(few.reasons.map((reason) => reason.code)).toEqual(['model-too-few-spenders']);
    const same = gammagamma.fit({ X: [1, 2], MEAN_SPEND: [20, 20], N: [50, 60] });
    expect(same.reasons.map((reason) => reason.code)).toEqual(['model-no-spend-spread']);
  });

  test('everybody buys every time on the last day', () => {
    const fit = bgnbd.fit({ X: [5], T_X: [20], T: [20], N: [100] });
    expect(fit.outcome).toBe('boundary');
    expect(fit.limit!.name).toBe('one purchase rate for all, no dropout (Poisson)');
    expect(fit.limit!.parameters.lambda).toBeCloseTo(0.25, 9);
  });
});

test('huge spends and another currency give the same fit in other units', () => {
  const random = seededRandom(15);
  const X: number[] = [];
  const M: number[] = [];
  for (let i = 0; i < 500; i++) {
    const x = 1 + (i % 4);
    X.push(x);
    M.push(random.gamma(6 * x) / x / (random.gamma(3.5) / 15));
  }
  const small = gammagamma.fit({ X, MEAN_SPEND: M });
  const large = gammagamma.fit({ X, MEAN_SPEND: M.map((m) => m * 1e9) });
  expect(small.outcome).toBe('interior');
  expect(large.parameters!.p / small.parameters!.p).toBeCloseTo(1, 8);
  expect(large.parameters!.gamma / small.parameters!.gamma / 1e9).toBeCloseTo(1, 8);
});
