import { exportQuery } from '../store/export.js';
import type { Store } from '../store/store.js';

/** Columns of the score file, in its order. */
export const SCORE_COLUMNS = [
  'customer_id',
  'as_of',
  'model_id',
  'basis',
  'x',
  't_x_days',
  'T_days',
  'p_alive',
  'p_purchase',
  'expected_purchases',
  'expected_spend',
  'margin',
  'clv',
  'clv_low',
  'clv_high',
  'purchases_low',
  'purchases_high',
  'next_purchase_days',
  'tier',
  'horizon_days',
  'annual_rate',
  'currency',
] as const;

/**
 * Writes the table `scores` as CSV or Parquet, one row a visible customer, ordered by id. In CSV an id that a spreadsheet
 * would take for a formula gets a leading quote.
 */
export async function writeScores(store: Store, path: string, form: 'csv' | 'parquet'): Promise<void> {
  const columns = SCORE_COLUMNS.map((name) =>
    form === 'csv' && name === 'customer_id' ? `${WITHOUT_FORMULA} as customer_id` : `"${name}"`,
  );
  const query = `select ${columns.join(', ')} from scores where is_visible order by scores.customer_id`;
  await exportQuery(store, query, path, form);
}

const WITHOUT_FORMULA = `case when regexp_matches(customer_id, '^[=+@\\t\\r-]') then '''' || customer_id else customer_id end`;
