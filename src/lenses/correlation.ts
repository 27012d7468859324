import { sampleCorrelation } from 'simple-statistics';
import { sortNumbers } from '../numeric/sort-numbers.js';

/**
 * Pearson's correlation; null where it is not defined. Pairs are added up in an order that depends on their values
 * alone: the engine gives rows in any order, and the last digits of a sum depend on it.
 */
export function correlation(counts: Float64Array, values: Float64Array): number | null {
  if (counts.length < 3) return null;
  const found = sampleCorrelation(...inOrder(counts, values));
  return Number.isFinite(found) ? found : null;
}

/** Pairs by count, a whole number above 0, then by value: each count has a stretch of its own, whose values are sorted. */
function inOrder(counts: Float64Array, values: Float64Array): [number[], number[]] {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const ends = new Uint32Array(most + 1);
  for (let i = 0; i < counts.length; i++) ends[counts[i]!]!++;
  for (let count = 1; count <= most; count++) ends[count]! += ends[count - 1]!;
  const free = ends.slice();
  const x = new Float64Array(counts.length);
  const y = new Float64Array(counts.length);
  for (let i = 0; i < counts.length; i++) {
    const place = --free[counts[i]!]!;
    x[place] = counts[i]!;
    y[place] = values[i]!;
  }
  for (let count = 1; count <= most; count++) {
    if (ends[count]! > ends[count - 1]! + 1) sortNumbers(y.subarray(ends[count - 1], ends[count]));
  }
  return [plain(x), plain(y)];
}

/** simple-statistics reads any indexed numbers; its types ask for an array. */
function plain(values: Float64Array): number[] {
  return values as unknown as number[];
}
