import type { HistoryColumns } from './history.js';
import { countingSort, identityOrder, ranked } from './ranking.js';

/** Distinct histories with the number of customers of each, sorted by (x, t_x, T). */
export interface Groups {
  readonly size: number;
  /** Customers: the sum of N. */
  readonly customers: number;
  readonly X: Float64Array;
  readonly T_X: Float64Array;
  readonly T: Float64Array;
  readonly N: Float64Array;
  /** Rows [from, to) share x. */
  readonly runs: readonly Run[];
  /** Distinct T, ascending, and the index of each row's T among them; the same for t_x. */
  readonly ages: Float64Array;
  readonly ageOf: Int32Array;
  readonly lasts: Float64Array;
  readonly lastOf: Int32Array;
}

export interface Run {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly customers: number;
}

/**
 * Sorts and merges histories, so that the order and the splitting of the input leave no trace: three counting sorts on
 * the ranks of T, t_x and x. Rows with N = 0 vanish. Throws a RangeError at the first row that is no history.
 */
export function groupHistories(columns: HistoryColumns): Groups {
  const { X, T_X, T, N } = columns;
  checkColumns(columns);
  const kept = keptRows(X.length, N);
  const x = ranked(kept, X);
  const last = ranked(kept, T_X);
  const age = ranked(kept, T);
  let order = identityOrder(kept.length);
  for (const column of [age, last, x]) order = countingSort(order, column);
  const xs = new Float64Array(order.length);
  const lastOf = new Int32Array(order.length);
  const ageOf = new Int32Array(order.length);
  const weights = new Float64Array(order.length);
  let size = 0;
  let before = -1;
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!;
    const isSame =
      before >= 0 &&
      age.ranks[i] === age.ranks[before] &&
      last.ranks[i] === last.ranks[before] &&
      x.ranks[i] === x.ranks[before];
    if (!isSame) {
      xs[size] = x.values[x.ranks[i]!]!;
      lastOf[size] = last.ranks[i]!;
      ageOf[size] = age.ranks[i]!;
      size += 1;
    }
    weights[size - 1] = weights[size - 1]! + (N ? N[kept[i]!]! : 1);
    before = i;
  }
  return assemble(
    xs.slice(0, size),
    lastOf.slice(0, size),
    ageOf.slice(0, size),
    weights.slice(0, size),
    last.values,
    age.values,
  );
}

/** The same groups with all times multiplied by the factor. */
export function scaleTimes(groups: Groups, factor: number): Groups {
  const scaled = (values: Float64Array): Float64Array => {
    const out = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) out[i] = values[i]! * factor;
    return out;
  };
  return {
    ...groups,
    T_X: scaled(groups.T_X),
    T: scaled(groups.T),
    ages: scaled(groups.ages),
    lasts: scaled(groups.lasts),
  };
}

/** Every `step`-th group from `offset` on: a systematic sample over (x, t_x, T). */
export function thinGroups(groups: Groups, step: number, offset: number): Groups {
  const rows: number[] = [];
  for (let i = offset; i < groups.size; i += step) rows.push(i);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (i) => values[i]!);
  return groupHistories({
    X: pick(groups.X),
    T_X: pick(groups.T_X),
    T: pick(groups.T),
    N: pick(groups.N),
  });
}

/** The same histories with other weights (bootstrap); groups that get 0 stay, with no weight. */
export function reweigh(groups: Groups, N: Float64Array): Groups {
  return assemble(groups.X, groups.lastOf, groups.ageOf, N, groups.lasts, groups.ages);
}

function assemble(
  X: Float64Array,
  lastOf: Int32Array,
  ageOf: Int32Array,
  N: Float64Array,
  lasts: Float64Array,
  ages: Float64Array,
): Groups {
  const runs: Run[] = [];
  let customers = 0;
  for (let from = 0; from < X.length; ) {
    let to = from;
    let inRun = 0;
    while (to < X.length && X[to] === X[from]) inRun += N[to++]!;
    runs.push({ x: X[from]!, from, to, customers: inRun });
    customers += inRun;
    from = to;
  }
  const T_X = new Float64Array(X.length);
  const T = new Float64Array(X.length);
  for (let i = 0; i < X.length; i++) {
    T_X[i] = lasts[lastOf[i]!]!;
    T[i] = ages[ageOf[i]!]!;
  }
  return { size: X.length, customers, X, T_X, T, N, runs, ages, ageOf, lasts, lastOf };
}

function checkColumns({ X, T_X, T, N }: HistoryColumns): void {
  for (const [name, column] of Object.entries({ T_X, T, N })) {
    if (column && column.length !== X.length) {
      throw new RangeError(`invalid ${name}: ${column.length} rows, X has ${X.length}`);
    }
  }
  for (let i = 0; i < X.length; i++) {
    const x = X[i]!;
    const last = T_X[i]!;
    const age = T[i]!;
    const n = N ? N[i]! : 1;
    const fine =
      Number.isInteger(x) &&
      x >= 0 &&
      last >= 0 &&
      last <= age &&
      age < Number.POSITIVE_INFINITY &&
      (x > 0 || last === 0) &&
      n >= 0 &&
      n < Number.POSITIVE_INFINITY;
    if (!fine) throw new RangeError(`invalid history in row ${i}: x ${x}, t_x ${last}, T ${age}, N ${n}`);
  }
}

function keptRows(length: number, N: ArrayLike<number> | undefined): Int32Array {
  const rows = new Int32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) if (!N || N[i]! > 0) rows[count++] = i;
  return rows.subarray(0, count);
}
