import type { Vars } from './relation.js';

/** Vars before any setting: the whole history in UTC, spend as the metric. */
export const defaultVars: Vars = {
  as_of: null,
  attribute: null,
  cohort_by: null,
  cohort_date: null,
  cohort_end: null,
  cohort_granularity: 'month',
  cohort_start: null,
  fiscal_year_start: 1,
  from_date: null,
  gaps: 'told',
  granularity: 'all',
  history_start: null,
  metric: 'spend',
  occasion: 'day',
  other_from: null,
  other_to: null,
  product_level: 'category',
  rfm_from: null,
  rfm_to: null,
  through_age: 0,
  time_zone: 'UTC',
  to_date: null,
  top_items: 100,
  zero_value: 'keep',
};
