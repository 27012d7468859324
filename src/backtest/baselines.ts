import { type Prediction, total } from './prediction.js';
import type { SplitRows } from './split-rows.js';
import { weightedQuantile } from './weighted.js';

const YEAR = 365.25;
/** The rule of thumb: a customer is worth this many years of the margin so far. */
const PROXY_YEARS = 2.5;

/**
 * Ways to make what a spreadsheet says. `same_rate`: each goes on as since the first purchase. `population_mean`: everyone at the rate of
 * all. `recency_rule`: who has been silent for longer than nine in ten mean gaps between purchases is gone, the others buy
 * at their common rate. `last_period`: the repeat purchases of as many days before. `margin_proxy`: 2.5 x the spend of a
 * year, a claim about a lifetime, so it is only ranked. `zero`: nobody comes back. What
 * customers have in common is learnt from the rows `learnt`.
 */
export function baselines(rows: SplitRows, learnt: SplitRows = rows): (() => Prediction)[] {
  const { X, T, RECENT, FIRST_SPEND, REPEAT_SPEND, days, size } = rows;
  const column = (value: (i: number) => number): Float64Array => {
    const values = new Float64Array(size);
    for (let i = 0; i < size; i++) values[i] = value(i);
    return values;
  };
  const spent = (i: number): number => FIRST_SPEND[i]! + REPEAT_SPEND[i]!;
  const ownMean = (i: number): number => spent(i) / (X[i]! + 1);
  const commonMean =
    total(learnt, (i) => learnt.FIRST_SPEND[i]! + learnt.REPEAT_SPEND[i]!) /
    total(learnt, (i) => learnt.X[i]! + 1);
  const pooled = rateOf(learnt, () => true) * days;
  const cut = longestUsualSilence(learnt);
  const isRecent = (of: SplitRows, i: number): boolean => of.T[i]! - of.T_X[i]! <= cut;
  const recentRate = rateOf(learnt, (i) => isRecent(learnt, i)) * days;
  const own = (i: number): number => (T[i]! > 0 ? (X[i]! / T[i]!) * days : 0);
  const recency = (i: number): number => (isRecent(rows, i) ? recentRate : 0);
  const baseline =
    (method: string, purchases: ((i: number) => number) | null, spend: (i: number) => number) =>
    (): Prediction => ({
      method,
      kind: 'baseline',
      PURCHASES: purchases === null ? null : column(purchases),
      SPEND: column(spend),
      outcome: null,
    });
  return [
    baseline(
      'zero',
      () => 0,
      () => 0,
    ),
    baseline('same_rate', own, (i) => own(i) * ownMean(i)),
    baseline(
      'population_mean',
      () => pooled,
      () => pooled * commonMean,
    ),
    baseline('recency_rule', recency, (i) => recency(i) * commonMean),
    baseline(
      'last_period',
      (i) => RECENT[i]!,
      (i) => RECENT[i]! * ownMean(i),
    ),
    baseline('margin_proxy', null, (i) => (PROXY_YEARS * spent(i)) / Math.max(1, T[i]! / YEAR)),
  ];
}

/** Repeat purchases a day of the customers that match, together. */
function rateOf(rows: SplitRows, matches: (i: number) => boolean): number {
  const time = total(rows, (i) => (matches(i) ? rows.T[i]! : 0));
  return time > 0 ? total(rows, (i) => (matches(i) ? rows.X[i]! : 0)) / time : 0;
}

/** Nine in ten gaps between purchases are shorter, each customer's gaps taken at their mean; the holdout's length without repeats. */
function longestUsualSilence({ X, T_X, N, days }: SplitRows): number {
  const gaps = X.map((x, i) => (x > 0 ? T_X[i]! / x : 0));
  const weights = X.map((x, i) => x * N[i]!);
  return weightedQuantile(gaps, weights, 0.9) ?? days;
}
