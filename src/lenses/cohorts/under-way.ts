import type { Cell } from '../../common/result.js';
import type { CohortGrid, GridPeriod } from './grid.js';

/** What a chart leaves out, and the words beneath its axis. */
export interface LeftOut {
  readonly where?: Readonly<Record<string, Cell>>;
  readonly without?: Readonly<Record<string, Cell>>;
  readonly xLabel: string;
}

/** The last period, where it is not over; null where it is, and where there is no other. */
export function underWay({ periods }: Pick<CohortGrid, 'periods'>): GridPeriod | null {
  const last = periods.at(-1);
  return last === undefined || last.complete || periods.length === 1 ? null : last;
}

/** A chart of periods without the one that is not over, which would look like a fall. */
export function overOnly(grid: Pick<CohortGrid, 'periods'>, xLabel: string): LeftOut {
  const period = underWay(grid);
  return period === null
    ? { xLabel }
    : { without: { period_start: period.start }, xLabel: words(xLabel, period) };
}

/** A chart of rates into the next period without that into the one that is not over. */
export function intoOverOnly(grid: Pick<CohortGrid, 'periods'>, xLabel: string): LeftOut {
  const period = underWay(grid);
  return period === null
    ? { xLabel }
    : { without: { period_start: grid.periods.at(-2)!.start }, xLabel: words(xLabel, period) };
}

/** A chart by age without what reaches into the period that is not over. */
export function completeOnly(grid: Pick<CohortGrid, 'periods'>, xLabel: string): LeftOut {
  const period = underWay(grid);
  return period === null ? { xLabel } : { where: { complete: true }, xLabel: words(xLabel, period) };
}

function words(xLabel: string, { name }: GridPeriod): string {
  return `${xLabel}; ${name} is not over: left out`;
}
