import type { Store } from '../store/store.js';
import { SCORE_COLUMNS } from './write-scores.js';

/** Share of the customers in each tier, the most valuable first; the rest are D. Equal values share a tier. */
export const TIERS = [
  { name: 'A', upTo: 0.1 },
  { name: 'B', upTo: 0.3 },
  { name: 'C', upTo: 0.6 },
] as const;

/** What the scores of a run hold beside the columns of the file. */
const FURTHER = ['is_visible', 'segment', 'kept', 'return_cost'] as const;

/**
 * Makes the view `scores` over the table `scored`, with the tier of each customer: one is in a tier when fewer than its share of
 * the customers are worth more, which is to be worth at least what stands at that place.
 */
export async function storeTiers(store: Store): Promise<void> {
  const [least] = await store.rows(`with places as (
      select quantile_disc(-clv, [${TIERS.map(({ upTo }) => upTo).join(', ')}]) as worth from scored where clv is not null
    )
    select ${TIERS.map(({ name }, i) => `-worth[${i + 1}] as ${name}`).join(', ')} from places`);
  const cases = TIERS.filter(({ name }) => least?.[name] != null).map(
    ({ name }) => `when clv >= ${least![name]} then '${name}'`,
  );
  const tier = `case when x is null then null ${cases.join(' ')} else 'D' end as tier`;
  const columns = [...SCORE_COLUMNS, ...FURTHER].map((name) => (name === 'tier' ? tier : `"${name}"`));
  await store.run(`create or replace view scores as select ${columns.join(', ')} from scored`);
}
