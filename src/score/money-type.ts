import type { Store } from '../store/store.js';
import type { ScoreTerms } from './score-terms.js';

/** Values below this, in minor units, surely fit into 18 digits. */
const SURE = 1e16;

/**
 * The type of money in scores. What fits into 18 digits is written and added up at a third of the cost of 38; whether it does
 * is known from bounds: of spend (`histories`, `parts`) and of the purchases and values that the models foresee (`cells`).
 */
export async function moneyType(
  store: Store,
  { digits, returnCost }: Pick<ScoreTerms, 'digits' | 'returnCost'>,
): Promise<string> {
  const { bound } = await store.one(
    `with most as (
      select
        coalesce(max(abs(spend_total)), 0) as spend,
        coalesce(max(times_returned), 0) as returns,
        coalesce(max(spend_x), 0) as spend_x
      from histories
    ),
    futures as (select coalesce(max(greatest(1, expected, discounted, value_low, value_high)), 1) as times from cells)
    select max(times * (
        greatest(1, abs(coalesce(margin, 1)))
        * coalesce(one_spend, (gamma + spend) * (1 + case when q > 1 then p / (q - 1) else 1e100 end))
        + cast($return_cost as double) * returns * (2 + spend_x + coalesce(q / p, 0))
      )) as bound
    from parts cross join most cross join futures`,
    { return_cost: returnCost },
  );
  return Number(bound) * 10 ** digits < SURE ? `decimal(18, ${digits})` : `decimal(38, ${digits})`;
}
