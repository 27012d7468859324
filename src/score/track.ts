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
}

/** Reads it from the orders observed; of months, whole days still. */
export async function readTrack(mart: Mart, occasion: Occasion): Promise<Track> {
  const by = occasion === 'order' ? ', order_id' : '';
  const columns = await mart.columns(
    `with occasions as (
      select customer_id, order_date from {{ ref('orders') }} group by customer_id, order_date${by}
    ),
    ranked as (
      select order_date, row_number() over (partition by customer_id order by order_date) as place from occasions
    )
    select
      cast(order_date - min(order_date) over () as double) as day,
      cast(count(*) filter (where place = 1) as double) as new,
      cast(count(*) filter (where place > 1) as double) as repeats
    from ranked group by order_date order by order_date`,
    ['day', 'new', 'repeats'],
  );
  return { DAY: columns.day, NEW: columns.new, REPEATS: columns.repeats };
}
