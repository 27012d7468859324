import type { Mart } from '../mart/build.js';
import type { WithinRow } from '../models/gammagamma/within-spread.js';
import type { Occasion } from './occasion-histories.js';
import type { SampledOrders } from './sampled-orders.js';

/** No spend of a purchase is larger in data of customers; squares stay exact below. */
const MOST = '1000000000000';

/**
 * Reads how customers' own spends vary, by the number of occasions: the repeat ones, or all. Customers with an occasion of no
 * spend are left out, since a gamma never makes one; months are not occasions of one purchase, and tell nothing.
 */
export async function readWithinSpread(
  mart: Mart,
  { table }: SampledOrders,
  occasion: Occasion,
  spendHistory: 'repeat' | 'all',
): Promise<WithinRow[]> {
  if (occasion === 'month') return [];
  const by = occasion === 'day' ? '' : ', order_id';
  const rows = await mart.rows(`with occasions as (
      select
        customer_id,
        sum(spend) as spend,
        row_number() over (partition by customer_id order by order_date${by}) as place
      from ${table}
      group by customer_id, order_date${by}
    ),
    spends as (
      select customer_id, cast(spend as decimal(18, 4)) as spend
      from occasions
      where ${spendHistory === 'all' ? 'true' : 'place > 1'} and abs(spend) < ${MOST}
    ),
    customers as (
      select
        count(*) as n,
        count(*) * cast(sum(cast(spend as decimal(38, 4)) * spend) as double) / pow(cast(sum(spend) as double), 2) - 1 as q
      from spends
      group by customer_id
      having count(*) > 1 and min(spend) > 0
    )
    select n, count(*) as customers, ${[1, 2, 3, 4]
      .map((k) => `cast(sum(cast(pow(q, ${k}) as decimal(38, 15))) as double) as q${k}`)
      .join(', ')}
    from customers group by n order by n`);
  return rows.map(({ n, customers, q1, q2, q3, q4 }) => ({
    n: Number(n),
    customers: Number(customers),
    powers: [Number(q1), Number(q2), Number(q3), Number(q4)],
  }));
}
