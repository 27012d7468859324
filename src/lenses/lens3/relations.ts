import { column, SUM, unless } from '../../mart/list/column.js';
import type { Relation, RelationColumn } from '../../mart/relation.js';

const folder = new URL('./', import.meta.url).href;

type Entry = Pick<Relation, 'grain' | 'key' | 'inputs' | 'vars' | 'doc' | 'columns'>;

function relation(name: string, entry: Entry): Relation {
  return {
    name,
    scope: 'global',
    materialized: 'table',
    folder,
    ...entry,
    checks: [{ kind: 'unique', columns: entry.key }],
  };
}

const customer = column('customer_id', 'VARCHAR', 'member of the cohort');
const customers = column('customers', 'BIGINT', 'members');
const periodIndex = column('period_index', 'INTEGER', 'running number of the period');

const sums: readonly RelationColumn[] = [
  column('orders', 'BIGINT', 'orders'),
  column('spend', SUM, 'net spend', 'currency'),
  unless('profit', 'null', column('profit', SUM, 'profit where known', 'currency')),
  unless('profit', '0', column('profit_known_spend', SUM, 'net spend whose profit is known', 'currency')),
];

export const lens3Relations: readonly Relation[] = [
  relation('lens3_members', {
    grain: 'one row per customer acquired from cohort_start to cohort_end',
    key: ['customer_id'],
    inputs: ['customers'],
    vars: ['cohort_end', 'cohort_start'],
    doc: 'The cohort.',
    columns: [
      customer,
      column('acquisition_basis', 'VARCHAR', 'customers_file or first_order'),
      column('acquisition_date', 'DATE', 'day of acquisition'),
      column('first_order_date', 'DATE', 'day of the first order; null = none yet'),
    ],
  }),
  relation('lens3_days', {
    grain: 'one row per member and day on which something happened',
    key: ['customer_id', 'day'],
    inputs: ['orders', 'returns', 'lens3_members'],
    vars: [],
    doc: 'What each member did on each day.',
    columns: [customer, column('day', 'DATE', 'day'), ...sums],
  }),
  relation('lens3_periods', {
    grain: 'one row per member and calendar period in which something happened',
    key: ['customer_id', 'period_index'],
    inputs: ['lens3_days'],
    vars: ['cohort_granularity', 'fiscal_year_start'],
    doc: 'What each member did in each period.',
    columns: [
      customer,
      column('period_start', 'DATE', 'first day of the period'),
      periodIndex,
      column('last_order_date', 'DATE', 'last day with an order in the period'),
      column('orders', 'BIGINT', 'orders'),
      column('order_days', 'BIGINT', 'different days with orders'),
      ...sums.slice(1),
    ],
  }),
  relation('lens3_evolution', {
    grain:
      'one row per calendar period in which the cohort did something, and whether the members ordered in it',
    key: ['period_index', 'is_active'],
    inputs: ['lens3_periods'],
    vars: [],
    doc: 'The cohort by period; silent periods have no row here.',
    columns: [
      periodIndex,
      column('is_active', 'BOOLEAN', 'with an order; false = nothing but returns'),
      customers,
      ...sums,
    ],
  }),
  relation('lens3_repeat_buying', {
    grain: 'one row per calendar period with active members',
    key: ['period_index'],
    inputs: ['lens3_periods'],
    vars: [],
    doc: 'Who ordered in a period and in the next one; and what the mean recency at its end is made of.',
    columns: [
      periodIndex,
      column('active', 'BIGINT', 'members with an order in the period'),
      column('active_next', 'BIGINT', 'of these, with an order in the next period'),
      column('new_buyers', 'BIGINT', 'of these, with no order before the period'),
      column(
        'last_order_days',
        'BIGINT',
        'by how much the sum over buyers of the day of the last order grows in the period',
        'days since 1970-01-01',
      ),
    ],
  }),
  relation('lens3_patterns', {
    grain: 'one row per pattern of active periods and number of purchase days (several = 2)',
    key: ['pattern_code', 'purchase_days'],
    inputs: ['lens3_periods', 'lens3_members', 'periods'],
    vars: ['cohort_granularity', 'cohort_start'],
    doc: 'In which periods of the life (at most the first 52, the one under way too) members ordered.',
    columns: [
      column('pattern_code', 'BIGINT', 'sum of 2^n over the active periods, that of acquisition is n = 0'),
      column('purchase_days', 'BIGINT', 'different days with orders in these periods: 0, 1, 2 = several'),
      customers,
    ],
  }),
  relation('lens3_waits', {
    grain: 'one row per number of the purchase day, wait and how it ended',
    key: ['purchase', 'days', 'is_event'],
    inputs: ['lens3_days', 'observation'],
    vars: [],
    doc: 'Waits from the n-th purchase day to the next, n up to 10; grouped counts for Kaplan-Meier.',
    columns: [
      column('purchase', 'BIGINT', 'n'),
      column('days', 'BIGINT', 'wait', 'days'),
      column('is_event', 'BOOLEAN', 'the next purchase day was seen; false = observation ended first'),
      customers,
    ],
  }),
  relation('lens3_values', {
    grain: 'one row per member',
    key: ['customer_id'],
    inputs: ['lens3_periods', 'lens3_members'],
    vars: ['metric'],
    doc: 'What each member brought to date.',
    columns: [
      customer,
      column('decile', 'BIGINT', 'tenth of the members by value, 1 is the best, ties by id'),
      column('orders', 'BIGINT', 'orders'),
      column('order_days', 'BIGINT', 'different days with orders'),
      ...sums.slice(1),
    ],
  }),
  relation('lens3_deciles', {
    grain: 'one row per tenth of the members by value to date',
    key: ['decile'],
    inputs: ['lens3_values'],
    vars: [],
    doc: 'Equal numbers of members.',
    columns: [column('decile', 'BIGINT', '1 is the best'), customers, ...sums],
  }),
  relation('lens3_by_attribute', {
    grain: 'one row per value of the attribute that the report is split by',
    key: ['segment'],
    inputs: ['lens3_values', 'customer_segments'],
    vars: [],
    doc: 'The cohort by segment.',
    columns: [
      column('segment', 'VARCHAR', 'value of the attribute'),
      customers,
      column('buyers', 'BIGINT', 'with an order'),
      column('repeat_buyers', 'BIGINT', 'with orders on two days or more'),
      ...sums,
    ],
  }),
];
