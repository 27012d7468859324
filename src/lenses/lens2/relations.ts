import { column, SUM, unless } from '../../mart/list/column.js';
import type { Check, Relation, RelationColumn, VarName } from '../../mart/relation.js';

const folder = new URL('./', import.meta.url).href;

interface Entry {
  readonly materialized?: 'view';
  readonly placed?: boolean;
  readonly grain: string;
  readonly key: readonly string[];
  readonly inputs: readonly string[];
  readonly vars?: readonly VarName[];
  readonly doc: string;
  readonly columns: readonly RelationColumn[];
  readonly checks?: readonly Check[];
}

function relation(name: string, entry: Entry): Relation {
  // What is unique in a table is so in a view of it.
  const isKept = entry.key.length > 0 && entry.materialized !== 'view';
  const unique: readonly Check[] = isKept ? [{ kind: 'unique', columns: entry.key }] : [];
  return {
    name,
    scope: 'global',
    materialized: 'table',
    folder,
    vars: [],
    ...entry,
    checks: [...unique, ...(entry.checks ?? [])],
  };
}

const customer = column('customer_id', 'VARCHAR', 'customer');
const moment = column('moment', 'INTEGER', '1 = the first period, 2 = the second');
const customerGroup = column(
  'customer_group',
  'VARCHAR',
  'only_first, both, first_ever, returning, or returns_only: nothing but returns',
);
const customers = column('customers', 'BIGINT', 'customers');
const customerNumber = column('customer', 'INTEGER', 'row id of the customer in lens2_lives');

const sums: readonly RelationColumn[] = [
  column('orders', 'BIGINT', 'orders'),
  column('spend', SUM, 'net spend', 'currency'),
  unless('profit', 'null', column('profit', SUM, 'profit where known', 'currency')),
  unless('profit', '0', column('profit_known_spend', SUM, 'net spend whose profit is known', 'currency')),
];

/** The same sum in the first period and in the second. */
function twice(name: string, type: string, doc: string, unit?: string): RelationColumn[] {
  return [
    column(`${name}_first`, type, `${doc} in the first period`, unit),
    column(`${name}_second`, type, `${doc} in the second period`, unit),
  ];
}

const twiceMoney = [
  ...twice('spend', SUM, 'net spend', 'currency'),
  ...twice('profit', SUM, 'profit where known', 'currency').map((made) => unless('profit', 'null', made)),
];

const MEASURES = ['spend', 'profit', 'orders', 'aov', 'margin'] as const;

const firstOrderDate = column('first_order_date', 'DATE', 'day of the first order ever');

const inBothPeriods = [
  ...twice('events', 'BIGINT', 'orders and returns'),
  ...twice('orders', 'BIGINT', 'orders'),
  ...twiceMoney,
  ...twice('profit_known_spend', SUM, 'net spend whose profit is known', 'currency').map((made) =>
    unless('profit', '0', made),
  ),
];

export const lens2Relations: readonly Relation[] = [
  {
    ...relation('lens2_lives', {
      placed: true,
      grain: 'one row per customer with an order or a return by the end of the second period',
      key: ['customer_id'],
      inputs: ['customer_lives', 'returns'],
      vars: ['from_date', 'other_from', 'other_to', 'to_date'],
      doc: 'What each customer did by the end of either period, and in each; RFM is to stand at the end of the second.',
      columns: [
        customer,
        firstOrderDate,
        column('is_new', 'BOOLEAN', 'the first order ever is in the second period'),
        column('last_order_date', 'DATE', 'day of the last order by the end of the second period'),
        column('earlier_last_order_date', 'DATE', 'day of the last order by the end of the first period'),
        column('orders', 'BIGINT', 'orders by the end of the second period'),
        column('earlier_orders', 'BIGINT', 'orders by the end of the first period'),
        column('spend', SUM, 'net spend by the end of the second period', 'currency'),
        column('earlier_spend', SUM, 'net spend by the end of the first period', 'currency'),
        ...inBothPeriods,
      ],
    }),
    // Both sides of the join are grouped by customer: so is the whole.
    checks: [],
  },
  relation('lens2_customers', {
    materialized: 'view',
    grain: 'one row per customer with an order or a return in one of the two periods',
    key: ['customer_id'],
    inputs: ['lens2_lives'],
    doc: 'What each customer did in the first period (other_from to other_to) and in the second (from_date to to_date).',
    columns: [customer, customerGroup, firstOrderDate, ...inBothPeriods],
    checks: [
      {
        kind: 'accepted',
        column: 'customer_group',
        values: ['only_first', 'both', 'first_ever', 'returning', 'returns_only'],
      },
    ],
  }),
  relation('lens2_moments', {
    materialized: 'view',
    grain: 'one row per customer and period in which something happened',
    key: ['customer_id', 'moment'],
    inputs: ['lens2_customers'],
    doc: 'The same, a row for each period; who only gave back in a period is returns_only in it.',
    columns: [customer, moment, customerGroup, firstOrderDate, ...sums],
  }),
  relation('lens2_groups', {
    grain: 'one row per group of customers and period',
    key: ['customer_group', 'moment'],
    inputs: ['lens2_moments'],
    doc: 'Sums of each group in each period.',
    columns: [customerGroup, moment, customers, ...sums],
  }),
  relation('lens2_order_counts', {
    grain: 'one row per period and number of orders, ten and more together',
    key: ['moment', 'order_count'],
    inputs: ['lens2_moments'],
    doc: 'How often customers ordered in each period.',
    columns: [moment, column('order_count', 'BIGINT', 'orders in the period; 10 = ten and more'), customers],
  }),
  relation('lens2_changes', {
    grain: 'one row per measure',
    key: ['measure'],
    inputs: ['lens2_customers'],
    doc: 'How profit, spend and orders changed for each customer of both periods.',
    columns: [
      column('measure', 'VARCHAR', 'profit, spend or orders'),
      column('customers', 'BIGINT', 'customers of both periods for whom both values are known'),
      column('customers_up', 'BIGINT', 'of these, with more than before'),
      column('customers_down', 'BIGINT', 'with less than before'),
      column('customers_unchanged', 'BIGINT', 'with the same'),
      column('change_up', SUM, 'sum of the increases', 'currency or orders'),
      column('change_down', SUM, 'sum of the decreases (negative)', 'currency or orders'),
      ...['p5', 'p25', 'median', 'p75', 'p95'].map((name) =>
        column(name, 'DOUBLE', `${name} of the change`, 'currency or orders'),
      ),
    ],
  }),
  relation('lens2_cuts', {
    grain: 'one row',
    key: [],
    inputs: ['lens2_customers'],
    vars: ['metric'],
    doc: "The lowest value in the best nine tenths of the first period's customers.",
    columns: Array.from({ length: 9 }, (_, i) =>
      column(`cut_${i + 1}`, SUM, `lowest value in tenth ${i + 1}`, 'currency'),
    ),
  }),
  relation('lens2_switching', {
    grain: 'one row per tenth in the first period and in the second that has customers',
    key: ['from_decile', 'to_decile'],
    inputs: ['lens2_customers', 'lens2_cuts'],
    vars: ['metric'],
    doc: "Customers by their tenth in both periods, cut by the first period's values; equal values share the better tenth.",
    columns: [
      column('from_decile', 'INTEGER', 'tenth in the first period, 1 is the best, 0 = inactive'),
      column('to_decile', 'INTEGER', 'tenth in the second period'),
      customers,
      ...twiceMoney,
    ],
  }),
  relation('lens2_up_down', {
    grain: 'one row per combination of ups and downs that occurs',
    key: ['spend_up', 'profit_up', 'orders_up', 'aov_up', 'margin_up'],
    inputs: ['lens2_customers'],
    doc: 'Customers of both periods by what went up or stayed (true) and what went down; null = not known in both periods.',
    columns: [
      ...MEASURES.map((name) => column(`${name}_up`, 'BOOLEAN', `${name} at least as high as before`)),
      customers,
      ...MEASURES.map((name) => column(`${name}_unchanged`, 'BIGINT', `of these, with the same ${name}`)),
      column('spend_change', SUM, 'change of their net spend', 'currency'),
      column('profit_change', SUM, 'change of their profit', 'currency'),
    ],
  }),
  relation('lens2_cohorts', {
    grain: 'one row per period and acquisition cohort of the customers active in it',
    key: ['moment', 'cohort_start'],
    inputs: ['lens2_moments', 'customer_profiles'],
    vars: ['cohort_granularity', 'fiscal_year_start', 'time_zone'],
    doc: 'When the customers of each period were acquired.',
    columns: [
      moment,
      column('cohort_start', 'DATE', 'first day of the acquisition period'),
      customers,
      ...sums,
    ],
  }),
  {
    ...relation('lens2_purchases', {
      grain: 'one row per customer with an order by the end of one of the two periods (moment)',
      key: ['customer'],
      inputs: ['lens2_lives'],
      vars: ['moment', 'other_to', 'to_date'],
      doc: 'Recency, frequency and money at the end of a period: read as rfm_history.',
      columns: [
        column('day', 'DATE', 'last day that counts'),
        customerNumber,
        column('recency_days', 'BIGINT', 'from the last order to that day', 'days'),
        column('frequency', 'BIGINT', 'orders'),
        column('monetary', SUM, 'net spend', 'currency'),
      ],
    }),
    // Places of a table differ.
    checks: [],
  },
  {
    ...relation('lens2_rfm_second', {
      grain: 'one row per customer with an order by the end of the second period',
      key: ['customer'],
      inputs: [],
      doc: 'Rules that name the segments at the end of the second period, kept while those of the first are found.',
      columns: [customerNumber, column('rule_number', 'INTEGER', 'rule that names the segment')],
    }),
    scope: 'source',
    checks: [],
  },
  relation('lens2_segment_movement', {
    grain: 'one row per RFM segment at the end of the first period and at the end of the second',
    key: ['from_segment', 'to_segment'],
    inputs: ['rfm_judged', 'rfm_rules', 'lens2_rfm_second'],
    doc: 'Where the customers of a segment stand one period later.',
    columns: [
      column('from_segment', 'VARCHAR', "segment at the end of the first period, or '(no order yet)'"),
      column('from_rule', 'INTEGER', 'order of the segments'),
      column('to_segment', 'VARCHAR', 'segment at the end of the second period'),
      column('to_rule', 'INTEGER', 'order of the segments'),
      customers,
    ],
    checks: [
      {
        kind: 'identity',
        name: 'every customer of the second date stands in one cell',
        left: `select coalesce(sum(customers), 0) from {{ ref('lens2_segment_movement') }}`,
        right: `select count(*) from {{ ref('lens2_rfm_second') }}`,
      },
    ],
  }),
  relation('lens2_by_attribute', {
    grain: 'one row per value of the attribute that the report is split by',
    key: ['segment'],
    inputs: ['lens2_customers', 'customer_segments'],
    doc: 'Both periods by segment.',
    columns: [
      column('segment', 'VARCHAR', 'value of the attribute'),
      ...twice('customers', 'BIGINT', 'customers with an order'),
      column('customers_both', 'BIGINT', 'customers with an order in both'),
      column('customers_first_ever', 'BIGINT', 'customers whose first order is in the second period'),
      ...twiceMoney,
    ],
  }),
];
