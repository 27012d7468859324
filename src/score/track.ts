import type { Mart } from '../mart/build.js';
import type { Occasion } from './occasion-histories.js';

/** When customers came first and came again, day by day. */
export interface Track {
  /** Days since the first order of all, ascending; the days on which somebody came. */
  readonly DAY: Float64Array;
  /** Customers whose first purchase it was. */
  readonly NEW: Float64Array;
  /** Repeat purchases. */
  readonly REPEATS: Float64Array;
  /** Days from the first order of all to the end of observation. */
  readonly end: number;
}

/**
 * Reads it from the orders observed, histories being of the same occasion; of months, whole days still. Orders of a day less those that somebody placed beside another
 * are its purchases: only customers with more orders than days are counted one by one.
 */
export async function readTrack(mart: Mart, occasion: Occasion): Promise<Track> {
  await mart.build(['purchase_history']);
  const columns = await mart.columns(
    `with fuller_days as (
      ${mart.stands('fuller_days') ? "select order_date, orders from {{ ref('fuller_days') }}" : FULLER_DAYS}
    ),
    surplus as (
      select order_date, sum(orders - 1) as more from fuller_days where ${occasion !== 'order'} group by order_date
    ),
    newcomers as (
      select observation.as_of - cast(t_days as integer) as order_date, count(*) as customers
      from {{ ref('purchase_history') }} cross join {{ ref('observation') }} as observation
      group by observation.as_of - cast(t_days as integer)
    ),
    days as (
      select
        order_days.order_date,
        order_days.orders - coalesce(surplus.more, 0) as purchases,
        coalesce(newcomers.customers, 0) as customers
      from {{ ref('order_days') }} as order_days
      left join surplus on order_days.order_date = surplus.order_date
      left join newcomers on order_days.order_date = newcomers.order_date
    )
    select
      cast(order_date - min(order_date) over () as double) as day,
      cast(customers as double) as new,
      cast(purchases - customers as double) as repeats,
      cast(observation.as_of - min(order_date) over () as double) as end_day
    from days cross join {{ ref('observation') }} as observation order by order_date`,
    ['day', 'new', 'repeats', 'end_day'],
  );
  return { DAY: columns.day, NEW: columns.new, REPEATS: columns.repeats, end: columns.end_day[0] ?? 0 };
}

const FULLER_DAYS = `select order_date, count(*) as orders from {{ ref('orders') }}
  where customer_id in (select customer_id from {{ ref('customers') }} where orders > order_days)
  group by customer_id, order_date`;
