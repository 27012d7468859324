import type { Mart } from '../../mart/build.js';
import { type Aggregate, aggregate, sum } from '../aggregate.js';
import { GROUPS, type Group, type PairTotals, type Side } from './scope.js';

/** Sums of both periods by group of customers. */
export async function pairTotals(mart: Mart): Promise<PairTotals> {
  await mart.build(['lens2_groups']);
  const rows = await mart.rows(`select * from {{ ref('lens2_groups') }}`);
  const of = (names: readonly string[]) =>
    bySide((side) =>
      sum(
        rows
          .filter(
            (row) => names.includes(String(row.customer_group)) && row.moment === (side === 'first' ? 1 : 2),
          )
          .map(aggregate),
      ),
    );
  return {
    groups: Object.fromEntries(GROUPS.map((group) => [group, of([group])])) as Record<
      Group,
      Record<Side, Aggregate>
    >,
    active: of(GROUPS),
    returnsOnly: of(['returns_only']),
    direct: { first: await directTotals(mart, 'first'), second: await directTotals(mart, 'second') },
  };
}

export function bySide<T>(of: (side: Side) => T): Record<Side, T> {
  return { first: of('first'), second: of('second') };
}

/** The second way to the same totals: straight from orders and returns, without grouping by customer. */
async function directTotals(mart: Mart, side: Side): Promise<Aggregate> {
  const within = (column: string) =>
    side === 'first'
      ? `${column} between cast({{ var('other_from') }} as date) and cast({{ var('other_to') }} as date)`
      : `${column} between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)`;
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
