import { addDays } from '../common/calendar.js';
import { literal } from '../store/sql.js';
import type { Store, StoreRow } from '../store/store.js';
import type { Staged } from './occasions.js';

/**
 * Customers as they stood on the evening of an origin, and what each did in the days after it. Rows are sorted and
 * distinct; row i stands for N[i] customers. Times in days, money as spent (returns not taken off).
 */
export interface SplitRows {
  readonly size: number;
  readonly customers: number;
  /** Days that are held out. */
  readonly days: number;
  readonly X: Float64Array;
  readonly T_X: Float64Array;
  readonly T: Float64Array;
  /** Repeat purchases in as many days before the origin as are held out after it. */
  readonly RECENT: Float64Array;
  readonly FIRST_SPEND: Float64Array;
  readonly REPEAT_SPEND: Float64Array;
  readonly N: Float64Array;
  /** Purchases and spend after the origin: nothing of it is known to a prediction. */
  readonly AFTER: Float64Array;
  readonly SPEND_AFTER: Float64Array;
  /** Sum of ln(days) over a customer's gaps between purchases; only where it was asked for. */
  readonly LOG_GAPS?: Float64Array;
  /** The same customers by calendar months; only where it was asked for. */
  readonly months?: SplitMonths;
}

/** Histories in calendar months after the first one, up to the last that is complete at the origin. */
export interface SplitMonths {
  /** Months with purchases, place of the last of them, months in all. */
  readonly X: Float64Array;
  readonly T_X: Float64Array;
  readonly T: Float64Array;
  /** Months with purchases up to the origin, the first and the one under way included. */
  readonly USED: Float64Array;
  /** Part of the month under way that lies before the origin. */
  readonly underWay: number;
}

/** Columns that only some models read. */
export interface SplitExtras {
  readonly gaps?: boolean;
  readonly months?: boolean;
}

/** Purchases by week since the first order of all: of the customers known at the origin, first purchases left out. */
export interface WeeklyActual {
  /** Days from the first order of all to the origin. */
  readonly originDay: number;
  /** Repeat purchases of week k (days 7k + 1 to 7k + 7 after the origin; k may be negative). */
  readonly weeks: ReadonlyMap<number, number>;
  /** Customers by days from first purchase to origin. */
  readonly newcomers: ReadonlyMap<number, number>;
}

/** Where the customers' histories stand while a split is read. */
const HISTORIES = 'backtest_histories';

/** Reads one split of the staged occasions: known up to `origin`, held out the `days` after it. */
export async function readSplit(
  store: Store,
  staged: Staged,
  origin: string,
  days: number,
  extras: SplitExtras = {},
): Promise<SplitRows> {
  const texts = columnTexts(origin, days, extras);
  const names = Object.keys(texts) as (keyof typeof texts)[];
  const histories = (table: string): string =>
    `select ${names.map((name) => `${texts[name]} as ${name}`).join(',\n')}
      from ${table}
      where order_date <= ${dateText(origin)} + ${days}
      group by customer_id
      having min(order_date) <= ${dateText(origin)}`;
  const [first, ...others] = staged as [string, ...string[]];
  await store.run(`create or replace temporary table ${HISTORIES} as ${histories(first)}`);
  for (const table of others) await store.run(`insert into ${HISTORIES} ${histories(table)}`);
  const columns = await store.columns(
    `select *, cast(count(*) as integer) as n from ${HISTORIES} group by all order by all`,
    [...names, 'n'],
  );
  await store.run(`drop table ${HISTORIES}`);
  const { months_x, months_t_x, months_t, months_used } = columns;
  return {
    size: columns.x.length,
    customers: columns.n.reduce((sum, n) => sum + n, 0),
    days,
    X: columns.x,
    T_X: columns.t_x,
    T: columns.t,
    RECENT: columns.recent,
    FIRST_SPEND: columns.first_spend,
    REPEAT_SPEND: columns.repeat_spend,
    N: columns.n,
    AFTER: columns.purchases,
    SPEND_AFTER: columns.spend_after,
    ...(extras.gaps ? { LOG_GAPS: columns.log_gaps } : {}),
    ...(extras.months
      ? {
          months: {
            X: months_x,
            T_X: months_t_x,
            T: months_t,
            USED: months_used,
            underWay: shareOfMonth(origin),
          },
        }
      : {}),
  };
}

/** SQL of what is read of a customer, whole numbers as such: rows are sorted by all of it. */
function columnTexts(origin: string, days: number, { gaps = false, months = false }: SplitExtras) {
  const day = dateText(origin);
  const known = `order_date <= ${day}`;
  const last = lastCompleteMonth(origin);
  const whole = (text: string): string => `cast(${text} as integer)`;
  const real = (text: string): string => `cast(${text} as double)`;
  const base = {
    x: whole(`count(*) filter (where ${known}) - 1`),
    t_x: whole(`max(order_date) filter (where ${known}) - min(order_date)`),
    t: whole(`${day} - min(order_date)`),
    recent: whole(`count(*) filter (where number > 1 and ${known} and order_date > ${day} - ${days})`),
    first_spend: real('sum(spend) filter (where number = 1)'),
    repeat_spend: real(`coalesce(sum(spend) filter (where number > 1 and ${known}), 0)`),
    purchases: whole(`count(*) filter (where order_date > ${day})`),
    spend_after: real(`coalesce(sum(spend) filter (where order_date > ${day}), 0)`),
  };
  const ofGaps = {
    log_gaps: real(`coalesce(sum(cast(ln(gap) as decimal(18, 12))) filter (where ${known} and gap > 0), 0)`),
  };
  const ofMonths = {
    months_x: whole(`count(*) filter (where begins_month and number > 1 and month_number <= ${last})`),
    months_t_x: whole(
      `coalesce(max(month_number) filter (where month_number <= ${last}) - min(month_number), 0)`,
    ),
    months_t: whole(`greatest(0, ${last} - min(month_number))`),
    months_used: whole(`count(*) filter (where begins_month and ${known})`),
  };
  return {
    ...base,
    ...((gaps ? ofGaps : {}) as typeof ofGaps),
    ...((months ? ofMonths : {}) as typeof ofMonths),
  };
}

/** Reads the weeks around the origin, of the customers known then. */
export async function readWeekly(
  store: Store,
  staged: Staged,
  origin: string,
  days: number,
): Promise<WeeklyActual> {
  const day = dateText(origin);
  const weeks = new Map<number, number>();
  const newcomers = new Map<number, number>();
  for (const table of staged) {
    const known = `(select customer_id, min(order_date) as first_date from ${table}
      group by customer_id having min(order_date) <= ${day})`;
    add(
      weeks,
      await store.rows(
        `select cast(floor((order_date - ${day} - 1) / 7.0) as integer) as place, count(*) as number
        from ${table} as occasions
        inner join ${known} as known on occasions.customer_id = known.customer_id
        where number > 1 and order_date <= ${day} + ${days}
        group by place order by place`,
      ),
    );
    add(
      newcomers,
      await store.rows(
        `select ${day} - first_date as place, count(*) as number from ${known} group by place order by place`,
      ),
    );
  }
  return { originDay: Math.max(0, ...newcomers.keys()), weeks, newcomers };
}

function add(into: Map<number, number>, rows: readonly StoreRow[]): void {
  for (const { place, number } of rows)
    into.set(Number(place), (into.get(Number(place)) ?? 0) + Number(number));
}

function dateText(day: string): string {
  return `date ${literal(day)}`;
}

/** Number of the last calendar month that is complete on the evening of a day, as `monthNumber` counts. */
export function lastCompleteMonth(day: string): number {
  const [year, month] = addDays(day, 1).split('-').map(Number) as [number, number];
  return 12 * year + month - 1;
}

/** Share of the month under way that has passed on the evening of a day; 0 on the last day of a month. */
function shareOfMonth(day: string): number {
  const next = addDays(day, 1);
  if (next.endsWith('-01')) return 0;
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return date / new Date(Date.UTC(year, month, 0)).getUTCDate();
}
