import { describe, expect, test } from 'vitest';
import { bgnbdModel } from '../../src/models/bgnbd/model.js';
import {
  bgnbd,
  chooseModel,
  clvDistribution,
  countQuantile,
  countTable,
  frequencyModel,
  gammagamma,
  logScore,
  mbgnbd,
  nbd,
  pairedDifference,
  paretonbd,
  seededRandom,
  tableQuantile,
  totalSpendCdf,
  totalSpendQuantile,
  totalSpendTable,
} from '../../src/models/index.js';
import { paretonbdModel } from '../../src/models/paretonbd/model.js';

const frequency = { r: 0.6, alpha: 7, a: 0.8, b: 2.4, s: 0.7, beta: 12 };
const spend = { p: 6.25, q: 3.74, gamma: 15.44 };
const settings = { delta: 0, horizon: 39, margin: 0.3 };

describe('value without simulation', () => {
  test.each([
    ['bgnbd', { x: 6, t_x: 30, T: 38 }, 35],
    ['paretonbd', { x: 2, t_x: 21, T: 38 }, 80],
    ['paretonbd', { x: 0, t_x: 0, T: 38 }, 0],
  ])('%s: the distribution of simulated customers', (name, history, meanSpend) => {
    const model = frequencyModel(name);
    const api = name === 'bgnbd' ? bgnbd : paretonbd;
    const own = { x: history.x, meanSpend };
    const distribution = clvDistribution(model, [{ frequency, spend }], { history, spend: own }, settings);
    const random = seededRandom(31);
    const draws = 30_000;
    const values = Float64Array.from({ length: draws }, () => {
      const times = api.samplePath(frequency, history, 39, random);
      const spends = gammagamma.sampleSpends(spend, own, times.length, random);
      return 0.3 * spends.reduce((a, b) => a + b, 0);
    }).sort();
    for (const level of [0.5, 0.8, 0.9, 0.99]) {
      const v = distribution.quantile(level);
      const below = values.filter((value) => value <= v).length / draws;
      const claimed = distribution.cdf(v);
      expect(Math.abs(below - claimed)).toBeLessThan(4 * Math.sqrt((claimed * (1 - claimed)) / draws) + 1e-9);
      expect(claimed).toBeGreaterThanOrEqual(level - 1e-6);
      if (v > 0) expect(claimed).toBeCloseTo(level, 5);
    }
    const mean = values.reduce((a, b) => a + b, 0) / draws;
    const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / draws / draws);
    expect(Math.abs(mean - distribution.mean) / spread).toBeLessThan(4.5);
    const expected = api.expectedPurchases(frequency, history, 39) * gammagamma.expectedSpend(spend, own);
    expect(distribution.mean).toBeCloseTo(0.3 * expected, 8);
  });

  const customer = { history: { x: 4, t_x: 30, T: 38 }, spend: { x: 4, meanSpend: 50 } };
  const draw = { frequency, spend };

  test('discounting, endless horizons, margins', () => {
    const flat = clvDistribution(bgnbdModel, [draw], customer, settings);
    const later = clvDistribution(bgnbdModel, [draw], customer, { ...settings, delta: 0.01 });
    expect(later.mean).toBeLessThan(flat.mean);
    expect(later.quantile(0.9) / flat.quantile(0.9)).toBeCloseTo(later.mean / flat.mean, 6);
    const endless = clvDistribution(bgnbdModel, [draw], customer, {
      ...settings,
      delta: 0.01,
      horizon: Infinity,
    });
    expect(endless.mean).toBeGreaterThan(later.mean);
    expect(endless.quantile(0.9)).toBeGreaterThan(endless.quantile(0.5));
    const loss = clvDistribution(bgnbdModel, [draw], customer, { ...settings, margin: -0.3 });
    expect(loss.mean).toBeCloseTo(-flat.mean, 9);
    expect(loss.quantile(0.1)).toBeCloseTo(-flat.quantile(0.9), 6);
    expect(loss.cdf(-flat.quantile(0.9))).toBeCloseTo(0.1, 5);
    const none = clvDistribution(bgnbdModel, [draw], customer, { ...settings, margin: 0 });
    expect([none.mean, none.quantile(0.1), none.quantile(0.9)]).toEqual([0, 0, 0]);
    const now = clvDistribution(bgnbdModel, [draw], customer, { ...settings, horizon: 0 });
    expect([now.mean, now.quantile(0.9), now.cdf(0)]).toEqual([0, 0, 1]);
    expect(() => clvDistribution(bgnbdModel, [draw], customer, { ...settings, horizon: Infinity })).toThrow(
      'invalid horizon: Infinity needs delta above 0',
    );
    expect(() => clvDistribution(bgnbdModel, [draw], customer, { ...settings, delta: -1 })).toThrow(
      'invalid delta',
    );
    expect(() => clvDistribution(bgnbdModel, [draw], customer, { ...settings, margin: NaN })).toThrow(
      'invalid margin',
    );
    expect(() => flat.quantile(1)).toThrow('invalid level: 1');
  });

  test('several parameter draws: the mixture', () => {
    const other = { frequency: { ...frequency, alpha: 3 }, spend: { ...spend, gamma: 30 } };
    const one = clvDistribution(paretonbdModel, [draw], customer, settings);
    const two = clvDistribution(paretonbdModel, [other], customer, settings);
    const both = clvDistribution(paretonbdModel, [draw, other], customer, settings);
    expect(both.mean).toBeCloseTo((one.mean + two.mean) / 2, 8);
    const v = both.quantile(0.8);
    expect((one.cdf(v) + two.cdf(v)) / 2).toBeCloseTo(0.8, 5);
    expect(v).toBeGreaterThan(Math.min(one.quantile(0.8), two.quantile(0.8)));
    expect(v).toBeLessThan(Math.max(one.quantile(0.8), two.quantile(0.8)));
  });

  test('the count table holds the whole distribution, binned where it is long', () => {
    const future = bgnbdModel.future({ r: 3, alpha: 1, a: 0.05, b: 60 }, { x: 500, t_x: 100, T: 101 });
    const table = countTable(future, 500);
    expect(table.counts.length).toBeLessThan(300);
    const mean = table.counts.reduce((sum, n, i) => sum + n * table.mass[i]!, 0);
    expect(Math.abs(mean / future.expected(500) - 1)).toBeLessThan(3e-4);
    expect(totalSpendCdf(table, 6, 4, 1e12)).toBeCloseTo(1, 7);
    const z = totalSpendQuantile(table, 1, 6, 4, 0.3);
    expect(totalSpendCdf(table, 6, 4, z)).toBeCloseTo(0.3, 6);
    expect(totalSpendQuantile(table, 0.5, 6, 4, 0.3)).toBe(0);
    expect(countTable(future, 0).counts).toHaveLength(0);
    expect(tableQuantile(table, 1, 0.5)).toBeNull();
  });

  test('shared tables give the exact quantiles', () => {
    for (const [x, T] of [
      [0, 2],
      [0, 80],
      [1, 30],
      [7, 52],
      [40, 100],
    ] as const) {
      for (const model of [bgnbdModel, paretonbdModel]) {
        const future = model.future(frequency, { x, t_x: x === 0 ? 0 : T, T });
        const table = countTable(future, 52);
        const q = spend.q + spend.p * x;
        const fast = totalSpendTable(table, spend.p, q);
        for (const alive of [1, 0.9, 0.4, 0.05, 1e-6]) {
          for (const level of [0.1, 0.5, 0.8, 0.9, 0.99]) {
            const exact = totalSpendQuantile(table, alive, spend.p, q, level);
            const error = exact === 0 ? fast(alive, level) : Math.abs(fast(alive, level) / exact - 1);
            expect(error, `${model.name} ${x} ${alive} ${level}`).toBeLessThan(5e-4);
            const n = tableQuantile(table, alive, level);
            if (n !== null) expect(n).toBe(countQuantile(alive, future, 52, level));
          }
        }
      }
    }
  });
});

describe('choosing a model', () => {
  const random = seededRandom(40);
  const truth = { r: 0.9, alpha: 5, a: 0.8, b: 2.5 };
  const rows = Array.from({ length: 1200 }, () => {
    const times = bgnbd.samplePathNew(truth, 80, random);
    const before = times.filter((t) => t <= 50);
    return {
      x: before.length,
      t_x: before[before.length - 1] ?? 0,
      T: 50,
      later: times.length - before.length,
    };
  });
  const columns = { X: rows.map((h) => h.x), T_X: rows.map((h) => h.t_x), T: rows.map((h) => h.T) };
  const fits = [nbd, bgnbd, mbgnbd, paretonbd].map((model) => model.fit(columns));

  test('by BIC', () => {
    const choice = chooseModel(fits.map((fit) => ({ fit })))!;
    const best = Math.min(...fits.map((fit) => fit.bic!));
    expect(choice.fit.bic).toBe(best);
    expect(choice.reasons[0]!.code).toBe('model-chosen-by-bic');
    expect(choice.reasons[0]!.text).toContain('nbd');
  });

  test('by holdout log-score, ties to the lower BIC, failures left out', () => {
    const candidates = fits.map((fit) => ({
      fit,
      logScores: rows.map((h) =>
        logScore(frequencyModel(fit.model), fit.parameters as never, h, 30, h.later),
      ),
    }));
    const failed = bgnbd.fit({ X: [], T_X: [], T: [] });
    const choice = chooseModel([...candidates, { fit: failed }])!;
    expect(choice.fit.model).not.toBe('nbd');
    expect(choice.reasons.map((reason) => reason.code)).toContain('model-left-out');
    const best = candidates.reduce((a, b) => (sum(b.logScores) > sum(a.logScores) ? b : a));
    const tied = candidates.filter(
      (c) => c === best || pairedDifference(best.logScores, c.logScores).low <= 0,
    );
    expect(choice.fit.bic).toBe(Math.min(...tied.map((c) => c.fit.bic!)));
    expect(tied.map((c) => c.fit.model)).not.toContain('nbd');
    expect(chooseModel([{ fit: failed }])).toBeNull();
  });

  test('the log-score is ln of the pmf, and the truth scores best on average', () => {
    const h = rows[0]!;
    expect(logScore(bgnbdModel, truth, h, 30, 2)).toBeCloseTo(Math.log(bgnbd.pmf(truth, h, 30, 4)[2]!), 10);
    const own = rows.map((row) => logScore(bgnbdModel, truth, row, 30, row.later));
    const wrong = rows.map((row) => logScore(bgnbdModel, { ...truth, alpha: 40 }, row, 30, row.later));
    expect(pairedDifference(own, wrong).low).toBeGreaterThan(0);
    const weighted = pairedDifference([1, 3], [0, 0], [3, 1]);
    expect(weighted.mean).toBe(1.5);
    expect(weighted.high - weighted.mean).toBeCloseTo(1.959963984540054 * Math.sqrt(3 / 3 / 4), 12);
  });

  function sum(values: readonly number[]): number {
    return values.reduce((a, b) => a + b, 0);
  }
});
