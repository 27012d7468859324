import { column, SUM, unless } from '../../mart/list/column.js';
import type { Relation, RelationColumn } from '../../mart/relation.js';

const folder = new URL('./', import.meta.url).href;
const base = { scope: 'global', materialized: 'table', folder } as const;

const range = (name: string, doc: string) => [
  column(`${name}_low`, 'INTEGER', `lowest ${doc}`),
  column(`${name}_high`, 'INTEGER', `highest ${doc}`),
];

const history: readonly RelationColumn[] = [
  column('day', 'DATE', 'last day that counts'),
  column('customer', 'VARCHAR', 'customer'),
  column('recency_days', 'BIGINT', 'from the last order to that day', 'days'),
  column('frequency', 'BIGINT', 'orders'),
  column('monetary', SUM, 'net spend', 'currency'),
];

const scores: readonly RelationColumn[] = [
  column('r', 'INTEGER', 'recency score, 5 is the most recent'),
  column('f', 'INTEGER', 'frequency score, 5 is the most frequent'),
  column('m', 'INTEGER', 'monetary score, 5 is the highest'),
];

const cuts = (name: string, type: string, doc: string): RelationColumn[] =>
  ['two', 'three', 'four', 'five'].map((score) => column(`${name}_${score}`, type, `${doc} ${score}`));

export const rfmRelations: readonly Relation[] = [
  {
    ...base,
    scope: 'source',
    name: 'rfm_rules',
    grain: 'one row per rule; a customer belongs to the first that holds',
    key: ['rule_number'],
    inputs: [],
    vars: [],
    doc: 'The table of named segments: ranges of scores and of raw counts, all inclusive.',
    columns: [
      column('rule_number', 'INTEGER', 'order of the rules'),
      column('segment', 'VARCHAR', 'name'),
      ...range('r', 'recency score'),
      ...range('f', 'frequency score'),
      ...range('m', 'monetary score'),
      ...range('orders', 'number of orders'),
      ...range('days', 'days since the last order'),
    ],
    checks: [],
  },
  {
    ...base,
    name: 'customer_lives',
    grain: 'one row per customer with an order in the data',
    key: ['customer_id'],
    inputs: ['orders'],
    vars: ['from_date', 'to_date', 'rfm_from', 'rfm_to'],
    doc: 'Orders of each customer: ever, in the period, and as far as RFM counts them.',
    columns: [
      column('customer_id', 'VARCHAR', 'customer'),
      column('orders_ever', 'BIGINT', 'orders in the whole data'),
      column('first_order_date', 'DATE', 'day of the first of them'),
      column('orders', 'BIGINT', 'orders in the period'),
      unless('quantity', 'null', column('units', SUM, 'units bought in the period', 'units')),
      column('spend', SUM, 'spend of the period; null without an order in it', 'currency'),
      unless('profit', 'null', column('profit', SUM, 'profit of the period where known', 'currency')),
      unless('profit', '0', column('profit_known_spend', SUM, 'spend whose profit is known', 'currency')),
      column('scored_orders', 'BIGINT', 'orders that RFM counts'),
      column('last_scored_date', 'DATE', 'day of the last of these'),
      column('scored_spend', SUM, 'their spend; null without one', 'currency'),
    ],
    checks: [],
  },
  {
    ...base,
    name: 'rfm_purchases',
    grain: 'one row per customer with an order by the end of the period',
    key: ['customer'],
    inputs: ['customer_lives', 'returns'],
    vars: ['rfm_from', 'rfm_to'],
    doc: 'Recency, frequency and money of the period: read as rfm_history.',
    columns: history,
    checks: [],
  },
  {
    ...base,
    scope: 'source',
    name: 'rfm_history',
    grain: 'one row per day and customer with an order by then',
    key: ['day', 'customer'],
    inputs: [],
    vars: [],
    doc: 'What customers had done by one day (rfm_purchases) or several (cohort_history, customers by number).',
    columns: history,
    checks: [],
  },
  {
    ...base,
    name: 'rfm_cuts',
    grain: 'one row per day',
    key: ['day'],
    inputs: ['rfm_history'],
    vars: [],
    doc: 'The least value of each score (of recency, the most days); null where nobody has it or more. Equal values share a score.',
    columns: [
      column('day', 'DATE', 'last day that counts'),
      ...cuts('r', 'BIGINT', 'most days of recency score'),
      ...cuts('f', 'BIGINT', 'least orders of frequency score'),
      ...cuts('m', 'DECIMAL(18,4)', 'least spend of monetary score'),
    ],
    checks: [{ kind: 'unique', columns: ['day'] }],
  },
  {
    ...base,
    materialized: 'view',
    name: 'rfm_judged',
    grain: 'one row per day and customer of the history',
    key: ['day', 'customer'],
    inputs: ['rfm_history', 'rfm_cuts', 'rfm_rules'],
    vars: [],
    doc: 'Scores, and the rule that names the segment.',
    columns: [
      ...history.slice(0, 2),
      column('rule_number', 'INTEGER', 'rule that names the segment; 1000 = none'),
      ...history.slice(2),
      ...scores,
    ],
    checks: [],
  },
  {
    ...base,
    name: 'rfm',
    grain: 'one row per customer with an order by the end of the period',
    key: ['customer_id'],
    inputs: ['rfm_judged', 'rfm_rules'],
    vars: [],
    doc: 'Recency, frequency and monetary value with their scores: equal values share a score.',
    columns: [
      column('customer_id', 'VARCHAR', 'customer'),
      column('segment', 'VARCHAR', 'named segment'),
      column('rule_number', 'INTEGER', 'rule that named it'),
      ...history.slice(2),
      ...scores,
    ],
    checks: [{ kind: 'unique', columns: ['customer_id'] }],
  },
  {
    ...base,
    name: 'rfm_segments',
    grain: 'one row per segment that has customers',
    key: ['segment'],
    inputs: ['rfm'],
    vars: [],
    doc: 'Segments with their sums.',
    columns: [
      column('segment', 'VARCHAR', 'named segment'),
      column('rule_number', 'INTEGER', 'order of the rules'),
      column('customers', 'BIGINT', 'customers'),
      column('orders', 'BIGINT', 'their orders'),
      column('spend', SUM, 'their net spend', 'currency'),
      column('recency_days', 'BIGINT', 'sum of their recency', 'days'),
    ],
    checks: [{ kind: 'unique', columns: ['segment'] }],
  },
  {
    ...base,
    name: 'rfm_scores',
    grain: 'one row per combination of scores that occurs',
    key: ['r', 'f', 'm'],
    inputs: ['rfm'],
    vars: [],
    doc: 'Customers by scores.',
    columns: [
      column('r', 'INTEGER', 'recency score'),
      column('f', 'INTEGER', 'frequency score'),
      column('m', 'INTEGER', 'monetary score'),
      column('customers', 'BIGINT', 'customers'),
      column('spend', SUM, 'their net spend', 'currency'),
    ],
    checks: [{ kind: 'unique', columns: ['r', 'f', 'm'] }],
  },
];
