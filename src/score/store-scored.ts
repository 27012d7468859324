import { FOR_ONCE } from '../store/export.js';
import { literal } from '../store/sql.js';
import type { Bindings, Store } from '../store/store.js';
import type { ScoreTerms } from './score-terms.js';
import { SCORE_COLUMNS, type ScoresQuery } from './scores-query.js';

/** Share of the customers in each tier, the most valuable first; the rest are D. Equal values share a tier. */
export const TIERS = [
  { name: 'A', upTo: 0.1 },
  { name: 'B', upTo: 0.3 },
  { name: 'C', upTo: 0.6 },
] as const;

/** What the scores of a run hold beside the columns of the file. */
const FURTHER = ['is_visible', 'segment', 'kept', 'return_cost'] as const;

/** What is the same for all where there is one part, with its type. */
const OF_PARTS = { margin: 'decimal(18, 6)', annual_rate: 'decimal(9, 6)' } as const;

/**
 * Writes what a query says of the customers to a file of the run, and makes the view `scores` over it: with what is the same
 * for all, and with the tier of each customer. One is in a tier when fewer than its share of the customers are worth more, which
 * is to be worth at least what stands at that place. Gives the query of the view, of all rows or of some, which another store
 * can run too.
 */
export async function storeScored(
  store: Store,
  path: string,
  query: string,
  terms: ScoreTerms,
  bindings: Bindings = {},
): Promise<ScoresQuery> {
  await store.run(`copy (${query}) to ${literal(path)} (${FOR_ONCE})`, bindings);
  const scored = `read_parquet(${literal(path)})`;
  const alike: Readonly<Record<string, string>> = {
    as_of: `cast(${literal(terms.asOf)} as date) as as_of`,
    model_id: `${literal(terms.modelId)} as model_id`,
    horizon_days: `cast(${terms.horizonDays} as integer) as horizon_days`,
    currency: `cast(${terms.currency === null ? 'null' : literal(terms.currency)} as varchar) as currency`,
    tier: await tierText(store, scored),
    ...(await sharedTexts(store, scored)),
  };
  const columns = [...SCORE_COLUMNS, ...FURTHER].map((name) => alike[name] ?? `"${name}"`);
  const scores: ScoresQuery = (rows = '') => `select ${columns.join(', ')} from (from ${scored} ${rows})`;
  await store.run(`create or replace view scores as ${scores()}`);
  return scores;
}

async function tierText(store: Store, scored: string): Promise<string> {
  const [least] = await store.rows(`with places as (
      select quantile_disc(-clv, [${TIERS.map(({ upTo }) => upTo).join(', ')}]) as worth from ${scored} where clv is not null
    )
    select ${TIERS.map(({ name }, i) => `-worth[${i + 1}] as ${name}`).join(', ')} from places`);
  const cases = TIERS.filter(({ name }) => least?.[name] != null).map(
    ({ name }) => `when clv >= ${least![name]} then '${name}'`,
  );
  return `case when x is null then null ${cases.join(' ')} else 'D' end as tier`;
}

/** Texts of the columns of parts in which all rows have one value. */
async function sharedTexts(store: Store, scored: string): Promise<Record<string, string>> {
  const names = Object.keys(OF_PARTS) as (keyof typeof OF_PARTS)[];
  const cells = names.map(
    (name) =>
      `case when count(${name}) = count(*) and min(${name}) = max(${name}) then cast(min(${name}) as varchar) end as ${name}`,
  );
  const values = await store.one(`select ${cells.join(', ')} from ${scored}`);
  return Object.fromEntries(
    names
      .filter((name) => values[name] !== null)
      .map((name) => [name, `cast(${literal(String(values[name]))} as ${OF_PARTS[name]}) as ${name}`]),
  );
}
