import { column } from '../../mart/list/column.js';
import type { Relation } from '../../mart/relation.js';

const folder = new URL('./', import.meta.url).href;

const moment = (name: string, doc: string, unit?: string) => column(name, 'DECIMAL(38,0)', doc, unit);

export const lens4Relations: readonly Relation[] = [
  {
    name: 'lens4_moments',
    scope: 'global',
    materialized: 'table',
    folder,
    grain: 'one row per cohort and period from which its ages count',
    key: ['cohort', 'start_index'],
    inputs: ['cohort_members', 'cohort_periods'],
    vars: ['cohort_date', 'metric', 'through_age'],
    doc: 'Sums, squares and products over the customers of a cohort up to one age, for sampling errors. Money in ten-thousandths.',
    columns: [
      column('cohort', 'VARCHAR', 'name of the cohort; null = cohorts by acquisition'),
      column('start_index', 'INTEGER', 'period from which ages count'),
      moment('active', 'customers with an order at that age'),
      moment('active_periods', 'periods with an order, summed over customers'),
      moment('orders', 'orders'),
      moment('spend', 'net spend in periods with an order', 'ten-thousandths'),
      moment('profit', 'profit in these, unknown as 0', 'ten-thousandths'),
      moment('known', 'net spend whose profit is known in these', 'ten-thousandths'),
      moment('value', 'profit or spend in all periods, by metric', 'ten-thousandths'),
      moment('active_periods_2', 'sum of squares'),
      moment('orders_active_periods', 'sum of products'),
      moment('orders_2', 'sum of squares'),
      moment('spend_orders', 'sum of products'),
      moment('spend_2', 'sum of squares'),
      moment('profit_2', 'sum of squares'),
      moment('profit_known', 'sum of products'),
      moment('known_2', 'sum of squares'),
      moment('value_2', 'sum of squares'),
    ],
    checks: [{ kind: 'unique', columns: ['cohort', 'start_index'] }],
  },
];
