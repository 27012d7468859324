import type { FrequencyModel } from '../models/frequency-model.js';
import type { ForecastRows } from './forecast-rows.js';

export type AnyFrequencyModel = FrequencyModel<Readonly<Record<string, number>>>;

/** Purchases in a window of a customer who is alive at its start. */
export interface FutureCounts {
  readonly mean: number;
  /** Mean of the squared count. */
  readonly square: number;
  /** P(at least n), n = 0 … . */
  readonly tails: Float64Array;
}

/** Of row i; `cache` keeps them by (x, T). */
export function futureCounts(
  cache: Map<string, FutureCounts>,
  model: AnyFrequencyModel,
  parameters: Readonly<Record<string, number>>,
  rows: ForecastRows,
  i: number,
  unitDays: number,
): FutureCounts {
  const key = `${rows.X[i]} ${rows.T[i]}`;
  const found = cache.get(key);
  if (found !== undefined && found.tails.length > rows.AFTER[i]! + 1) return found;
  const history = { x: rows.X[i]!, t_x: rows.T_X[i]! / unitDays, T: rows.T[i]! / unitDays };
  const future = model.future(parameters, history);
  const horizon = rows.days / unitDays;
  const mean = future.expected(horizon);
  const last = Math.ceil(Math.max(rows.AFTER[i]! + 1, 10 + 6 * mean));
  const pmf = future.pmf(last, horizon);
  const tails = new Float64Array(last + 2);
  tails[last + 1] = Math.max(0, 1 - pmf.reduce((sum, p) => sum + p, 0));
  let square = 0;
  for (let n = last; n >= 0; n--) {
    tails[n] = tails[n + 1]! + pmf[n]!;
    square += n * n * pmf[n]!;
  }
  const counts = { mean, square: Math.max(square, mean * mean), tails };
  cache.set(key, counts);
  return counts;
}
