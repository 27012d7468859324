import type { Groups, Run } from '../groups.js';
import { identityOrder, ranked } from '../ranking.js';

export interface RunTimes {
  /** Distinct t_x and T of the run, ascending. */
  readonly times: Float64Array;
  /** Index of each row's t_x and T among them. */
  readonly lastAt: Int32Array;
  readonly ageAt: Int32Array;
}

export function runTimes({ T_X, T }: Groups, { from, to }: Run): RunTimes {
  const size = to - from;
  const all = new Float64Array(2 * size);
  all.set(T_X.subarray(from, to));
  all.set(T.subarray(from, to), size);
  const { values, ranks } = ranked(identityOrder(2 * size), all);
  return { times: values, lastAt: ranks.subarray(0, size), ageAt: ranks.subarray(size) };
}
