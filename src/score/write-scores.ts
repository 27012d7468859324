import { exportQuery } from '../store/export.js';
import type { Store } from '../store/store.js';
import { SCORE_COLUMNS, type ScoresQuery } from './scores-query.js';

/**
 * Writes scores as CSV or Parquet, one row a visible customer, ordered by id. In CSV an id that a spreadsheet
 * would take for a formula gets a leading quote.
 */
export async function writeScores(
  store: Store,
  scores: ScoresQuery,
  path: string,
  form: 'csv' | 'parquet',
): Promise<void> {
  const columns = SCORE_COLUMNS.map((name) =>
    form === 'csv' && name === 'customer_id' ? `${WITHOUT_FORMULA} as customer_id` : `"${name}"`,
  );
  const query = `select ${columns.join(', ')} from (${scores('where is_visible order by customer_id')})`;
  await exportQuery(store, query, path, form);
}

const WITHOUT_FORMULA = `case when regexp_matches(customer_id, '^[=+@\\t\\r-]') then '''' || customer_id else customer_id end`;
