import type { Mart } from '../mart/build.js';
import { correlation } from './correlation.js';
import { type Measure, measureOf } from './measure.js';

/** How customers of one period differ. */
export interface Spread {
  readonly customers: number;
  /** Spend, orders, average spend per order, profit and margin; nothing of the last two where no profit is known. */
  readonly measures: readonly Measure[];
  /** Of orders with the average spend per order; null where it is not defined. */
  readonly correlation: number | null;
}

interface Asked {
  readonly hasProfit: boolean;
  readonly correlated?: boolean;
}

/**
 * The spread over the customers whom lens 1 has ranked, found once: the later of two periods that lens 2 compares is often the
 * same one.
 */
export function spreadOfRanked(mart: Mart, hasProfit: boolean): Promise<Spread> {
  return mart.once('lens1_ranked', 'spread', () =>
    spreadOf(mart, `{{ ref('lens1_ranked') }}`, { hasProfit, correlated: true }),
  );
}

/** The same over the rows of a relation, one a customer, with orders, spend, profit and profit_known_spend. */
export async function spreadOf(
  mart: Mart,
  from: string,
  { hasProfit, correlated = false }: Asked,
): Promise<Spread> {
  const { orders, spend, aov } = await mart.columns(
    `select cast(orders as double) as orders, cast(spend as double) as spend, money_quotient(spend, orders) as aov
    from ${from}`,
    ['orders', 'spend', 'aov'],
  );
  // Before they are sorted.
  const found = correlated ? correlation(orders, aov) : null;
  const gains = hasProfit
    ? await mart.columns(
        `select cast(profit as double) as profit,
          case when profit_known_spend > 0 then money_quotient(profit, profit_known_spend) end as margin
        from ${from}`,
        ['profit', 'margin'],
      )
    : { profit: new Float64Array(), margin: new Float64Array() };
  return {
    customers: orders.length,
    measures: [
      measureOf('spend', 'money', spend),
      measureOf('orders', 'count', orders),
      measureOf('aov', 'money', aov),
      measureOf('profit', 'money', gains.profit),
      measureOf('margin', 'share', gains.margin),
    ],
    correlation: found,
  };
}
