import { type CohortFactors, growth } from '../models/cohort-factors.js';
import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { deltaPerDay, type ScoreTerms } from './score-terms.js';
import type { ScoresQuery } from './scores-query.js';
import { storeScored } from './store-scored.js';

const MONTH_DAYS = 365.25 / 12;

/**
 * Scores every customer of a file of histories by value-to-date factors into `scores`: value to date, net of what
 * was given back, times the growth to come at the customer's age, in complete months. `t_ticks` are months. Gives the query
 * behind that view, which another store can run while the run lasts.
 */
export async function scoreByFactors(
  store: Store,
  histories: string,
  factors: CohortFactors,
  months: number,
  terms: ScoreTerms,
): Promise<ScoresQuery> {
  await store.run(
    `create or replace view histories as select *, 0 as part from read_parquet(${literal(histories)})`,
  );
  const { oldest } = await store.one('select coalesce(max(t_ticks), 0) as oldest from histories');
  await store.run('create or replace table growths (t_ticks integer, growth double)');
  const delta = deltaPerDay(terms.annualRate) * MONTH_DAYS;
  const ages = Array.from({ length: Number(oldest) + 1 }, (_, age) => age);
  const appender = await store.appender('growths');
  try {
    appender.append([
      Int32Array.from(ages),
      Float64Array.from(ages, (age) => growth(factors, age, months, delta)),
    ]);
  } finally {
    appender.close();
  }
  const money = `decimal(38, ${terms.digits})`;
  const query = `with valued as (
      select
        histories.*,
        cast(coalesce($margin, 1) * greatest(0, spend_to_date - returned) * growth as ${money}) as clv
      from histories
      left join growths on histories.t_ticks = growths.t_ticks
    )
    select
      customer_id,
      case when x is null then 'prior' else 'cohort' end as basis,
      x,
      t_x_days,
      t_days as "T_days",
      cast(null as decimal(9, 6)) as p_alive,
      cast(null as decimal(9, 6)) as p_purchase,
      cast(null as decimal(18, 6)) as expected_purchases,
      cast(null as ${money}) as expected_spend,
      cast($margin as decimal(18, 6)) as margin,
      clv,
      cast(null as ${money}) as clv_low,
      cast(null as ${money}) as clv_high,
      cast(null as integer) as purchases_low,
      cast(null as integer) as purchases_high,
      cast(null as decimal(9, 1)) as next_purchase_days,
      cast($annual_rate as decimal(9, 6)) as annual_rate,
      is_visible,
      segment,
      cast(null as decimal(9, 6)) as kept,
      cast(null as decimal(18, 6)) as return_cost
    from valued`;
  return storeScored(store, `${histories}.scored`, query, terms, {
    margin: terms.margin,
    annual_rate: terms.annualRate,
  });
}
