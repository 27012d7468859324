import { join } from 'node:path';
import { type CohortFactors, growth } from '../models/cohort-factors.js';
import type { Store } from '../store/store.js';
import type { ScoringInput } from './score-customers.js';
import { deltaPerDay, type ScoreTerms } from './score-terms.js';
import type { ScoredFile } from './scores-query.js';
import { ofPart } from './scores-text.js';
import { storeScored } from './store-scored.js';

const MONTH_DAYS = 365.25 / 12;

/**
 * Scores every customer by value-to-date factors into `scores`: value to date, net of what
 * was given back, times the growth to come at the customer's age, in complete months. `t_ticks` are months. Gives what is
 * behind that view, which another store can read while the run lasts.
 */
export async function scoreByFactors(
  store: Store,
  { histories, folder }: Pick<ScoringInput, 'histories' | 'folder'>,
  factors: CohortFactors,
  months: number,
  terms: ScoreTerms,
): Promise<ScoredFile> {
  await store.run(`create or replace view histories as select *, 0 as part from (${histories})`);
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
  const text = `with valued as (
      select
        histories.*,
        cast(coalesce($margin, 1) * greatest(0, spend_to_date - returned) * growth as ${money}) as clv
      from histories
      left join growths on histories.t_ticks = growths.t_ticks
    )
    select
      customer_id,
      x,
      t_x_days,
      t_days as "T_days",
      clv,
      is_visible,
      segment
    from valued`;
  const told = {
    basis: `case when x is null then 'prior' else 'cohort' end`,
    p_alive: 'cast(null as decimal(9, 6))',
    p_purchase: 'cast(null as decimal(9, 6))',
    expected_purchases: 'cast(null as decimal(18, 6))',
    expected_spend: `cast(null as ${money})`,
    clv_low: `cast(null as ${money})`,
    clv_high: `cast(null as ${money})`,
    purchases_low: 'cast(null as integer)',
    purchases_high: 'cast(null as integer)',
    next_purchase_days: 'cast(null as decimal(9, 1))',
    kept: 'cast(null as decimal(9, 6))',
    return_cost: 'cast(null as decimal(18, 6))',
    ...ofPart(terms),
  };
  return storeScored(store, join(folder, 'scored.parquet'), { text, told }, terms, { margin: terms.margin });
}
