import type { Mart } from '../mart/build.js';

/** What a report may say of the scores that stand in the workspace. */
export interface Scored {
  readonly modelId: string;
  readonly horizonDays: number;
  /** False where no margin was known: values are revenue. */
  readonly isProfit: boolean;
}

/** The scores, where they are of the very day on which the observation ends and of one model; null otherwise. */
export async function scoredOn(mart: Mart, asOf: string): Promise<Scored | null> {
  const [row] = await mart.rows(`select
      count(*) as customers,
      min(as_of) as first_day,
      max(as_of) as last_day,
      min(model_id) as model_id,
      max(model_id) as other_id,
      max(horizon_days) as horizon_days,
      count(margin) as margins
    from {{ ref('scores') }} where x is not null`);
  if (row === undefined || Number(row.customers) === 0) return null;
  if (row.first_day !== asOf || row.last_day !== asOf || row.model_id !== row.other_id) return null;
  return {
    modelId: String(row.model_id),
    horizonDays: Number(row.horizon_days),
    isProfit: Number(row.margins) > 0,
  };
}
