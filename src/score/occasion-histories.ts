import type { Mart } from '../mart/build.js';

/** What a purchase is: a day with purchases, an order, or a calendar month with purchases (an opportunity used). */
export type Occasion = 'day' | 'order' | 'month';

/** Days of one tick of a history's clock: a day, or a mean month. */
export function tickDays(occasion: Occasion): number {
  return occasion === 'month' ? 365.25 / 12 : 1;
}

/** What else is asked of histories. */
export interface OccasionNeeds {
  readonly gaps?: boolean;
  /** One statement reads them: then they are made in it, and not put aside first. */
  readonly once?: boolean;
}

/**
 * Builds what histories are read from, and gives the text of a row per customer: `x`, `t_x_ticks`, `t_ticks` on the clock of
 * the occasion, `t_x_days`, `t_days`, `sum_log_gap` (null unless needed: it costs as much as all the rest), `first_spend`,
 * `repeat_spend`.
 *
 * Months are opportunities: those complete at the end of observation, after the month of the first purchase. Purchases of
 * a month under way belong to no opportunity yet.
 */
export async function occasionHistories(
  mart: Mart,
  occasion: Occasion,
  { gaps = false, once = false }: OccasionNeeds = {},
): Promise<string> {
  mart.set({ occasion: occasion === 'month' ? 'day' : occasion, gaps: gaps ? 'told' : 'untold' });
  const isText = once && !mart.stands('purchase_history');
  if (!isText) await mart.build(['purchase_history']);
  const history = isText ? `(${await mart.query('purchase_history')})` : mart.table('purchase_history');
  return occasion === 'month'
    ? months(mart, history)
    : `select *, t_x_days as t_x_ticks, t_days as t_ticks from ${history}`;
}

function months(mart: Mart, history: string): string {
  return `with used as (
      select
        customer_id,
        ${monthNumber('order_date')} as month_number,
        sum(spend) as spend
      from ${mart.table('orders')}
      group by customer_id, ${monthNumber('order_date')}
    ),
    ends as (
      select ${monthNumber("(as_of + interval '1 day')")} - 1 as last_month
      from ${mart.table('observation')}
    ),
    starts as (
      select customer_id, month_number, spend, min(month_number) over (partition by customer_id) as first_month
      from used
    )
    select
      starts.customer_id,
      count(*) filter (where month_number > first_month and month_number <= last_month) as x,
      coalesce(max(month_number) filter (where month_number <= last_month) - min(first_month), 0) as t_x_ticks,
      greatest(0, min(last_month) - min(first_month)) as t_ticks,
      min(history.t_x_days) as t_x_days,
      min(history.t_days) as t_days,
      0 as sum_log_gap,
      sum(case when month_number = first_month then spend end) as first_spend,
      sum(case when month_number > first_month and month_number <= last_month then spend end) as repeat_spend
    from starts
    cross join ends
    inner join ${history} as history on starts.customer_id = history.customer_id
    group by starts.customer_id`;
}

/** SQL of the number of a day's month, counted from the year 0. */
export function monthNumber(date: string): string {
  return `cast(12 * extract(year from ${date}) + extract(month from ${date}) as integer)`;
}
