export interface Ranked {
  /** Distinct values, ascending. */
  readonly values: Float64Array;
  /** Index of each row's value among them. */
  readonly ranks: Int32Array;
}

/**
 * Distinct values of column[rows[k]] and each row's rank. Values are found through buckets by size (a row costs a few
 * steps whether there are 700 distinct days or a million distinct times); only the distinct ones are sorted.
 */
export function ranked(rows: Int32Array, column: ArrayLike<number>): Ranked {
  const n = rows.length;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < n; k++) {
    const value = column[rows[k]!]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const buckets = 1 << Math.min(22, Math.ceil(Math.log2(n + 2)));
  const scale = high > low ? (buckets - 1) / (high - low) : 0;
  const heads = new Int32Array(buckets).fill(-1);
  const next = new Int32Array(n);
  const found = new Float64Array(n);
  const ids = new Int32Array(n);
  let count = 0;
  for (let k = 0; k < n; k++) {
    const value = column[rows[k]!]!;
    const bucket = ((value - low) * scale) | 0;
    let id = heads[bucket]!;
    while (id >= 0 && found[id] !== value) id = next[id]!;
    if (id < 0) {
      id = count++;
      found[id] = value;
      next[id] = heads[bucket]!;
      heads[bucket] = id;
    }
    ids[k] = id;
  }
  return ranksOf(ids, found.subarray(0, count));
}

/** Sorts rows stably by rank; `order` holds row numbers. */
export function countingSort(order: Int32Array, { ranks, values }: Ranked): Int32Array {
  const starts = new Int32Array(values.length + 1);
  for (let k = 0; k < order.length; k++) {
    const slot = ranks[order[k]!]! + 1;
    starts[slot] = starts[slot]! + 1;
  }
  for (let v = 0; v < values.length; v++) starts[v + 1] = starts[v + 1]! + starts[v]!;
  const sorted = new Int32Array(order.length);
  for (let k = 0; k < order.length; k++) {
    const row = order[k]!;
    const rank = ranks[row]!;
    sorted[starts[rank]!] = row;
    starts[rank] = starts[rank]! + 1;
  }
  return sorted;
}

/** 0, 1, …, n - 1. */
export function identityOrder(n: number): Int32Array {
  const order = new Int32Array(n);
  for (let k = 0; k < n; k++) order[k] = k;
  return order;
}

function ranksOf(ids: Int32Array, found: Float64Array): Ranked {
  const values = found.slice().sort();
  const rankOfId = new Int32Array(found.length);
  for (let id = 0; id < found.length; id++) rankOfId[id] = position(values, found[id]!);
  const ranks = ids;
  for (let k = 0; k < ids.length; k++) ranks[k] = rankOfId[ids[k]!]!;
  return { values, ranks };
}

/** Index of a value that is in the ascending list. */
export function position(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
