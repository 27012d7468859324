import type { VarName } from '../relation.js';

/** What the settings that relations read mean. */
export const varMeanings: Readonly<Partial<Record<VarName, string>>> = {
  as_of: 'last day of observation; null = the last order day',
  attribute: 'attribute that a report is split by',
  attributes_as_of:
    "which day's attributes of the customers files count: now (the end of observation), then (each one's acquisition), or day",
  attributes_day: 'that day, where it is one for all',
  cohort_by: 'how cohorts are formed: attribute, rfm_segment or decile; null = by acquisition',
  cohort_date: 'last day that decides the cohort of a customer, where it is formed by what they did',
  cohort_end: 'last day of acquisition of the cohort',
  cohort_granularity: "calendar period of a cohort's ages",
  cohort_start: 'first day of acquisition of the cohort',
  fiscal_year_start: 'month in which the fiscal year starts, 1 to 12',
  from_date: "first day of the report's period",
  gaps: 'told, or untold where nobody asks for the logarithms of the gaps between purchases',
  granularity: 'calendar periods that are built: week, month, quarter, year or all',
  history_start: 'customers first seen earlier may have been customers before the data begin; null = none',
  metric: 'what customers are ranked by: profit or spend',
  occasion: 'what a purchase occasion is: day or order',
  order_days: 'told, or untold where nobody asks how many different days a customer ordered on',
  other_from: 'first day of the period that is compared with',
  other_to: 'last day of the period that is compared with',
  product_level: 'what the product lens counts: category or product',
  rfm_from: 'first day of the orders that RFM counts; null = the first of all',
  rfm_to: 'day at which RFM stands',
  through_age: 'last age that counts',
  time_zone: 'time zone that decides days',
  to_date: "last day of the report's period",
  top_items: 'categories or products that keep their name',
  consent: 'consent that customers of row-level output have given; null asks for none',
  zero_value: 'whether lines of value zero count: keep or drop',
};
