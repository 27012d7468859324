import type { FrequencyModel } from '../frequency-model.js';
import type { History } from '../history.js';

/** ln P(exactly `observed` purchases in (T, T + t] | history): the log-score of one customer. */
export function logScore<P extends object>(
  model: FrequencyModel<P>,
  parameters: P,
  history: History,
  t: number,
  observed: number,
): number {
  const alive = model.pAlive(parameters, history);
  const p = alive * model.future(parameters, history).pmf(observed, t)[observed]!;
  return Math.log(observed === 0 ? p + 1 - alive : p);
}

export interface PairedDifference {
  readonly mean: number;
  /** Normal 95 % interval of the mean. */
  readonly low: number;
  readonly high: number;
}

/** Mean of a - b (or of a) over customers with weights, with its paired interval. */
export function pairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number> | null,
  weights?: ArrayLike<number>,
): PairedDifference {
  let n = 0;
  let total = 0;
  for (let i = 0; i < a.length; i++) {
    const w = weights ? weights[i]! : 1;
    n += w;
    total += w * (a[i]! - (b ? b[i]! : 0));
  }
  const mean = total / n;
  let square = 0;
  for (let i = 0; i < a.length; i++) {
    square += (weights ? weights[i]! : 1) * (a[i]! - (b ? b[i]! : 0) - mean) ** 2;
  }
  const error = 1.959963984540054 * Math.sqrt(square / Math.max(n - 1, 1) / n);
  return { mean, low: mean - error, high: mean + error };
}
