import { column, SUM } from '../list/column.js';
import type { Relation, RelationColumn } from '../relation.js';

const folder = new URL('./', import.meta.url).href;

function profile(
  name: string,
  grain: string,
  key: readonly string[],
  inputs: readonly string[],
  doc: string,
  columns: readonly RelationColumn[],
): Relation {
  const checks = key.length > 0 ? [{ kind: 'unique', columns: key } as const] : [];
  return {
    name,
    scope: 'global',
    materialized: 'table',
    folder,
    grain,
    key,
    inputs,
    vars: [],
    doc,
    columns,
    checks,
  };
}

/** What `clv check` reads: the profile of a customer base. */
export const profileRelations: readonly Relation[] = [
  profile('profile_totals', 'one row', [], ['orders', 'returns', 'customers'], 'What the data hold.', [
    column('orders', 'BIGINT', 'orders'),
    column('lines', 'BIGINT', 'purchase lines'),
    column('customers', 'BIGINT', 'customers with an order'),
    column('customers_two_days', 'BIGINT', 'of these, with orders on two days or more'),
    column('customers_three_days', 'BIGINT', 'with orders on three days or more'),
    column('zero_orders', 'BIGINT', 'orders of value zero'),
    column('returns', 'BIGINT', 'returns'),
    column('return_lines', 'BIGINT', 'return lines'),
    column('spend', SUM, 'gross spend', 'currency'),
    column('returned', SUM, 'money given back', 'currency'),
    column('profit', SUM, 'profit where known', 'currency'),
    column('profit_known_spend', SUM, 'spend whose profit is known', 'currency'),
    column('median_order', 'DOUBLE', 'median order', 'currency'),
  ]),
  profile(
    'profile_gaps',
    'one row per stretch of days without any order',
    ['last_day_before'],
    ['order_days'],
    'Days on which nobody ordered.',
    [
      column('last_day_before', 'DATE', 'last day with an order before'),
      column('next_day', 'DATE', 'first day with an order after'),
      column('silent_days', 'BIGINT', 'days without an order', 'days'),
    ],
  ),
  profile(
    'profile_extremes',
    'one row per order of the ten largest',
    ['order_id', 'customer_id'],
    ['orders', 'hidden_customers'],
    'The largest orders.',
    [
      column('spend_rank', 'BIGINT', '1 is the largest'),
      column('order_id', 'VARCHAR', 'order'),
      column('customer_id', 'VARCHAR', 'customer'),
      column('order_date', 'DATE', 'day'),
      column('lines', 'BIGINT', 'lines'),
      column('units', SUM, 'units', 'units'),
      column('spend', SUM, 'gross spend', 'currency'),
    ],
  ),
  profile(
    'profile_volume',
    'one row per calendar month',
    ['period_start'],
    ['orders', 'periods'],
    'Orders, customers and spend by month; months without orders are zeros.',
    [
      column('period_start', 'DATE', 'first day of the month'),
      column('is_complete', 'BOOLEAN', 'observed from its first day to its last'),
      column('orders', 'BIGINT', 'orders'),
      column('customers', 'BIGINT', 'customers with an order'),
      column('spend', SUM, 'gross spend', 'currency'),
    ],
  ),
  profile(
    'profile_duplicates',
    'one row',
    [],
    ['order_lines'],
    'Lines that are equal in every column read.',
    [
      column('duplicate_lines', 'BIGINT', 'lines beyond the first of their kind'),
      column('most_copies', 'BIGINT', 'copies of the most repeated line'),
    ],
  ),
  profile(
    'profile_regularity',
    'one row',
    [],
    ['orders'],
    'Regularity of buying: the variance of first gap / (first + second gap).',
    [
      column('customers', 'BIGINT', 'customers with three purchase days'),
      column('variance', 'DOUBLE', 'variance; 1/12 when gaps are exponential, less when buying is regular'),
    ],
  ),
  profile(
    'profile_segments',
    'one row per value of the attribute',
    ['segment'],
    ['customer_segments', 'customers'],
    'History by segment.',
    [
      column('segment', 'VARCHAR', 'value of the attribute'),
      column('customers', 'BIGINT', 'customers with an order'),
      column('first_order_date', 'DATE', 'first order'),
      column('last_order_date', 'DATE', 'last order'),
      column('customers_two_days', 'BIGINT', 'customers with orders on two days or more'),
      column('customers_three_days', 'BIGINT', 'with orders on three days or more'),
      column('spend', SUM, 'net spend', 'currency'),
    ],
  ),
];
