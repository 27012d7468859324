import type { Mart } from '../../mart/build.js';
import { type Aggregate, aggregate, sum } from '../aggregate.js';
import type { PeriodTotals } from './scope.js';

export async function periodTotals(mart: Mart): Promise<PeriodTotals> {
  await mart.build(['lens1_groups']);
  const groups = await mart.rows(`select * from {{ ref('lens1_groups') }}`);
  const of = (name: string) => sum(groups.filter((row) => row.customer_group === name).map(aggregate));
  const buyers = of('with_orders');
  const returnsOnly = of('returns_only');
  return { buyers, returnsOnly, all: sum([buyers, returnsOnly]), direct: await directTotals(mart) };
}

/** The second way to the same totals: straight from orders and returns, without grouping by customer. */
async function directTotals(mart: Mart): Promise<Aggregate> {
  const within = (column: string) =>
    `${column} between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)`;
  const [orders] = await mart.rows(
    `select count(distinct customer_id) as customers, count(*) as orders, sum(spend) as spend, sum(profit) as profit,
      sum(profit_known_spend) as profit_known_spend from {{ ref('orders') }} where ${within('order_date')}`,
  );
  const [returns] = await mart.rows(
    `select 0 as customers, 0 as orders, -sum(amount) as spend, sum(profit_effect) as profit,
      -sum(profit_known_amount) as profit_known_spend from {{ ref('returns') }} where ${within('return_date')}`,
  );
  return sum([aggregate(orders!), aggregate(returns!)]);
}
