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

/** The text of a query of scores; `rows` says which and in what order: what is the same for all is not sorted with them. */
export type ScoresQuery = (rows?: string) => string;
