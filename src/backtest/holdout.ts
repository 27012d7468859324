import type { Mart } from '../mart/build.js';
import { wasKnown } from './late-orders.js';

/** Histories as they stood on the last day of a calibration, with what each did afterwards; times in days. */
export interface Holdout {
  readonly X: Float64Array;
  readonly T_X: Float64Array;
  readonly T: Float64Array;
  /** Purchases after the calibration, up to the end of observation. */
  readonly AFTER: Float64Array;
  readonly N: Float64Array;
  /** Days from the end of calibration to the end of observation. */
  readonly days: number;
}

/**
 * Splits the observation at a day: customers who had bought by then, what was known of them on that evening
 * (`findLateOrders` has been called), and their purchases since, those of nobody left out. Grouped, and sorted by
 * (x, t_x, T, purchases since). `orders` may be the table of a sample.
 */
export async function readHoldout(
  mart: Mart,
  split: string,
  occasion: 'day' | 'order',
  orders: string = mart.table('orders'),
): Promise<Holdout> {
  const by = occasion === 'day' ? '' : ', order_id';
  const columns = await mart.columns(
    `with occasions as (
      select customer_id, order_date from ${orders} as orders
      where ${wasKnown(split)}
      group by customer_id, order_date${by}
    ),
    histories as (
      select
        count(*) filter (where order_date <= date '${split}') - 1 as x,
        max(case when order_date <= date '${split}' then order_date end) - min(order_date) as t_x,
        date '${split}' - min(order_date) as t,
        count(*) filter (where order_date > date '${split}') as later
      from occasions
      group by customer_id
      having min(order_date) <= date '${split}'
    )
    select cast(x as double) as x, cast(t_x as double) as t_x, cast(t as double) as t, cast(later as double) as later,
      cast(count(*) as double) as n
    from histories group by all order by 1, 2, 3, 4`,
    ['x', 't_x', 't', 'later', 'n'],
  );
  const [row] = await mart.rows(`select as_of - date '${split}' as days from {{ ref('observation') }}`);
  return {
    X: columns.x,
    T_X: columns.t_x,
    T: columns.t,
    AFTER: columns.later,
    N: columns.n,
    days: Number(row!.days),
  };
}

/** Every step-th group, so that at most `most` are left: a systematic sample over histories and outcomes. */
export function thinHoldout(holdout: Holdout, most: number): Holdout {
  const step = Math.max(1, Math.ceil(holdout.X.length / most));
  const pick = (column: Float64Array) => column.filter((_, i) => i % step === 0);
  return {
    ...holdout,
    X: pick(holdout.X),
    T_X: pick(holdout.T_X),
    T: pick(holdout.T),
    AFTER: pick(holdout.AFTER),
    N: pick(holdout.N),
  };
}
