import { FOR_ONCE } from '../store/export.js';
import { literal } from '../store/sql.js';
import type { Bindings, Store } from '../store/store.js';
import type { ScoreTerms } from './score-terms.js';
import { SCORE_COLUMNS, type ScoredFile, type ScoredText, scoresQuery } from './scores-query.js';

/** Share of the customers in each tier, the most valuable first; the rest are D. Equal values share a tier. */
export const TIERS = [
  { name: 'A', upTo: 0.1 },
  { name: 'B', upTo: 0.3 },
  { name: 'C', upTo: 0.6 },
] as const;

/** What the scores of a run hold beside the columns of the file. */
const FURTHER = ['is_visible', 'segment', 'kept', 'return_cost'] as const;

/**
 * Writes what a query says of the customers to a file of the run, and makes the view `scores` over it: with what is the same
 * for all, and with the tier of each customer. One is in a tier when fewer than its share of the customers are worth more, which
 * is to be worth at least what stands at that place.
 */
export async function storeScored(
  store: Store,
  path: string,
  { text, told }: ScoredText,
  terms: ScoreTerms,
  bindings: Bindings = {},
): Promise<ScoredFile> {
  await store.run(`copy (${text}) to ${literal(path)} (${FOR_ONCE})`, bindings);
  const file = `read_parquet(${literal(path)})`;
  const alike: Readonly<Record<string, string>> = {
    ...told,
    as_of: `cast(${literal(terms.asOf)} as date)`,
    model_id: literal(terms.modelId),
    horizon_days: `cast(${terms.horizonDays} as integer)`,
    currency: `cast(${terms.currency === null ? 'null' : literal(terms.currency)} as varchar)`,
    tier: await tierText(store, file),
  };
  const scored: ScoredFile = {
    path,
    file,
    columns: new Map([...SCORE_COLUMNS, ...FURTHER].map((name) => [name, alike[name] ?? `"${name}"`])),
    told: new Set(Object.keys(alike)),
  };
  await store.run(`create or replace view scores as ${scoresQuery(scored)}`);
  return scored;
}

async function tierText(store: Store, file: string): Promise<string> {
  const [least] = await store.rows(`with places as (
      select quantile_disc(-clv, [${TIERS.map(({ upTo }) => upTo).join(', ')}]) as worth from ${file} where clv is not null
    )
    select ${TIERS.map(({ name }, i) => `-worth[${i + 1}] as ${name}`).join(', ')} from places`);
  const cases = TIERS.filter(({ name }) => least?.[name] != null).map(
    ({ name }) => `when clv >= ${least![name]} then '${name}'`,
  );
  return `case when x is null then null ${cases.join(' ')} else 'D' end`;
}
