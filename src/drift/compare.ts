import { normalTwoSided } from '../numeric/chi-square.js';
import { distances, ksTail } from './distances.js';
import type { Finding } from './finding.js';

const BINS = 10;
/** With fewer on either side nothing is compared. */
export const LEAST = 30;

type Named = Pick<Finding, 'feature' | 'kind'>;

/** Two samples of numbers, one a customer, neither sorted. Null when one is too small. */
export function compareNumbers(named: Named, then: Float64Array, now: Float64Array): Finding | null {
  if (then.length < LEAST || now.length < LEAST) return null;
  const a = moments(then);
  const b = moments(now);
  const spread = Math.sqrt((a.variance + b.variance) / 2);
  const error = Math.sqrt(a.variance / then.length + b.variance / now.length);
  const ks = largestGap(Float64Array.from(then).sort(), Float64Array.from(now).sort());
  const { before, after } = binned(then, now);
  const cells = distances(before, after);
  return {
    ...named,
    customersThen: then.length,
    customersNow: now.length,
    before: a.mean,
    after: b.mean,
    tests: [
      { test: 'mean', p: error > 0 ? normalTwoSided((b.mean - a.mean) / error) : 1 },
      { test: 'kolmogorov-smirnov', p: ksTail(ks, then.length, now.length) },
    ],
    shift: spread > 0 ? Math.abs(b.mean - a.mean) / spread : 0,
    ks,
    psiExcess: cells.psi - cells.psiFloor,
    psi: cells.psi,
    js: cells.js,
    kl: cells.kl,
    wasserstein: cells.wasserstein,
  };
}

/** Customers by a whole number (purchases), then and now. */
export function compareCounts(named: Named, then: readonly number[], now: readonly number[]): Finding | null {
  const [a, b] = [momentsOfCounts(then), momentsOfCounts(now)];
  if (a.n < LEAST || b.n < LEAST) return null;
  const cells = distances(then, now);
  const error = Math.sqrt(a.variance / a.n + b.variance / b.n);
  const spread = Math.sqrt((a.variance + b.variance) / 2);
  return {
    ...named,
    customersThen: a.n,
    customersNow: b.n,
    before: a.mean,
    after: b.mean,
    tests: [
      { test: 'mean', p: error > 0 ? normalTwoSided((b.mean - a.mean) / error) : 1 },
      { test: 'chi-square', p: cells.chiSquare.p },
    ],
    shift: spread > 0 ? Math.abs(b.mean - a.mean) / spread : 0,
    ks: cells.ks,
    psiExcess: cells.psi - cells.psiFloor,
    psi: cells.psi,
    js: cells.js,
    kl: cells.kl,
    wasserstein: cells.wasserstein,
  };
}

/** Customers by category, which has no order. */
export function compareMix(named: Named, then: readonly number[], now: readonly number[]): Finding | null {
  const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);
  if (total(then) < LEAST || total(now) < LEAST) return null;
  const cells = distances(then, now);
  return {
    ...named,
    customersThen: total(then),
    customersNow: total(now),
    before: null,
    after: null,
    tests: [{ test: 'chi-square', p: cells.chiSquare.p }],
    shift: null,
    ks: null,
    psiExcess: cells.psi - cells.psiFloor,
    psi: cells.psi,
    js: cells.js,
    kl: cells.kl,
  };
}

/** Largest difference of two empirical distributions; both sorted. */
export function largestGap(a: Float64Array, b: Float64Array): number {
  let i = 0;
  let j = 0;
  let gap = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= value) i++;
    while (j < b.length && b[j]! <= value) j++;
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length));
  }
  return gap;
}

/** Counts in tenths of the two samples together. */
function binned(
  then: Float64Array,
  now: Float64Array,
): { readonly before: number[]; readonly after: number[] } {
  const both = new Float64Array(then.length + now.length);
  both.set(then);
  both.set(now, then.length);
  both.sort();
  const ends = [
    ...new Set(Array.from({ length: BINS - 1 }, (_, k) => both[Math.floor(((k + 1) * both.length) / BINS)]!)),
  ];
  const counts = (values: Float64Array): number[] => {
    const cells = new Array<number>(ends.length + 1).fill(0);
    for (const value of values) {
      let k = 0;
      while (k < ends.length && value >= ends[k]!) k++;
      cells[k]! += 1;
    }
    return cells;
  };
  return { before: counts(then), after: counts(now) };
}

function moments(values: Float64Array): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
}

function momentsOfCounts(counts: readonly number[]): { n: number; mean: number; variance: number } {
  const n = counts.reduce((sum, c) => sum + c, 0);
  const mean = counts.reduce((sum, c, k) => sum + c * k, 0) / n;
  const variance = counts.reduce((sum, c, k) => sum + c * (k - mean) ** 2, 0) / Math.max(1, n - 1);
  return { n, mean, variance };
}
