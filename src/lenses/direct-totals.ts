import type { Mart } from '../mart/build.js';
import { type Aggregate, aggregate, sum } from './aggregate.js';

/**
 * Totals of a period (both days inclusive) straight from orders and returns, without grouping by customer: the second way to
 * what lenses 1 and 2 add up.
 */
export async function directTotals(mart: Mart, from: string, to: string): Promise<Aggregate> {
  const [orders] = await mart.rowsOnce(
    `select count(distinct customer_id) as customers, count(*) as orders, sum(spend) as spend, sum(profit) as profit,
      sum(profit_known_spend) as profit_known_spend
    from {{ ref('orders') }} where order_date between cast($from as date) and cast($to as date)`,
    { from, to },
  );
  const [returns] = await mart.rowsOnce(
    `select 0 as customers, 0 as orders, -sum(amount) as spend, sum(profit_effect) as profit,
      -sum(profit_known_amount) as profit_known_spend
    from {{ ref('returns') }} where return_date between cast($from as date) and cast($to as date)`,
    { from, to },
  );
  return sum([aggregate(orders!), aggregate(returns!)]);
}
