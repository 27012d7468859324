import { toModelAmount } from '../../common/money.js';
import type { CohortBase } from '../cohorts/base.js';
import { valueIn } from '../cohorts/cell.js';
import type { CohortGrid } from '../cohorts/grid.js';
import { PER_YEAR } from './scope.js';

/** The history that a forecast may use: active customers and value by cohort and period, up to an origin. */
export interface History {
  /** Periods of one year: 1, 4, 12 or 52. */
  readonly perYear: number;
  /** First and last complete period. */
  readonly first: number;
  readonly last: number;
  /** The first complete period whose new customers are all known: older ones come up as new before it. */
  readonly known: number;
  /** Acquisition periods with customers, ascending; null = the customers from before the data. */
  readonly starts: readonly (number | null)[];
  active(start: number | null, period: number): number;
  value(start: number | null, period: number): number;
  /** Value of returns without an order in a period. */
  returnsOnly(period: number): number;
}

/** The complete periods of a grid as numbers; null when none is complete. */
export function historyOf(
  grid: CohortGrid,
  { metric, truncation }: Pick<CohortBase, 'metric' | 'truncation'>,
): History | null {
  const complete = grid.periods.filter((period) => period.complete);
  if (complete.length === 0) return null;
  const first = grid.periods[0]!.index;
  const rowsOf = new Map<number | null, { active: Float64Array; value: Float64Array }>();
  const rowOf = (start: number | null) => {
    const found = rowsOf.get(start);
    if (found) return found;
    const made = {
      active: new Float64Array(grid.periods.length),
      value: new Float64Array(grid.periods.length),
    };
    rowsOf.set(start, made);
    return made;
  };
  const returns = new Float64Array(grid.periods.length);
  for (const { start, period, cell } of grid.cells) {
    if (period < first) continue;
    const row = rowOf(start);
    row.active[period - first]! += cell.buyers.customers;
    row.value[period - first]! += toModelAmount(valueIn(cell.buyers, metric));
    returns[period - first]! += toModelAmount(valueIn(cell.returnsOnly, metric));
  }
  const starts = [...new Set(grid.cohorts.flatMap((cohort) => [...cohort.starts.keys()]))];
  return {
    perYear: PER_YEAR[grid.granularity],
    first: complete[0]!.index,
    last: complete.at(-1)!.index,
    known: (complete.find(({ start }) => start >= (truncation.until ?? start)) ?? complete[0]!).index,
    starts: starts.sort((a, b) => (a ?? Number.NEGATIVE_INFINITY) - (b ?? Number.NEGATIVE_INFINITY)),
    active: (start, period) => rowsOf.get(start)?.active[period - first] ?? 0,
    value: (start, period) => rowsOf.get(start)?.value[period - first] ?? 0,
    returnsOnly: (period) => returns[period - first] ?? 0,
  };
}
