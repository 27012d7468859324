import type { Prediction } from './prediction.js';
import type { SplitRows } from './split-rows.js';
import { tiesOf } from './weighted.js';

/** Customers of one class: their number, and sums over them. */
export interface ClassSums {
  readonly customers: number;
  readonly expected: number;
  readonly actual: number;
}

const LAST_FREQUENCY = 7;
/** Weeks of silence at which a class begins. */
export const SILENCES = [0, 2, 4, 8, 13, 26, 39, 52, 78, 104] as const;

/** By repeat purchases 0, 1, …, 6, 7 and more. */
export function byFrequency(rows: SplitRows, PURCHASES: Float64Array): ClassSums[] {
  return classSums(rows, PURCHASES, LAST_FREQUENCY + 1, (i) => Math.min(LAST_FREQUENCY, rows.X[i]!));
}

/** By weeks since the last purchase. */
export function byRecency(rows: SplitRows, PURCHASES: Float64Array): ClassSums[] {
  return classSums(rows, PURCHASES, SILENCES.length, (i) => {
    const weeks = (rows.T[i]! - rows.T_X[i]!) / 7;
    let k = SILENCES.length - 1;
    while (weeks < SILENCES[k]!) k--;
    return k;
  });
}

/** By tenths of the customers, the best by expected purchases first; a tie is spread over the tenths that it reaches into. */
export function byTenth(rows: SplitRows, PURCHASES: Float64Array): ClassSums[] {
  const { SCORE, N, SUM } = tiesOf(PURCHASES, rows.AFTER, rows.N);
  const tenth = rows.customers / 10;
  const tenths = Array.from({ length: 10 }, () => ({ customers: 0, expected: 0, actual: 0 }));
  let before = 0;
  for (let k = 0; k < N.length; k++) {
    const n = N[k]!;
    if (n === 0) continue;
    for (let j = Math.min(9, Math.floor(before / tenth)); j < 10; j++) {
      const end = j === 9 ? Number.POSITIVE_INFINITY : (j + 1) * tenth;
      const inside = Math.min(before + n, end) - Math.max(before, j * tenth);
      if (inside <= 0) break;
      const into = tenths[j]!;
      into.customers += inside;
      into.expected += inside * SCORE[k]!;
      into.actual += (inside / n) * SUM[k]!;
    }
    before += n;
  }
  return tenths;
}

/** By class of a row. */
export function classSums(
  { N, AFTER, size }: Pick<SplitRows, 'N' | 'AFTER' | 'size'>,
  EXPECTED: Float64Array,
  classes: number,
  classOf: (i: number) => number,
): ClassSums[] {
  const sums = Array.from({ length: classes }, () => ({ customers: 0, expected: 0, actual: 0 }));
  for (let i = 0; i < size; i++) {
    const into = sums[classOf(i)]!;
    into.customers += N[i]!;
    into.expected += N[i]! * EXPECTED[i]!;
    into.actual += N[i]! * AFTER[i]!;
  }
  return sums;
}

export interface Calibration {
  readonly method: string;
  readonly frequency: readonly ClassSums[];
  readonly recency: readonly ClassSums[];
  readonly tenths: readonly ClassSums[];
}

export function calibrationOf(rows: SplitRows, { method, PURCHASES }: Prediction): Calibration | null {
  if (PURCHASES === null) return null;
  return {
    method,
    frequency: byFrequency(rows, PURCHASES),
    recency: byRecency(rows, PURCHASES),
    tenths: byTenth(rows, PURCHASES),
  };
}
