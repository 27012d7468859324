import { sampleSkewness } from 'simple-statistics';

export const QUANTILES = [0.01, 0.05, 0.25, 0.75, 0.95, 0.99] as const;

export interface Distribution {
  readonly n: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly shareBelowMean: number | null;
  /** At `QUANTILES`. */
  readonly quantiles: readonly (number | null)[];
  /** G1, the sample skewness; null below three values or without variation. */
  readonly skew: number | null;
}

/** Describes values sorted ascending. */
export function describeSorted(sorted: Float64Array): Distribution {
  const n = sorted.length;
  if (n === 0)
    return {
      n,
      mean: null,
      median: null,
      shareBelowMean: null,
      quantiles: QUANTILES.map(() => null),
      skew: null,
    };
  const mean = compensatedSum(sorted) / n;
  return {
    n,
    mean,
    median: quantile7(sorted, 0.5),
    shareBelowMean: countBelow(sorted, mean - Math.abs(mean) * 1e-14) / n,
    quantiles: QUANTILES.map((p) => quantile7(sorted, p)),
    skew: n < 3 || isConstant(sorted) ? null : sampleSkewness(sorted as unknown as number[]),
  };
}

/**
 * Quantile of Hyndman–Fan type 7 (Hyndman & Fan 1996) of values sorted ascending. `p` counts in millionths, so that
 * the place between two values is an exact fraction.
 */
export function quantile7(sorted: Float64Array, p: number): number {
  const millionths = (sorted.length - 1) * Math.round(p * 1e6);
  const low = Math.floor(millionths / 1e6);
  const value = sorted[low]!;
  const rest = millionths % 1e6;
  return rest === 0 ? value : value + (rest / 1e6) * (sorted[low + 1]! - value);
}

/** Quotients that are equal but for the last bits: no variation to describe. */
function isConstant(sorted: Float64Array): boolean {
  const first = sorted[0]!;
  const last = sorted[sorted.length - 1]!;
  return last - first <= 1e-12 * Math.max(Math.abs(first), Math.abs(last));
}

/** Gini coefficient Σ(2i − n − 1)x / (nΣx) of values sorted ascending; null with negative values or a zero total. */
export function gini(sorted: Float64Array): number | null {
  const n = sorted.length;
  if (n === 0 || sorted[0]! < 0) return null;
  const total = compensatedSum(sorted);
  if (total === 0) return null;
  return compensatedSum(sorted, (x, i) => (2 * (i + 1) - n - 1) * x) / (n * total);
}

/**
 * Lorenz curve of values sorted ascending: the share of the total that the lowest share p of customers holds,
 * at p = 0, 1/steps … 1, linear between customers. Null when the total is not positive.
 */
export function lorenz(sorted: Float64Array, steps: number): { p: number; share: number }[] | null {
  const total = compensatedSum(sorted);
  if (sorted.length === 0 || total <= 0) return null;
  const points: { p: number; share: number }[] = [];
  let taken = 0;
  let held = 0;
  for (let step = 0; step <= steps; step++) {
    const position = (sorted.length * step) / steps;
    for (; taken < Math.floor(position); taken++) held += sorted[taken]!;
    const part = position - taken;
    const share = (held + (part > 0 ? part * sorted[taken]! : 0)) / total;
    points.push({ p: step / steps, share: step === steps ? 1 : share });
  }
  return points;
}

/** Number of values below a bound, by bisection. */
export function countBelow(sorted: Float64Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sum of what is counted for each value, with Neumaier's compensation: a long sum of money keeps its cents. */
export function compensatedSum(values: Float64Array, counted = (x: number, _index: number) => x): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const x = counted(values[i]!, i);
    const next = total + x;
    lost += Math.abs(total) >= Math.abs(x) ? total - next + x : x - next + total;
    total = next;
  }
  return total + lost;
}
