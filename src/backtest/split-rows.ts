import { addDays } from '../common/calendar.js';
import type { Mart } from '../mart/build.js';
import { monthNumber } from '../score/occasion-histories.js';
import { isSampled } from '../score/sampled-orders.js';
import { identifier, literal } from '../store/sql.js';
import { wasKnown } from './late-orders.js';

/** Name of the temporary table that `stageOccasions` makes. */
export const STAGED = 'backtest_occasions';

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

export interface Staging {
  readonly occasion: 'day' | 'order';
  /** Above 1: only that part of the customers, chosen by their ids. */
  readonly oneIn?: number;
  /** Leave out what was not known on the evening of this day (`findLateOrders`): then only splits after it may be read. */
  readonly knownOn?: string;
  /** The table of a sample of the orders, instead of all of them. */
  readonly orders?: string;
}

/** Puts purchase occasions into a temporary table, numbered by customer: the origins of a rolling backtest all read it. */
export async function stageOccasions(
  mart: Mart,
  { occasion, oneIn = 1, knownOn, orders = mart.table('orders') }: Staging,
): Promise<void> {
  const by = occasion === 'day' ? '' : ', order_id';
  const only = [
    ...(oneIn > 1 ? [isSampled('customer_id', oneIn)] : []),
    ...(knownOn === undefined ? [] : [wasKnown(knownOn)]),
  ];
  await mart.store.run(`create or replace temporary table ${identifier(STAGED)} as
    with occasions as (
      select customer_id, order_date${by}, sum(spend) as spend
      from ${orders} as orders
      ${only.length > 0 ? `where ${only.join(' and ')}` : ''}
      group by customer_id, order_date${by}
    )
    select customer_id, order_date, spend,
      row_number() over own as number,
      order_date - lag(order_date) over own as gap,
      ${monthNumber('order_date')} as month_number,
      coalesce(${monthNumber('order_date')} <> lag(${monthNumber('order_date')}) over own, true) as begins_month
    from occasions
    window own as (partition by customer_id order by order_date${by})`);
}

export async function dropOccasions(mart: Mart): Promise<void> {
  await mart.store.run(`drop table if exists ${identifier(STAGED)}`);
}

const COLUMNS = [
  'x',
  't_x',
  't',
  'recent',
  'first_spend',
  'repeat_spend',
  'purchases',
  'spend_after',
  'log_gaps',
  'months_x',
  'months_t_x',
  'months_t',
  'months_used',
  'n',
] as const;

/** Reads one split of the staged occasions: known up to `origin`, held out the `days` after it. */
export async function readSplit(
  mart: Mart,
  origin: string,
  days: number,
  { gaps = false, months = false }: SplitExtras = {},
): Promise<SplitRows> {
  const day = `date ${literal(origin)}`;
  const known = `order_date <= ${day}`;
  const lastMonth = lastCompleteMonth(origin);
  const inMonths = (text: string): string => (months ? text : '0');
  const columns = await mart.columns(
    `with histories as (
      select
        cast(count(*) filter (where ${known}) - 1 as double) as x,
        cast(max(order_date) filter (where ${known}) - min(order_date) as double) as t_x,
        cast(${day} - min(order_date) as double) as t,
        cast(count(*) filter (where number > 1 and ${known} and order_date > ${day} - ${days}) as double) as recent,
        cast(sum(spend) filter (where number = 1) as double) as first_spend,
        cast(coalesce(sum(spend) filter (where number > 1 and ${known}), 0) as double) as repeat_spend,
        cast(count(*) filter (where order_date > ${day}) as double) as purchases,
        cast(coalesce(sum(spend) filter (where order_date > ${day}), 0) as double) as spend_after,
        cast(${gaps ? `coalesce(sum(cast(ln(gap) as decimal(18, 12))) filter (where ${known} and gap > 0), 0)` : '0'} as double) as log_gaps,
        cast(${inMonths(`count(*) filter (where begins_month and number > 1 and month_number <= ${lastMonth})`)} as double) as months_x,
        cast(${inMonths(`coalesce(max(month_number) filter (where month_number <= ${lastMonth}) - min(month_number), 0)`)} as double) as months_t_x,
        cast(${inMonths(`greatest(0, ${lastMonth} - min(month_number))`)} as double) as months_t,
        cast(${inMonths(`count(*) filter (where begins_month and ${known})`)} as double) as months_used
      from ${identifier(STAGED)}
      where order_date <= ${day} + ${days}
      group by customer_id
      having min(order_date) <= ${day}
    )
    select *, cast(count(*) as double) as n from histories group by all order by all`,
    COLUMNS,
  );
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
    ...(gaps ? { LOG_GAPS: columns.log_gaps } : {}),
    ...(months
      ? {
          months: {
            X: columns.months_x,
            T_X: columns.months_t_x,
            T: columns.months_t,
            USED: columns.months_used,
            underWay: shareOfMonth(origin),
          },
        }
      : {}),
  };
}

/** Reads the weeks around the origin, of the customers known then. */
export async function readWeekly(mart: Mart, origin: string, days: number): Promise<WeeklyActual> {
  const day = `date ${literal(origin)}`;
  const known = `(select customer_id, min(order_date) as first_date from ${identifier(STAGED)}
    group by customer_id having min(order_date) <= ${day})`;
  const counts = await mart.rows(
    `select cast(floor((order_date - ${day} - 1) / 7.0) as integer) as week, count(*) as purchases
    from ${identifier(STAGED)} as occasions
    inner join ${known} as known on occasions.customer_id = known.customer_id
    where number > 1 and order_date <= ${day} + ${days}
    group by week order by week`,
  );
  const starts = await mart.rows(
    `select ${day} - first_date as age, count(*) as customers from ${known} group by age order by age`,
  );
  return {
    originDay: Math.max(0, ...starts.map(({ age }) => Number(age))),
    weeks: new Map(counts.map(({ week, purchases }) => [Number(week), Number(purchases)])),
    newcomers: new Map(starts.map(({ age, customers }) => [Number(age), Number(customers)])),
  };
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
