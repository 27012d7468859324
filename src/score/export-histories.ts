import type { Mart } from '../mart/build.js';
import { literal } from '../store/sql.js';
import { spendOf } from './fit-data.js';

/** What scoring reads of the whole base. */
export interface BaseTotals {
  /** Profit as a share of the spend whose profit is known, both net of returns; null when none is known. */
  readonly margin: number | null;
  /** Share of the spend whose profit is known. */
  readonly marginKnown: number;
  /** Money given back as a share of gross spend, 0 to 1. */
  readonly returnShare: number;
}

/**
 * Writes a row per customer to a Parquet file: the purchase history as of the mart's end of observation, or nulls for
 * a customer who is known without an order. The file is private to the run.
 */
export async function exportHistories(
  mart: Mart,
  path: string,
  occasion: 'day' | 'order',
  spendHistory: 'repeat' | 'all',
): Promise<void> {
  mart.set({ occasion });
  await mart.build(['purchase_history', 'customer_profiles']);
  const { occasions, money } = spendOf(spendHistory);
  const spends = `${occasions} > 0 and ${money} > 0`;
  await mart.store.run(`copy (
    with others as (
      select customer_id from ${mart.table('customer_profiles')}
      where acquisition_ts is null or cast(acquisition_ts as date) <= (select as_of from ${mart.table('observation')})
      union
      select customer_id from ${mart.table('returns')}
    ),
    histories as (
      select
        customer_id,
        cast(x as integer) as x,
        cast(t_x_days as integer) as t_x_days,
        cast(t_days as integer) as t_days,
        cast(case when ${spends} then ${occasions} else 0 end as integer) as spend_x,
        case when ${spends} then cast(${money} as double) else 0 end as spend_total
      from ${mart.table('purchase_history')}
      union all
      select others.customer_id, null, null, null, null, null from others
      where not exists (select 1 from ${mart.table('purchase_history')} as known where known.customer_id = others.customer_id)
    )
    select histories.*, coalesce(profiles.is_visible, true) as is_visible
    from histories
    left join ${mart.table('customer_profiles')} as profiles on histories.customer_id = profiles.customer_id
  ) to ${literal(path)} (format parquet, compression uncompressed)`);
}

/** Reads margin and returns from the orders and returns observed. */
export async function readTotals(mart: Mart): Promise<BaseTotals> {
  const [row] = await mart.rows(`select
      cast(bought.spend as double) as spend,
      cast(coalesce(bought.profit, 0) + coalesce(given_back.profit_effect, 0) as double) as profit,
      cast(bought.known - coalesce(given_back.known, 0) as double) as known,
      cast(coalesce(given_back.amount, 0) as double) as returns
    from (
      select coalesce(sum(spend), 0) as spend, sum(profit) as profit, coalesce(sum(profit_known_spend), 0) as known
      from {{ ref('orders') }}
    ) as bought
    cross join (
      select sum(amount) as amount, sum(profit_effect) as profit_effect, sum(profit_known_amount) as known
      from {{ ref('returns') }}
    ) as given_back`);
  const { spend, profit, known, returns } = row as unknown as Record<
    'spend' | 'profit' | 'known' | 'returns',
    number
  >;
  const net = spend - returns;
  return {
    margin: known > 0 ? profit / known : null,
    marginKnown: known > 0 && net > 0 ? Math.min(1, known / net) : 0,
    returnShare: spend > 0 ? Math.min(1, Math.max(0, returns / spend)) : 0,
  };
}
