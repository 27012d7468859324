import { money } from '../../common/money.js';
import type { Note } from '../../common/result.js';
import type { Mart } from '../../mart/build.js';
import { type Aggregate, aggregate, sum } from '../aggregate.js';
import type { PeriodTotals } from './scope.js';

/** Profit is what customers are ranked by when at least this share of the spend has a known profit. */
const ENOUGH_KNOWN = '0.95';

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

export function chooseMetric(
  asked: 'profit' | 'spend' | null,
  buyers: Aggregate,
): { metric: 'profit' | 'spend'; note: Note } {
  const known = buyers.spend.isZero() ? money(0) : buyers.profitKnownSpend.div(buyers.spend);
  const percent = `${known.times(100).toDecimalPlaces(1).toFixed(1)} %`;
  if (asked !== null)
    return {
      metric: asked,
      note: {
        code: 'metric',
        text: `Customers are ranked by ${asked}, as asked; the profit is known for ${percent} of the spend.`,
      },
    };
  const metric = buyers.profit !== null && known.gte(ENOUGH_KNOWN) ? 'profit' : 'spend';
  const reason =
    metric === 'profit'
      ? `the profit is known for ${percent} of the spend`
      : buyers.profit === null
        ? 'no profit is known: name a cost, margin or profit column with --columns, or give --margin'
        : `the profit is known for only ${percent} of the spend`;
  return { metric, note: { code: 'metric', text: `Customers are ranked by ${metric}: ${reason}.` } };
}
