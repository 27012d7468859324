import { exportQuery } from '../store/export.js';
import type { Store } from '../store/store.js';
import { SCORE_COLUMNS, type ScoredFile, scoresQuery } from './scores-query.js';

/**
 * Writes scores as CSV or Parquet, one row a visible customer, ordered by id. In CSV an id that a spreadsheet
 * would take for a formula gets a leading quote.
 */
export async function writeScores(
  store: Store,
  scores: ScoredFile,
  path: string,
  form: 'csv' | 'parquet',
  digits: number,
): Promise<void> {
  const texts: Readonly<Record<string, string>> =
    form === 'csv'
      ? { customer_id: `${WITHOUT_FORMULA} as customer_id` }
      : Object.fromEntries(MONEY.map((name) => [name, `cast(${name} as decimal(38, ${digits})) as ${name}`]));
  const columns = SCORE_COLUMNS.map((name) => texts[name] ?? `"${name}"`);
  const query = `select ${columns.join(', ')} from (${scoresQuery(scores, 'where is_visible order by customer_id')})`;
  await exportQuery(store, query, path, form);
}

/** Of one type in every Parquet file, however large the values are. */
const MONEY = ['expected_spend', 'clv', 'clv_low', 'clv_high'];

const WITHOUT_FORMULA = `case when regexp_matches(customer_id, '^[=+@\\t\\r-]') then '''' || customer_id else customer_id end`;
