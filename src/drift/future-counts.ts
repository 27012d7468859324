import { type AnyModel, chancesOf, statesOf } from '../models/states.js';
import type { ForecastRows } from './forecast-rows.js';

type Parameters = Readonly<Record<string, number>>;

/** Purchases in a window of a customer who is alive at its start. */
export interface FutureCounts {
  readonly mean: number;
  /** Mean of the squared count. */
  readonly square: number;
  /** P(at least n), n = 0 … . */
  readonly tails: Float64Array;
}

/** The same with the chance to be alive. */
export interface RowCounts extends FutureCounts {
  readonly alive: number;
}

/**
 * Purchases in the window, row by row: what follows from (x, T) and the state (stages since the last purchase, where a model
 * has them) is computed once, what t_x says of the states is mixed in.
 */
export function futureCounts(
  model: AnyModel,
  parameters: Parameters,
  rows: ForecastRows,
  unitDays: number,
): (i: number) => RowCounts {
  const { X, T_X, T, AFTER, days } = rows;
  const known = new Map<string, FutureCounts[]>();
  return (i) => {
    const history = { x: X[i]!, t_x: T_X[i]! / unitDays, T: T[i]! / unitDays };
    const chances = chancesOf(model, parameters, history);
    const key = `${X[i]} ${T[i]}`;
    let states = known.get(key);
    if (states === undefined || states[0]!.tails.length <= AFTER[i]! + 1) {
      const futures = statesOf(model, parameters, history);
      const horizon = days / unitDays;
      const means = futures.map((future) => future.expected(horizon));
      const last = Math.ceil(Math.max(AFTER[i]! + 1, 10 + 6 * Math.max(...means)));
      states = futures.map((future, j) => countsOf(means[j]!, future.pmf(last, horizon)));
      known.set(key, states);
    }
    return mixed(states, chances);
  };
}

/** Purchases expected in the window, row by row, the chance to be alive counted. */
export function futureMeans(
  model: AnyModel,
  parameters: Parameters,
  { X, T_X, T, days }: ForecastRows,
  unitDays: number,
): (i: number) => number {
  const known = new Map<string, number[]>();
  return (i) => {
    const history = { x: X[i]!, t_x: T_X[i]! / unitDays, T: T[i]! / unitDays };
    const key = `${X[i]} ${T[i]}`;
    let means = known.get(key);
    if (means === undefined) {
      means = statesOf(model, parameters, history).map((future) => future.expected(days / unitDays));
      known.set(key, means);
    }
    return chancesOf(model, parameters, history).reduce((sum, chance, j) => sum + chance * means[j]!, 0);
  };
}

function countsOf(mean: number, pmf: Float64Array): FutureCounts {
  const last = pmf.length - 1;
  const tails = new Float64Array(last + 2);
  tails[last + 1] = Math.max(0, 1 - pmf.reduce((sum, p) => sum + p, 0));
  let square = 0;
  for (let n = last; n >= 0; n--) {
    tails[n] = tails[n + 1]! + pmf[n]!;
    square += n * n * pmf[n]!;
  }
  return { mean, square: Math.max(square, mean * mean), tails };
}

function mixed(states: readonly FutureCounts[], chances: readonly number[]): RowCounts {
  const alive = chances.reduce((sum, chance) => sum + chance, 0);
  if (states.length === 1) return { alive, ...states[0]! };
  const over = (value: (state: FutureCounts) => number): number =>
    alive > 0 ? states.reduce((sum, state, j) => sum + (chances[j]! / alive) * value(state), 0) : 0;
  return {
    alive,
    mean: over(({ mean }) => mean),
    square: over(({ square }) => square),
    tails: states[0]!.tails.map((_, n) => over(({ tails }) => tails[n]!)),
  };
}
