import { column, SUM, unless } from '../../mart/list/column.js';
import type { Relation, RelationColumn } from '../../mart/relation.js';

const folder = new URL('./', import.meta.url).href;
const base = { scope: 'global', materialized: 'table', folder, checks: [] } as const;

const number = column('customer_number', 'INTEGER', 'customer, by a number of this run');
const customer = column('customer_id', 'VARCHAR', 'customer');
const cohort = column('cohort', 'VARCHAR', 'name of the cohort; null = cohorts by acquisition');
const beforeData = column('is_before_data', 'BOOLEAN', 'acquired before the data begin');
const startIndex = column(
  'start_index',
  'INTEGER',
  'running number of the period from which ages count; null = outside the cohorts',
);
const sums: readonly RelationColumn[] = [
  column('orders', 'BIGINT', 'orders'),
  column('spend', SUM, 'net spend', 'currency'),
  unless('profit', 'null', column('profit', SUM, 'profit where known', 'currency')),
  unless('profit', '0', column('profit_known_spend', SUM, 'net spend whose profit is known', 'currency')),
];
const calendar = ['fiscal_year_start', 'granularity'] as const;

/** Customers by cohort and what cohorts did in each calendar period: what lenses 4 and 5 read. */
export const cohortRelations: readonly Relation[] = [
  {
    ...base,
    scope: 'source',
    name: 'cohort_groups',
    grain: 'one row per customer that a cohort other than by acquisition names',
    key: ['customer_id'],
    inputs: [],
    vars: [],
    doc: 'The attribute, segment or decile by which cohorts are formed; empty for cohorts by acquisition.',
    columns: [customer, column('cohort', 'VARCHAR', 'name of the cohort')],
  },
  {
    ...base,
    scope: 'source',
    name: 'cohort_rfm_days',
    grain: 'one row per day on which segments are taken',
    key: ['day'],
    inputs: [],
    vars: [],
    doc: 'Days on which customers are put into RFM segments.',
    columns: [
      column('day', 'DATE', 'last day that counts, the end of a period or of the observation'),
      column('period_index', 'INTEGER', 'the period that it ends'),
    ],
  },
  {
    ...base,
    name: 'cohort_members',
    grain: 'one row per customer acquired by the end of observation, or known by a return alone',
    key: ['customer_number'],
    inputs: ['customers', 'returns', 'observation', 'cohort_groups'],
    vars: ['cohort_by', 'cohort_date', ...calendar, 'history_start'],
    doc: 'Customers with a number, on which the other relations join, and their cohort. Before the data: acquired earlier, or first seen while old customers come up, or with a return before the first order.',
    columns: [
      number,
      customer,
      cohort,
      beforeData,
      column('first_order_date', 'DATE', 'day of the first order'),
      startIndex,
      column('first_index', 'INTEGER', 'running number of the period of the first order'),
    ],
    // Customers are unique, and nobody stands twice where there are as many as before.
    checks: [
      {
        kind: 'identity',
        name: 'every customer stands once',
        left: `select count(*) from {{ ref('cohort_members') }}`,
        right: `select count(*) from {{ ref('customers') }} as customers, {{ ref('observation') }} as observation
          where customers.acquisition_date <= observation.as_of or customers.customer_id in (
            select customer_id from {{ ref('returns') }} as returns, {{ ref('observation') }} as seen
            where returns.return_date <= seen.as_of
          )`,
      },
    ],
  },
  {
    ...base,
    name: 'cohort_sizes',
    grain: 'one row per cohort and period from which its ages count',
    key: ['cohort', 'is_before_data', 'start_index'],
    inputs: ['cohort_members'],
    vars: [],
    doc: 'Customers by cohort.',
    columns: [
      cohort,
      beforeData,
      startIndex,
      column('customers', 'BIGINT', 'customers'),
      column('buyers', 'BIGINT', 'of these, with an order by the end of observation'),
    ],
    checks: [{ kind: 'unique', columns: ['cohort', 'is_before_data', 'start_index'] }],
  },
  {
    ...base,
    name: 'cohort_days',
    grain: 'one row per day with an order or a return, up to the end of observation',
    key: ['day'],
    inputs: ['order_days', 'returns', 'observation'],
    vars: calendar,
    doc: 'The period that a day is in.',
    columns: [
      column('day', 'DATE', 'day'),
      column('period_index', 'INTEGER', 'running number of the period'),
    ],
    checks: [{ kind: 'unique', columns: ['day'] }],
  },
  {
    ...base,
    name: 'cohort_periods',
    grain: 'one row per customer and period in which something happened, up to the end of observation',
    key: ['customer_number', 'period_index'],
    inputs: ['orders', 'returns', 'cohort_days', 'cohort_members'],
    vars: [],
    doc: 'What customers did by period; nothing after the end of observation.',
    columns: [
      number,
      column('period_index', 'INTEGER', 'running number of the period'),
      ...sums,
      column('last_order_date', 'DATE', 'last day with an order in the period'),
      column(
        'next_order_date',
        'DATE',
        "first day with an order in the period after the customer's first day",
      ),
    ],
    checks: [{ kind: 'unique', columns: ['customer_number', 'period_index'] }],
  },
  {
    ...base,
    name: 'cohort_cells',
    grain: 'one row per cohort, period from which its ages count, period, and state of the customers in it',
    key: ['cohort', 'is_before_data', 'start_index', 'period_index', 'state'],
    inputs: ['cohort_members', 'cohort_periods'],
    vars: [],
    doc: 'What cohorts did in each period.',
    columns: [
      cohort,
      beforeData,
      startIndex,
      column('period_index', 'INTEGER', 'running number of the period'),
      column(
        'state',
        'VARCHAR',
        'first = first order ever; repeat = active in the period before; returning = active earlier; returns_only = no order',
      ),
      column('customers', 'BIGINT', 'customers'),
      ...sums,
      column('previous_spend', SUM, 'net spend of the same customers in the period before', 'currency'),
      column('previous_profit', SUM, 'their profit in the period before', 'currency'),
    ],
    checks: [
      { kind: 'accepted', column: 'state', values: ['first', 'repeat', 'returning', 'returns_only'] },
      { kind: 'unique', columns: ['cohort', 'is_before_data', 'start_index', 'period_index', 'state'] },
      {
        kind: 'identity',
        name: 'customers and periods of the cohorts = customers and periods',
        left: `select coalesce(sum(customers), 0) from {{ ref('cohort_cells') }}`,
        right: `select count(*) from {{ ref('cohort_periods') }}`,
      },
    ],
  },
  {
    ...base,
    name: 'cohort_period_totals',
    grain: 'one row per period with an order or a return',
    key: ['period_index'],
    inputs: ['orders', 'returns', 'observation'],
    vars: calendar,
    doc: 'The second way to the totals of the periods: straight from orders and returns.',
    columns: [column('period_index', 'INTEGER', 'running number of the period'), ...sums.slice(0, 3)],
    checks: [{ kind: 'unique', columns: ['period_index'] }],
  },
  {
    ...base,
    name: 'cohort_second_purchases',
    grain: 'one row per customer of a cohort with an order',
    key: ['customer_number'],
    inputs: ['cohort_members', 'cohort_periods', 'observation'],
    vars: [],
    doc: 'The wait for the second purchase day, or for the end of observation.',
    columns: [
      number,
      cohort,
      startIndex,
      column('has_second', 'BOOLEAN', 'a second purchase day is observed'),
      column('first_order_date', 'DATE', 'first purchase day'),
      column('second_order_date', 'DATE', 'second purchase day'),
      column('wait_days', 'BIGINT', 'from the first to the second, else to the end of observation', 'days'),
    ],
    checks: [
      {
        kind: 'identity',
        name: 'every buyer of a cohort stands once',
        left: `select count(*) from {{ ref('cohort_second_purchases') }}`,
        right: `select count(*) from {{ ref('cohort_members') }}
          where start_index is not null and first_order_date is not null`,
      },
    ],
  },
  {
    ...base,
    name: 'cohort_waits',
    grain: 'one row per cohort and length of the wait for the second purchase day',
    key: ['cohort', 'start_index', 'days'],
    inputs: ['cohort_second_purchases'],
    vars: [],
    doc: 'Waits for the second purchase day, counted.',
    columns: [
      cohort,
      column('start_index', 'INTEGER', 'acquisition period; null for cohorts with a name'),
      column('days', 'BIGINT', 'length of the wait', 'days'),
      column('events', 'BIGINT', 'customers whose wait ended with a purchase'),
      column('censored', 'BIGINT', 'customers whose wait ended with the observation'),
    ],
    checks: [{ kind: 'unique', columns: ['cohort', 'start_index', 'days'] }],
  },
  {
    ...base,
    name: 'cohort_second_ages',
    grain: 'one row per cohort, period from which its ages count, and age at the second purchase day',
    key: ['cohort', 'start_index', 'age'],
    inputs: ['cohort_second_purchases'],
    vars: calendar,
    doc: 'Second purchase days by calendar age.',
    columns: [
      cohort,
      startIndex,
      column('age', 'INTEGER', 'periods since acquisition'),
      column('customers', 'BIGINT', 'customers with their second purchase day in that period'),
    ],
    checks: [{ kind: 'unique', columns: ['cohort', 'start_index', 'age'] }],
  },
  {
    ...base,
    name: 'cohort_history',
    grain: 'one row per day asked and customer with an order by then',
    key: ['day', 'customer'],
    inputs: ['cohort_days', 'cohort_periods', 'cohort_rfm_days'],
    vars: [],
    doc: 'What customers had done by each day: read as rfm_history.',
    columns: [
      column('day', 'DATE', 'last day that counts'),
      column('customer', 'INTEGER', 'number of the customer'),
      column('recency_days', 'BIGINT', 'from the last order to the day', 'days'),
      column('frequency', 'BIGINT', 'orders'),
      column('monetary', SUM, 'net spend to date', 'currency'),
    ],
  },
  {
    ...base,
    name: 'cohort_segments',
    grain: 'one row per day asked, cohort, period from which its ages count, and rule',
    key: ['day', 'cohort', 'is_before_data', 'start_index', 'rule_number'],
    inputs: ['rfm_scored', 'cohort_members', 'rfm_rules'],
    vars: [],
    doc: 'Segments by cohort and day.',
    columns: [
      column('day', 'DATE', 'last day that counts'),
      cohort,
      beforeData,
      startIndex,
      column('segment', 'VARCHAR', 'named segment'),
      column('rule_number', 'INTEGER', 'order of the segments'),
      column('customers', 'BIGINT', 'customers'),
      column('spend', SUM, 'their net spend to date', 'currency'),
    ],
    checks: [{ kind: 'unique', columns: ['day', 'cohort', 'is_before_data', 'start_index', 'rule_number'] }],
  },
];
