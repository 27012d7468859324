import { describe, expect, it } from 'vitest';
import { baselines } from '../../src/backtest/baselines.js';
import { byFrequency, byRecency, byTenth, SILENCES } from '../../src/backtest/calibration.js';
import { errorMeasures } from '../../src/backtest/errors.js';
import { evaluateSplit } from '../../src/backtest/evaluate.js';
import type { SplitFits } from '../../src/backtest/fit-split.js';
import { predictModel } from '../../src/backtest/predict-model.js';
import { rankMeasures } from '../../src/backtest/ranking.js';
import { managersCosts, rankingJudge, rfmScores } from '../../src/backtest/ranking-cost.js';
import { tierShares } from '../../src/backtest/tiers.js';
import { bgnbd, mbgcnbd, paretonbd } from '../../src/models/index.js';
import { mean, randomCustomers, rowsOf, spread } from './rows.js';

const PARAMETERS = {
  bgnbd: { r: 0.4, alpha: 5, a: 0.8, b: 2.4 },
  paretonbd: { r: 0.6, alpha: 9, s: 0.7, beta: 12 },
  mbgcnbd: { k: 2, r: 0.5, alpha: 4, a: 0.8, b: 2.4 },
};
const APIS = { bgnbd, paretonbd, mbgcnbd } as unknown as Record<string, typeof bgnbd>;
const DAYS = 91;
const rows = rowsOf(randomCustomers(500, 3), DAYS);
const model = (name: keyof typeof PARAMETERS) =>
  predictModel(name, { model: name, parameters: PARAMETERS[name] }, rows, 7, (i) => 3 + rows.X[i]!);

/** Expected value over every way to order ties: mean over the tie of the outcome, place by place. */
function inOrder(scores: readonly number[], outcome: readonly number[]): number[] {
  const places = scores.map((score, i) => ({ score, y: outcome[i]! })).sort((a, b) => b.score - a.score);
  return places.map(({ score }) => mean(places.filter((p) => p.score === score).map(({ y }) => y)));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function topOf(placed: readonly number[], wanted: number): number {
  const whole = Math.floor(wanted);
  return sumOf(placed.slice(0, whole)) + (wanted - whole) * (placed[whole] ?? 0);
}

describe('measures, recounted customer by customer', () => {
  const prediction = model('bgnbd');
  const predicted = spread(rows, prediction.PURCHASES!);
  const came = spread(rows, rows.AFTER);

  it('errors', () => {
    const found = errorMeasures(prediction.PURCHASES!, rows.AFTER, rows.N);
    const errors = predicted.map((m, i) => m - came[i]!);
    expect(found.expected).toBeCloseTo(sumOf(predicted), 9);
    expect(found.actual).toBe(sumOf(came));
    expect(found.arpe).toBeCloseTo(Math.abs(sumOf(errors)) / sumOf(came), 10);
    expect(found.bias).toBeCloseTo(mean(errors), 12);
    expect(found.mae).toBeCloseTo(mean(errors.map(Math.abs)), 12);
    expect(found.rmse).toBeCloseTo(Math.sqrt(mean(errors.map((e) => e * e))), 12);
    const spreadOut = mean(came.map((y) => (y - mean(came)) ** 2));
    expect(found.r2).toBeCloseTo(1 - mean(errors.map((e) => e * e)) / spreadOut, 10);
    const deviance = predicted.map((m, i) =>
      came[i] === 0 ? 2 * m : 2 * (came[i]! * Math.log(came[i]! / m) - (came[i]! - m)),
    );
    expect(found.deviance).toBeCloseTo(mean(deviance), 10);
    const zero = errorMeasures(new Float64Array(rows.size), rows.AFTER, rows.N);
    expect(zero.deviance).toBeNull();
    expect(zero.mae).toBeCloseTo(mean(came), 12);
  });

  it.each(['bgnbd', 'same rate with its ties'])('ranks by %s', (which) => {
    const scores =
      which === 'bgnbd' ? prediction.PURCHASES! : baselines(rows).map((make) => make())[1]!.PURCHASES!;
    const found = rankMeasures(scores, rows.AFTER, rows.N);
    const own = spread(rows, scores);
    const placed = inOrder(own, came);
    const area = (places: readonly number[]): number => {
      let height = 0;
      let sum = 0;
      for (const y of places) {
        const next = height + y / sumOf(came);
        sum += (height + next) / places.length;
        height = next;
      }
      return sum - 1;
    };
    expect(found.gini).toBeCloseTo(area(placed) / area(inOrder(came, came)), 10);
    const capture = topOf(placed, 50) / sumOf(came);
    expect(found.capture).toBeCloseTo(capture, 12);
    expect(found.lift).toBeCloseTo(capture / 0.1, 12);
    const rank = (values: readonly number[]) =>
      values.map(
        (value) =>
          values.filter((v) => v < value).length + (values.filter((v) => v === value).length + 1) / 2,
      );
    const [a, b] = [rank(own), rank(came)];
    const covariance = (u: readonly number[], v: readonly number[]) =>
      mean(u.map((value, i) => (value - mean(u)) * (v[i]! - mean(v))));
    expect(found.spearman).toBeCloseTo(covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b)), 10);
  });

  it('nothing that came, and scores that are all alike', () => {
    const nothing = rankMeasures(prediction.PURCHASES!, new Float64Array(rows.size), rows.N);
    expect(nothing).toEqual({ gini: null, lift: null, capture: null, spearman: null });
    const alike = rankMeasures(new Float64Array(rows.size), rows.AFTER, rows.N);
    expect(alike.gini).toBeCloseTo(0, 12);
    expect(alike.lift).toBeCloseTo(1, 12);
    expect(alike.spearman).toBeNull();
  });

  it.each(['bgnbd', 'paretonbd', 'mbgcnbd'] as const)(
    '%s: expectation, chance, interval and transform',
    (name) => {
      const { PURCHASES, SPEND, outcome } = model(name);
      const api = APIS[name]!;
      let claimed = 0;
      let observed = 0;
      let inside = 0;
      let variance = 0;
      const pit = new Array<number>(10).fill(0);
      for (let i = 0; i < rows.size; i++) {
        const history = { x: rows.X[i]!, t_x: rows.T_X[i]! / 7, T: rows.T[i]! / 7 };
        const parameters = PARAMETERS[name] as never;
        const expected = api.expectedPurchases(parameters, history, DAYS / 7);
        expect(PURCHASES![i]! / expected).toBeCloseTo(1, 10);
        expect(SPEND[i]! / (expected * (3 + rows.X[i]!))).toBeCloseTo(1, 10);
        const pmf = api.pmf(parameters, history, DAYS / 7, 60);
        const y = rows.AFTER[i]!;
        expect(outcome!.LOG_P[i]!).toBeCloseTo(Math.log(pmf[y]!), 9);
        const cdf = (n: number) => sumOf(Array.from(pmf.slice(0, n + 1)));
        const low = api.purchaseQuantile(parameters, history, DAYS / 7, 0.1);
        const high = api.purchaseQuantile(parameters, history, DAYS / 7, 0.9);
        const n = rows.N[i]! / rows.customers;
        const mass = cdf(high) - cdf(low - 1);
        claimed += n * mass;
        variance += rows.N[i]! * mass * (1 - mass);
        observed += y >= low && y <= high ? n : 0;
        for (let k = 0; k < 1000; k++) {
          const u = cdf(y - 1) + ((k + 0.5) / 1000) * pmf[y]!;
          inside += u >= 0.1 && u < 0.9 ? n / 1000 : 0;
          pit[Math.floor(10 * u)]! += n / 1000;
        }
      }
      const { coverage } = outcome!;
      expect(coverage.claimed).toBeCloseTo(claimed, 8);
      expect(coverage.observed).toBeCloseTo(observed, 10);
      expect(coverage.error).toBeCloseTo(Math.sqrt(variance) / rows.customers, 8);
      expect(coverage.pitInside).toBeCloseTo(inside, 2);
      coverage.pit.forEach((mass, k) => {
        expect(mass).toBeCloseTo(pit[k]!, 2);
      });
      expect(sumOf(coverage.pit)).toBeCloseTo(1, 9);
    },
  );

  it('classes by frequency, recency and tenth', () => {
    const classes = {
      frequency: byFrequency(rows, prediction.PURCHASES!),
      recency: byRecency(rows, prediction.PURCHASES!),
    };
    const x = spread(rows, rows.X);
    const silent = spread(
      rows,
      rows.T.map((age, i) => (age - rows.T_X[i]!) / 7),
    );
    for (let k = 0; k < 8; k++) {
      const own = x.map((value, i) => ({ value, i })).filter(({ value }) => Math.min(7, value) === k);
      expect(classes.frequency[k]!.customers).toBe(own.length);
      expect(classes.frequency[k]!.actual).toBe(sumOf(own.map(({ i }) => came[i]!)));
      expect(classes.frequency[k]!.expected).toBeCloseTo(sumOf(own.map(({ i }) => predicted[i]!)), 9);
    }
    SILENCES.forEach((from, k) => {
      const end = SILENCES[k + 1] ?? Number.POSITIVE_INFINITY;
      const own = silent
        .map((value, i) => ({ value, i }))
        .filter(({ value }) => value >= from && value < end);
      expect(classes.recency[k]!.customers).toBe(own.length);
      expect(classes.recency[k]!.actual).toBe(sumOf(own.map(({ i }) => came[i]!)));
      expect(classes.recency[k]!.expected).toBeCloseTo(sumOf(own.map(({ i }) => predicted[i]!)), 9);
    });
    const placed = inOrder(predicted, came);
    byTenth(rows, prediction.PURCHASES!).forEach((tenth, k) => {
      expect(tenth.customers).toBeCloseTo(50, 9);
      expect(tenth.actual).toBeCloseTo(sumOf(placed.slice(50 * k, 50 * (k + 1))), 8);
      const best = [...predicted].sort((a, b) => b - a).slice(50 * k, 50 * (k + 1));
      expect(tenth.expected).toBeCloseTo(sumOf(best), 8);
    });
  });

  it('what ranking errors cost, and tiers', () => {
    const spend = spread(rows, rows.SPEND_AFTER);
    const wanted = Math.min(50, spend.filter((value) => value > 0).length);
    const best = inOrder(spend, spend).slice(0, wanted);
    const cost = rankingJudge(rows);
    const costs = [cost('bgnbd', prediction.SPEND), ...managersCosts(rows, cost)];
    const scores = {
      bgnbd: spread(rows, prediction.SPEND),
      rfm: spread(rows, rfmScores(rows)),
      spend_so_far: spread(
        rows,
        rows.FIRST_SPEND.map((first, i) => first + rows.REPEAT_SPEND[i]!),
      ),
      average_order: spread(
        rows,
        rows.FIRST_SPEND.map((first, i) => (first + rows.REPEAT_SPEND[i]!) / (rows.X[i]! + 1)),
      ),
    };
    const border = [...spend].sort((a, b) => b - a)[wanted - 1]!;
    const above = spend.filter((value) => value > border).length;
    const atBorder = (wanted - above) / spend.filter((value) => value === border).length;
    const isBest = spend.map((value) => (value > border ? 1 : value === border ? atBorder : 0));
    for (const { ranking, found, valueFound } of costs) {
      const own = scores[ranking as keyof typeof scores];
      expect(found).toBeCloseTo(topOf(inOrder(own, isBest), wanted) / wanted, 10);
      expect(valueFound).toBeCloseTo(topOf(inOrder(own, spend), wanted) / sumOf(best), 10);
    }
    const fifth = (values: readonly number[]) =>
      values.map((value) => {
        const better = values.filter((v) => v > value).length;
        const middle = better + values.filter((v) => v === value).length / 2;
        return Math.min(5, Math.max(1, 5 - Math.floor((5 * middle) / values.length)));
      });
    const recency = spread(
      rows,
      rows.T_X.map((t_x, i) => t_x - rows.T[i]!),
    );
    const byHand = [recency, spread(rows, rows.X), scores.spend_so_far].map(fifth);
    expect(scores.rfm).toEqual(spend.map((_, i) => sumOf(byHand.map((score) => score[i]!))));
    const tiers = tierShares(rows, prediction.SPEND);
    const placed = inOrder(scores.bgnbd, spend);
    expect(tiers.map(({ shareCustomers }) => shareCustomers.toFixed(9))).toEqual(
      [0.1, 0.2, 0.3, 0.4].map((share) => share.toFixed(9)),
    );
    expect(tiers[1]!.shareAfter).toBeCloseTo(sumOf(placed.slice(50, 150)) / sumOf(spend), 10);
    expect(sumOf(tiers.map(({ shareExpected }) => shareExpected!))).toBeCloseTo(1, 10);
    const before = inOrder(scores.bgnbd, scores.spend_so_far);
    expect(tiers[0]!.shareBefore).toBeCloseTo(sumOf(before.slice(0, 50)) / sumOf(before), 10);
    const inTier = (values: readonly number[], from: number, to: number) =>
      values.map((value) => {
        const above = values.filter((v) => v > value).length;
        const same = values.filter((v) => v === value).length;
        return Math.max(0, Math.min(to, above + same) - Math.max(from, above)) / same;
      });
    const [then, now] = [inTier(scores.bgnbd, 50, 150), inTier(spend, 50, 150)];
    expect(tiers[1]!.stayed).toBeCloseTo(sumOf(then.map((share, i) => share * now[i]!)) / 100, 9);
  });

  it('the log-score is the mean over customers, and every method meets the same customers', () => {
    const record = (parameters: object) => ({ model: 'bgnbd', predictor: { model: 'bgnbd', parameters } });
    const fits = {
      fits: [record(PARAMETERS.bgnbd)],
      spend: record({}),
      spendOf: (i: number) => 3 + rows.X[i]!,
    } as unknown as SplitFits;
    const { methods, costs } = evaluateSplit(rows, fits, 7, 1);
    expect(methods[0]!.logScore).toBeCloseTo(mean(spread(rows, prediction.outcome!.LOG_P)), 12);
    expect(methods.filter(({ logScore }) => logScore === null)).toHaveLength(6);
    for (const { purchases } of methods) if (purchases !== null) expect(purchases.actual).toBe(sumOf(came));
    expect(costs.map(({ ranking }) => ranking)).toEqual([
      ...methods.map(({ method }) => method),
      'rfm',
      'spend_so_far',
      'average_order',
    ]);
  });

  it('baselines say what their names say', () => {
    const customers = randomCustomers(200, 9);
    const own = rowsOf(customers, 60);
    const of = Object.fromEntries(baselines(own).map((make) => [make().method, make()]));
    const rate = (list: typeof customers) =>
      sumOf(list.map(({ x }) => x)) / Math.max(1, sumOf(list.map(({ T }) => T)));
    const gaps = customers
      .flatMap(({ x, t_x }) => Array.from({ length: x }, () => t_x / x))
      .sort((a, b) => a - b);
    const cut = gaps[Math.ceil(0.9 * gaps.length) - 1]!;
    const isRecent = ({ T, t_x }: { T: number; t_x: number }) => T - t_x <= cut;
    for (let i = 0; i < own.size; i++) {
      const [x, T, T_X] = [own.X[i]!, own.T[i]!, own.T_X[i]!];
      expect(of.zero!.PURCHASES![i]).toBe(0);
      expect(of.same_rate!.PURCHASES![i]).toBeCloseTo(T === 0 ? 0 : (x / T) * 60, 10);
      expect(of.population_mean!.PURCHASES![i]).toBeCloseTo(rate(customers) * 60, 10);
      expect(of.recency_rule!.PURCHASES![i]).toBeCloseTo(
        isRecent({ T, t_x: T_X }) ? rate(customers.filter(isRecent)) * 60 : 0,
        9,
      );
      expect(of.last_period!.PURCHASES![i]).toBe(own.RECENT[i]);
      const spent = own.FIRST_SPEND[i]! + own.REPEAT_SPEND[i]!;
      expect(of.margin_proxy!.SPEND[i]).toBeCloseTo((2.5 * spent) / Math.max(1, T / 365.25), 9);
    }
    expect(of.margin_proxy!.PURCHASES).toBeNull();
  });
});
