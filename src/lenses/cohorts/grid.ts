import { addDays, type Granularity, periodName } from '../../common/calendar.js';
import type { Mart } from '../../mart/build.js';
import type { StoreRow } from '../../store/store.js';
import { type Cell, cellOfStates, emptyCell } from './cell.js';

export interface GridPeriod {
  readonly index: number;
  readonly start: string;
  /** Last day. */
  readonly end: string;
  readonly name: string;
  readonly complete: boolean;
}

export interface Cohort {
  /** Name for people: `2019-Q4`, `web`, `before data`. */
  readonly name: string;
  /** `cohort`: claims may be made of it. The others close totals. */
  readonly kind: 'cohort' | 'before_data' | 'later';
  /** Acquisition period, for cohorts by acquisition. */
  readonly start: number | null;
  /** Its whole acquisition was observed, and none of it while old customers came up. */
  readonly whole: boolean;
  readonly customers: number;
  /** Customers with an order by the end of observation. */
  readonly buyers: number;
  /** Customers by the period from which their ages count. */
  readonly starts: ReadonlyMap<number | null, number>;
}

/** Cohorts by calendar period: everything that lenses 4 and 5 show is summed from these cells. */
export interface CohortGrid {
  readonly granularity: Granularity;
  readonly fiscalYearStart: number;
  readonly by: 'acquisition' | 'attribute' | 'fixed_day';
  readonly periods: readonly GridPeriod[];
  /** Acquisition cohorts by time, others by size; `before data` and `(acquired later)` first. */
  readonly cohorts: readonly Cohort[];
  /** The cell of a cohort's customers of one start in one period; an empty cell where nothing happened. */
  cell(cohort: Cohort, start: number | null, period: number): Cell;
  /** All cells that are not empty. */
  readonly cells: readonly GridCell[];
}

export interface GridCell {
  readonly cohort: Cohort;
  readonly start: number | null;
  readonly period: number;
  readonly cell: Cell;
}

export const BEFORE_DATA = 'before data';

/** Reads the cells of the mart. */
export async function loadGrid(
  mart: Mart,
  granularity: Granularity,
  fiscalYearStart: number,
  by: CohortGrid['by'],
  markedBefore: string | null,
): Promise<CohortGrid> {
  await mart.build(['periods', 'cohort_sizes', 'cohort_cells']);
  const periods = await loadPeriods(mart, granularity, fiscalYearStart);
  const cohorts = await loadCohorts(mart, periods, by, markedBefore);
  const byName = new Map(cohorts.map((cohort) => [keyOf(cohort), cohort]));
  const rows = await mart.rows(
    `select * from {{ ref('cohort_cells') }} order by start_index nulls first, cohort, period_index, state`,
  );
  const cells = grouped(rows).map((states) => ({
    cohort: byName.get(rowKey(states[0]!))!,
    start: numberOrNull(states[0]!.start_index),
    period: Number(states[0]!.period_index),
    cell: cellOfStates(states),
  }));
  const found = new Map(cells.map((entry) => [placeOf(entry.cohort, entry.start, entry.period), entry.cell]));
  return {
    granularity,
    fiscalYearStart,
    by,
    periods,
    cohorts,
    cells,
    cell: (cohort, start, period) => found.get(placeOf(cohort, start, period)) ?? emptyCell,
  };
}

async function loadPeriods(
  mart: Mart,
  granularity: Granularity,
  fiscalYearStart: number,
): Promise<GridPeriod[]> {
  const rows = await mart.rows(
    `select period_index, period_start, period_end, is_complete from {{ ref('periods') }}
    where granularity = $of order by period_index`,
    { of: granularity },
  );
  return rows.map((row) => ({
    index: Number(row.period_index),
    start: String(row.period_start),
    end: addDays(String(row.period_end), -1),
    name: periodName(String(row.period_start), granularity, fiscalYearStart),
    complete: row.is_complete === true,
  }));
}

async function loadCohorts(
  mart: Mart,
  periods: readonly GridPeriod[],
  by: CohortGrid['by'],
  markedBefore: string | null,
): Promise<Cohort[]> {
  const rows = await mart.rows(
    `select * from {{ ref('cohort_sizes') }} order by start_index nulls first, cohort`,
  );
  const byKey = new Map<string, StoreRow[]>();
  for (const row of rows) {
    const key = rowKey(row);
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  const cohorts = [...byKey.values()].map((parts): Cohort => {
    const first = parts[0]!;
    const named = first.cohort !== null;
    const start = named ? null : numberOrNull(first.start_index);
    const kind = first.is_before_data
      ? 'before_data'
      : by === 'fixed_day' && first.cohort === LATER
        ? 'later'
        : 'cohort';
    const period = periods.find(({ index }) => index === start);
    return {
      name:
        kind === 'before_data'
          ? BEFORE_DATA
          : named
            ? String(first.cohort)
            : (period?.name ?? `period ${start}`),
      kind,
      start,
      whole:
        kind === 'cohort' &&
        (named || (period?.complete === true && period.start >= (markedBefore ?? period.start))),
      customers: parts.reduce((total, part) => total + Number(part.customers), 0),
      buyers: parts.reduce((total, part) => total + Number(part.buyers), 0),
      starts: new Map(parts.map((part) => [numberOrNull(part.start_index), Number(part.customers)])),
    };
  });
  return cohorts.sort((a, b) => RANK[a.kind] - RANK[b.kind] || order(by)(a, b));
}

const LATER = '(acquired later)';
const RANK = { before_data: 0, later: 1, cohort: 2 } as const;

function order(by: CohortGrid['by']) {
  return (a: Cohort, b: Cohort): number =>
    by === 'acquisition'
      ? (a.start ?? 0) - (b.start ?? 0)
      : by === 'fixed_day'
        ? compare(a.name, b.name)
        : b.customers - a.customers || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyOf({ kind, name, start }: Cohort): string {
  return kind === 'before_data' ? 'before' : start === null ? `name ${name}` : `start ${start}`;
}

function rowKey(row: StoreRow): string {
  if (row.is_before_data) return 'before';
  return row.cohort === null ? `start ${row.start_index}` : `name ${row.cohort}`;
}

function placeOf(cohort: Cohort, start: number | null, period: number): string {
  return `${keyOf(cohort)}/${start}/${period}`;
}

/** Runs of rows of one cell; the rows are sorted. */
function grouped(rows: readonly StoreRow[]): StoreRow[][] {
  const groups: StoreRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    const head = last?.[0];
    if (
      head &&
      rowKey(head) === rowKey(row) &&
      head.start_index === row.start_index &&
      head.period_index === row.period_index
    )
      last.push(row);
    else groups.push([row]);
  }
  return groups;
}

function numberOrNull(cell: unknown): number | null {
  return cell === null || cell === undefined ? null : Number(cell);
}
