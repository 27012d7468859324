import type { Vars } from './relation.js';

/** Vars before any setting: the whole history in UTC, spend as the metric. */
export const defaultVars: Vars = {
  as_of: null,
  attribute: null,
  cohort_end: null,
  cohort_granularity: 'month',
  cohort_start: null,
  fiscal_year_start: 1,
  from_date: null,
  granularity: 'all',
  metric: 'spend',
  occasion: 'day',
  other_from: null,
  other_to: null,
  time_zone: 'UTC',
  to_date: null,
  zero_value: 'keep',
};
