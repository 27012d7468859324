import { column, SUM, unless } from '../../mart/list/column.js';
import type { Relation } from '../../mart/relation.js';

const folder = new URL('./', import.meta.url).href;

const count = (name: string, doc: string) => column(name, 'BIGINT', doc);
const money = (name: string, doc: string) => column(name, SUM, doc, 'money_unit');
const square = (name: string, doc: string) => column(name, 'DECIMAL(38,8)', doc, 'money_unit²');

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
    doc: 'Sums, squares and products over the customers of a cohort up to one age, for sampling errors.',
    columns: [
      column('cohort', 'VARCHAR', 'name of the cohort; null = cohorts by acquisition'),
      column('start_index', 'INTEGER', 'period from which ages count'),
      column(
        'money_unit',
        'DOUBLE',
        'unit of the money here: 1, or a power of ten for enormous sums',
        'currency',
      ),
      count('active', 'customers with an order at that age'),
      count('active_periods', 'periods with an order, summed over customers'),
      count('orders', 'orders'),
      money('spend', 'net spend in periods with an order'),
      unless('profit', '0', money('profit', 'profit in these, unknown as 0')),
      unless('profit', '0', money('known', 'net spend whose profit is known in these')),
      money('value', 'profit or spend in all periods, by metric'),
      count('active_periods_2', 'sum of squares'),
      count('orders_active_periods', 'sum of products'),
      count('orders_2', 'sum of squares'),
      money('spend_orders', 'sum of products'),
      square('spend_2', 'sum of squares'),
      unless('profit', '0', square('profit_2', 'sum of squares')),
      unless('profit', '0', square('profit_known', 'sum of products')),
      unless('profit', '0', square('known_2', 'sum of squares')),
      square('value_2', 'sum of squares'),
    ],
    checks: [{ kind: 'unique', columns: ['cohort', 'start_index'] }],
  },
];
