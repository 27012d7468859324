import { countBelow, quantile7 } from './distribution.js';

export interface Bin {
  /** Inclusive; null = everything below `to`. */
  readonly from: number | null;
  /** Exclusive; null = everything from `from` on. */
  readonly to: number | null;
  readonly count: number;
}

/**
 * A histogram with about twenty bins of one round width between the 1st and the 98th percentile; what lies
 * outside is in an open bin at either end. Zero is a bin edge. Values are sorted ascending.
 */
export function histogram(sorted: Float64Array, wholeNumbers = false): Bin[] {
  if (sorted.length === 0) return [];
  const low = Math.min(0, quantile7(sorted, 0.01));
  const high = Math.max(quantile7(sorted, 0.98), low);
  const step = roundStep((high - low) / 20, wholeNumbers);
  const first = Math.floor(low / step);
  const last = Math.floor(high / step) + 1;
  const bins: Bin[] = [];
  const below = countBelow(sorted, edge(first, step));
  if (below > 0) bins.push({ from: null, to: edge(first, step), count: below });
  let before = below;
  for (let k = first; k < last; k++) {
    const until = countBelow(sorted, edge(k + 1, step));
    bins.push({ from: edge(k, step), to: edge(k + 1, step), count: until - before });
    before = until;
  }
  if (before < sorted.length) bins.push({ from: edge(last, step), to: null, count: sorted.length - before });
  return trimEmptyEnds(bins);
}

/** 1, 2, 2.5 or 5 times a power of ten, at least as wide as asked. */
function roundStep(width: number, wholeNumbers: boolean): number {
  if (!(width > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(width));
  const step = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * power)
    .find((candidate) => candidate >= width * (1 - 1e-9))!;
  return wholeNumbers ? Math.max(1, Math.ceil(step)) : step;
}

/** The k-th edge without the noise of repeated addition. */
function edge(k: number, step: number): number {
  return Number((k * step).toPrecision(12));
}

function trimEmptyEnds(bins: Bin[]): Bin[] {
  const first = bins.findIndex((bin) => bin.count > 0);
  const last = bins.findLastIndex((bin) => bin.count > 0);
  return bins.slice(first, last + 1);
}
