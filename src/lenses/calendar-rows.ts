import type { Granularity } from '../common/calendar.js';
import { noOrdersInPeriod } from '../common/messages/lenses.js';
import type { Mart } from '../mart/build.js';

/** One period of the calendar of the data. */
export interface CalendarRow {
  readonly granularity: Granularity;
  /** First day. */
  readonly start: string;
  /** First day after it. */
  readonly end: string;
  /** Running number: ages are differences. */
  readonly index: number;
  readonly complete: boolean;
}

export interface ObservedCalendar {
  /** Day of the first order. */
  readonly first: string;
  /** Last day of observation. */
  readonly asOf: string;
  /** Ascending within each granularity. */
  readonly rows: readonly CalendarRow[];
}

/**
 * The calendar periods that the data touch, ascending within each granularity.
 * @throws ClvError when there is no order.
 */
export async function observedCalendar(mart: Mart): Promise<ObservedCalendar> {
  await mart.build(['observation', 'periods']);
  const [row] = await mart.rows(`select first_order_date, as_of from {{ ref('observation') }}`);
  if (!row?.first_order_date || !row.as_of) {
    throw noOrdersInPeriod((row?.as_of ?? null) as string | null);
  }
  const rows = await mart.rows(
    `select granularity, period_start, period_end, period_index, is_complete from {{ ref('periods') }}
    order by granularity, period_start`,
  );
  return {
    first: String(row.first_order_date),
    asOf: String(row.as_of),
    rows: rows.map((period) => ({
      granularity: period.granularity as Granularity,
      start: String(period.period_start),
      end: String(period.period_end),
      index: Number(period.period_index),
      complete: period.is_complete === true,
    })),
  };
}
