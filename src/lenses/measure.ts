import { roundMoney } from '../common/money.js';
import type { Cell, Column, Row } from '../common/result.js';
import { sortNumbers } from '../numeric/sort-numbers.js';
import { codeColumn } from './codes.js';
import { type Distribution, describeSorted } from './distribution.js';
import { histogram } from './histogram.js';

/** Something measured on each customer of a group. */
export interface Measure {
  readonly id: string;
  readonly kind: 'money' | 'count' | 'share';
  /** Ascending, unknown values left out. */
  readonly sorted: Float64Array;
  readonly described: Distribution;
}

/** Sorts values where they stand, and describes those that are known: unknown ones come as NaN. */
export function measureOf(id: string, kind: Measure['kind'], values: Float64Array): Measure {
  const sorted = sortedKnown(values);
  return { id, kind, sorted, described: describeSorted(sorted) };
}

const QUANTILE_NAMES = ['p1', 'p5', 'p25', 'p75', 'p95', 'p99'] as const;

/** Columns of a table of distributions, after those that say whose. */
export const distributionColumns: readonly Column[] = [
  codeColumn('measure', ''),
  { id: 'customers', title: 'customers', type: 'count', wide: true },
  ...['mean', 'median'].map((id) => ({ id, title: id, type: 'number' as const, digits: 2 })),
  { id: 'share_below_mean', title: '% below mean', type: 'share', digits: 1 },
  ...QUANTILE_NAMES.map((id) => ({
    id,
    title: id,
    type: 'number' as const,
    digits: 2,
    ...(id === 'p1' || id === 'p5' ? { wide: true } : {}),
  })),
  { id: 'skew', title: 'skew', type: 'number', digits: 1 },
];

/** One row of such a table; money is rounded to the minor unit, half a unit up: hence without the last bits of a double. */
export function distributionRow({ id, kind, described }: Measure, digits: number): Row {
  const cell = (value: number | null): Cell =>
    value === null ? null : kind === 'money' ? Number(roundMoney(value.toPrecision(15), digits)) : value;
  return {
    measure: id,
    customers: described.n,
    mean: cell(described.mean),
    median: cell(described.median),
    share_below_mean: described.shareBelowMean,
    ...Object.fromEntries(QUANTILE_NAMES.map((name, i) => [name, cell(described.quantiles[i] ?? null)])),
    skew: described.skew,
  };
}

/** The bins of a measure; the open ends have a null edge. */
export function histogramRows({ id, kind, sorted }: Omit<Measure, 'described'>): Row[] {
  return histogram(sorted, kind === 'count').map((bin) => ({
    measure: id,
    from: bin.from,
    to: bin.to,
    customers: bin.count,
    share: bin.count / sorted.length,
  }));
}

/** Sorts values where they stand, and gives those that are known: unknown ones come as NaN. */
export function sortedKnown(values: Float64Array): Float64Array {
  let known = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) values[known++] = value;
  }
  return sortNumbers(values.subarray(0, known));
}
