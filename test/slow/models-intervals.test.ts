import { describe, expect, test } from 'vitest';
import {
  bgnbd,
  clvDistribution,
  type FrequencyApi,
  frequencyModel,
  gammagamma,
  paretonbd,
  seededRandom,
} from '../../src/models/index.js';

const CUSTOMERS = 20_000;
const SPEND = { p: 6.25, q: 3.74, gamma: 15.44 };
const cases: [string, FrequencyApi<never>, Record<string, number>][] = [
  ['bgnbd', bgnbd as FrequencyApi<never>, { r: 0.8, alpha: 5, a: 0.9, b: 2.5 }],
  ['paretonbd', paretonbd as FrequencyApi<never>, { r: 0.9, alpha: 5, s: 0.8, beta: 14 }],
];

describe.each(cases)('%s: predictive intervals of simulated customers', (name, model, P) => {
  const random = seededRandom(100);
  const T = 52;
  const t = 39;
  const people = Array.from({ length: CUSTOMERS }, () => {
    const times = model.samplePathNew(P as never, T + t, random);
    const before = times.filter((time) => time <= T);
    const history = { x: before.length, t_x: before[before.length - 1] ?? 0, T };
    const nu = random.gamma(SPEND.q) / SPEND.gamma;
    const spends = times.map(() => random.gamma(SPEND.p) / nu);
    const own = spends.slice(0, before.length);
    const value = spends.slice(before.length).reduce((a, b) => a + b, 0);
    const meanSpend = own.length > 0 ? own.reduce((a, b) => a + b, 0) / own.length : 0;
    return { history, later: times.length - before.length, value, spend: { x: own.length, meanSpend } };
  });
  const fit = model.fit({
    X: people.map((p) => p.history.x),
    T_X: people.map((p) => p.history.t_x),
    T: people.map((p) => p.history.T),
  });
  const Q = fit.parameters as never;

  test('purchases: observed coverage is the claimed mass, randomised PIT covers 80 %', () => {
    let claimed = 0;
    let observed = 0;
    let pit = 0;
    for (const { history, later } of people) {
      const low = model.purchaseQuantile(Q, history, t, 0.1);
      const high = model.purchaseQuantile(Q, history, t, 0.9);
      const mass = model.pAtLeast(Q, history, t, low) - model.pAtLeast(Q, history, t, high + 1);
      claimed += mass;
      observed += later >= low && later <= high ? 1 : 0;
      const below = 1 - model.pAtLeast(Q, history, t, later);
      const upTo = 1 - model.pAtLeast(Q, history, t, later + 1);
      const u = below + random.uniform() * (upTo - below);
      pit += u >= 0.1 && u <= 0.9 ? 1 : 0;
    }
    console.info(
      `${name}: claimed ${claimed / CUSTOMERS}, observed ${observed / CUSTOMERS}, PIT ${pit / CUSTOMERS}`,
    );
    expect(Math.abs(claimed - observed) / CUSTOMERS).toBeLessThan(0.02);
    expect(pit / CUSTOMERS).toBeGreaterThan(0.785);
    expect(pit / CUSTOMERS).toBeLessThan(0.815);
  });

  test('value: randomised PIT of the distribution without simulation covers 80 %', () => {
    const buyers = people.filter((p) => p.spend.x > 0);
    const spendFit = gammagamma.fit({
      X: buyers.map((p) => p.spend.x),
      MEAN_SPEND: buyers.map((p) => p.spend.meanSpend),
    });
    const settings = { delta: 0, horizon: t, margin: 1 };
    const draw = { frequency: fit.parameters as never, spend: spendFit.parameters! };
    const some = people.slice(0, 8000);
    let pit = 0;
    for (const { history, spend, value } of some) {
      const distribution = clvDistribution(
        frequencyModel(name) as never,
        [draw],
        { history, spend },
        settings,
      );
      const top = distribution.cdf(value);
      const u = value > 0 ? top : random.uniform() * top;
      pit += u >= 0.1 && u <= 0.9 ? 1 : 0;
    }
    console.info(`${name}: value PIT ${pit / some.length}`);
    expect(pit / some.length).toBeGreaterThan(0.785);
    expect(pit / some.length).toBeLessThan(0.815);
  });
});

describe('intervals over populations', () => {
  const truth = { r: 0.8, alpha: 5, a: 0.9, b: 2.5 };
  const z80 = 1.2815515655446004;

  function population(seed: number, size: number) {
    const random = seededRandom(seed);
    const X: number[] = [];
    const T_X: number[] = [];
    let later = 0;
    for (let i = 0; i < size; i++) {
      const times = bgnbd.samplePathNew(truth, 91, random);
      const before = times.filter((time) => time <= 52);
      X.push(before.length);
      T_X.push(before[before.length - 1] ?? 0);
      later += times.length - before.length;
    }
    return { X, T_X, later, fit: bgnbd.fit({ X, T_X, T: X.map(() => 52) }, { starts: 1 }) };
  }

  test('80 % intervals of the parameters (on logs, N = 3,000) hold in 77 to 83 % of 2,000 populations', () => {
    const populations = 2000;
    const inside: Record<string, number> = { r: 0, alpha: 0, a: 0, b: 0 };
    for (let seed = 1; seed <= populations; seed++) {
      const { fit } = population(50_000 + seed, 3000);
      const { names, values } = fit.logCovariance!;
      names.forEach((name, i) => {
        const apart = Math.log(fit.predictor!.parameters[name]! / truth[name as 'r']);
        if (Math.abs(apart) <= z80 * Math.sqrt(values[i]![i]!)) inside[name] = inside[name]! + 1;
      });
    }
    console.info(JSON.stringify(inside));
    for (const [name, count] of Object.entries(inside)) {
      expect(count / populations, name).toBeGreaterThan(0.77);
      expect(count / populations, name).toBeLessThan(0.83);
    }
  });

  test('80 % intervals of the total of 39 weeks hold in 77 to 83 % of 1,000 populations', () => {
    const populations = 1000;
    let inside = 0;
    for (let seed = 1; seed <= populations; seed++) {
      const { X, T_X, later, fit } = population(50_000 + seed, 1500);
      const { parameters } = fit.predictor!;
      if (isTotalInside(parameters as never, fit.logCovariance!.values, X, T_X, later)) inside += 1;
    }
    console.info(`totals: ${inside}`);
    expect(inside / populations).toBeGreaterThan(0.77);
    expect(inside / populations).toBeLessThan(0.83);
  });

  /** Variance of the total: that of the customers' counts plus that of its expectation (delta method on the logs). */
  function isTotalInside(
    P: typeof truth,
    covariance: readonly (readonly number[])[],
    X: readonly number[],
    T_X: readonly number[],
    later: number,
  ): boolean {
    const keys = ['r', 'alpha', 'a', 'b'] as const;
    const groups = new Map<string, { history: { x: number; t_x: number; T: number }; n: number }>();
    X.forEach((x, i) => {
      const history = { x, t_x: T_X[i]!, T: 52 };
      const key = `${x} ${T_X[i]}`;
      const group = groups.get(key);
      if (group) group.n += 1;
      else groups.set(key, { history, n: 1 });
    });
    const total = (Q: typeof truth): number => {
      let sum = 0;
      for (const { history, n } of groups.values()) sum += n * bgnbd.expectedPurchases(Q, history, 39);
      return sum;
    };
    const expected = total(P);
    let variance = 0;
    for (const { history, n } of groups.values()) {
      const mean = bgnbd.expectedPurchases(P, history, 39);
      let second = 0;
      bgnbd.pmf(P, history, 39, 120).forEach((p, k) => {
        second += p * k * k;
      });
      variance += n * (second - mean * mean);
    }
    const slopes = keys.map(
      (key) =>
        (total({ ...P, [key]: P[key] * 1.001 }) - total({ ...P, [key]: P[key] / 1.001 })) /
        (2 * Math.log(1.001)),
    );
    slopes.forEach((u, i) => {
      slopes.forEach((v, j) => {
        variance += u * v * covariance[i]![j]!;
      });
    });
    return Math.abs(later - expected) <= z80 * Math.sqrt(variance);
  }
});
