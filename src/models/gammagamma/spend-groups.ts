import { sortNumbers } from '../../numeric/sort-numbers.js';
import { countingSort, identityOrder, ranked } from '../ranking.js';

/** Customers with x > 0 purchases and their mean spends, sorted by (x, mean spend), equal rows merged. */
export interface SpendGroups {
  readonly size: number;
  readonly customers: number;
  readonly X: Float64Array;
  readonly MEAN_SPEND: Float64Array;
  readonly N: Float64Array;
  /** Rows [from, to) share x. */
  readonly runs: readonly SpendRun[];
}

export interface SpendRun {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly customers: number;
  /** Sum of ln(mean spend) over the customers of the run. */
  readonly logSpend: number;
}

export interface SpendColumns {
  /** Purchases behind the mean; rows with 0 are left out. */
  readonly X: ArrayLike<number>;
  /** Mean spend a purchase, > 0. */
  readonly MEAN_SPEND: ArrayLike<number>;
  readonly N?: ArrayLike<number>;
}

/** Sorts by x, then mean spend, and merges. Throws a RangeError at the first row that is no spend history. */
export function groupSpends(columns: SpendColumns): SpendGroups {
  const { X, MEAN_SPEND, N } = columns;
  const kept = spenders(columns);
  if (N === undefined) return groupSingles(kept, X, MEAN_SPEND);
  const x = ranked(kept, X);
  const spend = ranked(kept, MEAN_SPEND);
  const order = countingSort(countingSort(identityOrder(kept.length), spend), x);
  const xs = new Float64Array(order.length);
  const means = new Float64Array(order.length);
  const weights = new Float64Array(order.length);
  let size = 0;
  let before = -1;
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!;
    const isSame = before >= 0 && spend.ranks[i] === spend.ranks[before] && x.ranks[i] === x.ranks[before];
    if (!isSame) {
      xs[size] = x.values[x.ranks[i]!]!;
      means[size] = spend.values[spend.ranks[i]!]!;
      size += 1;
    }
    weights[size - 1] = weights[size - 1]! + (N ? N[kept[i]!]! : 1);
    before = i;
  }
  return assembleSpends(xs.slice(0, size), means.slice(0, size), weights.slice(0, size));
}

/** The same of single customers: their spends are dealt to runs by x, and each run is sorted by itself. */
function groupSingles(kept: Int32Array, X: ArrayLike<number>, MEAN_SPEND: ArrayLike<number>): SpendGroups {
  const x = ranked(kept, X);
  const ends = new Int32Array(x.values.length);
  for (let k = 0; k < kept.length; k++) ends[x.ranks[k]!] = ends[x.ranks[k]!]! + 1;
  for (let k = 1; k < ends.length; k++) ends[k] = ends[k]! + ends[k - 1]!;
  const places = ends.slice();
  const dealt = new Float64Array(kept.length);
  for (let k = 0; k < kept.length; k++) {
    const rank = x.ranks[k]!;
    places[rank] = places[rank]! - 1;
    dealt[places[rank]!] = MEAN_SPEND[kept[k]!]!;
  }
  const xs = new Float64Array(kept.length);
  const means = new Float64Array(kept.length);
  const weights = new Float64Array(kept.length);
  let size = 0;
  for (let run = 0; run < ends.length; run++) {
    const first = size;
    for (const mean of sortNumbers(dealt.subarray(places[run]!, ends[run]!))) {
      if (size === first || means[size - 1] !== mean) {
        xs[size] = x.values[run]!;
        means[size] = mean;
        size += 1;
      }
      weights[size - 1] = weights[size - 1]! + 1;
    }
  }
  return assembleSpends(xs.slice(0, size), means.slice(0, size), weights.slice(0, size));
}

/** Rows that count: x > 0 and N > 0. */
function spenders({ X, MEAN_SPEND, N }: SpendColumns): Int32Array {
  const rows = new Int32Array(X.length);
  let count = 0;
  for (let i = 0; i < X.length; i++) {
    const x = X[i]!;
    const m = MEAN_SPEND[i]!;
    const n = N ? N[i]! : 1;
    const isFine =
      Number.isInteger(x) && x >= 0 && n >= 0 && n < Number.POSITIVE_INFINITY && (x === 0 || isSpend(m));
    if (!isFine) throw new RangeError(`invalid spend in row ${i}: x ${x}, mean spend ${m}, N ${n}`);
    if (x > 0 && n > 0) rows[count++] = i;
  }
  return rows.subarray(0, count);
}

/** The same rows with other weights. */
export function reweighSpends(groups: SpendGroups, N: Float64Array): SpendGroups {
  return assembleSpends(groups.X, groups.MEAN_SPEND, N);
}

/** Every `step`-th row from `offset` on. */
export function thinSpends(groups: SpendGroups, step: number, offset: number): SpendGroups {
  const rows: number[] = [];
  for (let i = offset; i < groups.size; i += step) rows.push(i);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (i) => values[i]!);
  return assembleSpends(pick(groups.X), pick(groups.MEAN_SPEND), pick(groups.N));
}

export function scaleSpends(groups: SpendGroups, factor: number): SpendGroups {
  return assembleSpends(
    groups.X,
    groups.MEAN_SPEND.map((mean) => mean * factor),
    groups.N,
  );
}

function isSpend(m: number): boolean {
  return m > 0 && m < Number.POSITIVE_INFINITY;
}

function assembleSpends(X: Float64Array, MEAN_SPEND: Float64Array, N: Float64Array): SpendGroups {
  const runs: SpendRun[] = [];
  let customers = 0;
  for (let from = 0; from < X.length; ) {
    let to = from;
    let inRun = 0;
    let logSpend = 0;
    while (to < X.length && X[to] === X[from]) {
      inRun += N[to]!;
      logSpend += N[to]! * Math.log(MEAN_SPEND[to]!);
      to += 1;
    }
    runs.push({ x: X[from]!, from, to, customers: inRun, logSpend });
    customers += inRun;
    from = to;
  }
  return { size: X.length, customers, X, MEAN_SPEND, N, runs };
}
