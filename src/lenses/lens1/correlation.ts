import { sampleCorrelation } from 'simple-statistics';

/**
 * Pearson's correlation; null where it is not defined. Pairs are added up in an order that depends on their values
 * alone: the engine gives rows in any order, and the last digits of a sum depend on it.
 */
export function correlation(counts: Float64Array, values: Float64Array): number | null {
  if (counts.length < 3) return null;
  const found = sampleCorrelation(...inOrder(counts, values));
  return Number.isFinite(found) ? found : null;
}

/** Pairs by count, then by value. Counts are few different numbers, so that each one's values are sorted as numbers. */
function inOrder(counts: Float64Array, values: Float64Array): [number[], number[]] {
  const sizes = new Map<number, number>();
  for (const count of counts) sizes.set(count, (sizes.get(count) ?? 0) + 1);
  const ends = new Map<number, number>();
  const x = new Float64Array(counts.length);
  const y = new Float64Array(counts.length);
  let start = 0;
  for (const count of [...sizes.keys()].sort((a, b) => a - b)) {
    const end = start + sizes.get(count)!;
    x.fill(count, start, end);
    ends.set(count, end);
    start = end;
  }
  for (const [i, count] of counts.entries()) {
    const place = ends.get(count)! - 1;
    y[place] = values[i]!;
    ends.set(count, place);
  }
  for (const [count, first] of ends) y.subarray(first, first + sizes.get(count)!).sort();
  return [plain(x), plain(y)];
}

/** simple-statistics reads any indexed numbers; its types ask for an array. */
function plain(values: Float64Array): number[] {
  return values as unknown as number[];
}
