import { toModelAmount } from '../../common/money.js';
import type { CohortBase } from '../cohorts/base.js';
import { valueIn } from '../cohorts/cell.js';
import type { CohortGrid } from '../cohorts/grid.js';
import type { History } from './projection.js';
import { PER_YEAR } from './scope.js';

/** The complete periods of a grid as numbers; null when none is complete. */
export function historyOf(grid: CohortGrid, metric: CohortBase['metric']): History | null {
  const complete = grid.periods.filter((period) => period.complete);
  if (complete.length === 0) return null;
  const active = new Map<string, number>();
  const value = new Map<string, number>();
  const returns = new Map<number, number>();
  const add = <K>(map: Map<K, number>, key: K, amount: number) => map.set(key, (map.get(key) ?? 0) + amount);
  for (const { start, period, cell } of grid.cells) {
    const key = `${start}/${period}`;
    add(active, key, cell.buyers.customers);
    add(value, key, toModelAmount(valueIn(cell.buyers, metric)));
    add(returns, period, toModelAmount(valueIn(cell.returnsOnly, metric)));
  }
  const starts = [...new Set(grid.cohorts.flatMap((cohort) => [...cohort.starts.keys()]))];
  return {
    perYear: PER_YEAR[grid.granularity],
    first: complete[0]!.index,
    last: complete.at(-1)!.index,
    starts: starts.sort((a, b) => (a ?? Number.NEGATIVE_INFINITY) - (b ?? Number.NEGATIVE_INFINITY)),
    active: (start, period) => active.get(`${start}/${period}`) ?? 0,
    value: (start, period) => value.get(`${start}/${period}`) ?? 0,
    returnsOnly: (period) => returns.get(period) ?? 0,
  };
}
