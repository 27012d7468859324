import type { Predictor } from '../models/fit/fit-record.js';
import { frequencyModel } from '../models/registry.js';
import { chancesOf, statesOf } from '../models/states.js';
import { atNodes } from './age-nodes.js';
import type { SplitRows, WeeklyActual } from './split-rows.js';

/** Expected repeat purchases of a week, of the customers known at the origin. */
export interface WeeklyExpected {
  /** From the histories at the origin; weeks 0, 1, … after it. */
  readonly forecast: Float64Array;
  /** From the days of first purchase alone; weeks `first` … after the origin, negative before it. */
  readonly fromStart: Float64Array;
}

/** Week numbers around the origin: of the first order, and the one after the last that is held out. */
export function weekRange(
  { originDay }: WeeklyActual,
  days: number,
): { readonly first: number; readonly end: number } {
  return { first: -Math.ceil(originDay / 7), end: Math.ceil(days / 7) };
}

/**
 * Sums over customers. The forecast needs a future per (x, T) and state alone: the chances to be alive in it are summed first, and brought to few T.
 */
export function weeklyExpected(
  { model, parameters }: Predictor,
  rows: SplitRows,
  weekly: WeeklyActual,
  unitDays: number,
): WeeklyExpected {
  const frequency = frequencyModel(model);
  const { first, end } = weekRange(weekly, rows.days);
  const endOf = (week: number): number => Math.min(7 * (week + 1), rows.days);
  const cumulated = new Float64Array(end);
  const { X, T_X, T, N, size } = rows;
  const shift = unitDays * Math.min(parameters.alpha!, parameters.beta ?? Number.POSITIVE_INFINITY);
  for (let from = 0; from < size; ) {
    const alive = new Map<number, number[]>();
    let to = from;
    for (; to < size && X[to] === X[from]; to++) {
      const history = { x: X[to]!, t_x: T_X[to]! / unitDays, T: T[to]! / unitDays };
      const chances = chancesOf(frequency, parameters, history);
      const sums = alive.get(T[to]!) ?? new Array<number>(chances.length).fill(0);
      for (let j = 0; j < sums.length; j++) sums[j] = sums[j]! + N[to]! * chances[j]!;
      alive.set(T[to]!, sums);
    }
    for (const [age, weights] of atNodes(alive, shift)) {
      const states = statesOf(frequency, parameters, { x: X[from]!, t_x: 0, T: age / unitDays });
      for (let k = 0; k < end; k++)
        for (const [j, future] of states.entries())
          cumulated[k] = cumulated[k]! + weights[j]! * future.expected(endOf(k) / unitDays);
    }
    from = to;
  }
  const forecast = cumulated.map((value, k) => value - (k > 0 ? cumulated[k - 1]! : 0));
  return { forecast, fromStart: fromStart(first, end) };

  function fromStart(firstWeek: number, endWeek: number): Float64Array {
    const future = frequency.futureNew(parameters);
    const survives = frequency.pAliveNew(parameters);
    const known = new Map<number, number>();
    const expected = (age: number): number => {
      if (age <= 0) return 0;
      const value = known.get(age) ?? survives * future.expected(age / unitDays);
      known.set(age, value);
      return value;
    };
    return Float64Array.from({ length: endWeek - firstWeek }, (_, k) => {
      const week = firstWeek + k;
      let sum = 0;
      for (const [age, customers] of weekly.newcomers) {
        sum += customers * (expected(age + endOf(week)) - expected(age + 7 * week));
      }
      return sum;
    });
  }
}
