import { column, SUM } from '../../mart/list/column.js';
import type { Relation } from '../../mart/relation.js';
import { lineRelations } from './line-relations.js';
import { base, customers, label, orders, rank, squares, sums, value } from './relation-columns.js';

/** The period's answers. */
const periodRelations: readonly Relation[] = [
  {
    ...base,
    name: 'product_categories',
    grain: 'one row per label',
    key: ['label_number'],
    inputs: ['product_customers', 'product_items', 'product_lines'],
    doc: 'Items of most spend, and the rest as one; an order and a customer count once in each.',
    columns: [
      label,
      column('label', 'VARCHAR', 'name'),
      column('items', 'BIGINT', 'items that it stands for'),
      customers,
      orders,
      ...sums,
    ],
    checks: [{ kind: 'unique', columns: ['label_number'] }],
  },
  {
    ...base,
    name: 'product_totals',
    grain: 'one row per part of the total',
    key: ['part'],
    inputs: ['product_customers'],
    doc: 'What the total is made of: items bought, items only given back by customers with orders, and returns of customers without an order.',
    columns: [
      column('part', 'VARCHAR', 'bought, not_bought or without_order'),
      column('item_orders', 'BIGINT', 'orders, counted once for each item that they hold'),
      ...sums,
    ],
    checks: [{ kind: 'accepted', column: 'part', values: ['bought', 'not_bought', 'without_order'] }],
  },
  {
    ...base,
    name: 'product_baskets',
    grain: 'one row',
    key: [],
    inputs: ['orders', 'product_lines'],
    vars: ['from_date', 'to_date'],
    doc: 'The orders of the period as bought, before returns.',
    columns: [
      column('lines', 'BIGINT', 'purchase lines'),
      orders,
      column('units', SUM, 'units bought, where known', 'units'),
      column('units_known_spend', SUM, 'spend of the lines whose units are known', 'currency'),
      column('spend', SUM, 'gross spend', 'currency'),
    ],
  },
  {
    ...base,
    name: 'product_breadths',
    grain: 'one row per customer with an order in the period',
    key: ['customer_rank'],
    inputs: ['product_customers', 'product_items', 'product_lines', 'product_codes', 'lens1_ranked'],
    vars: ['product_level'],
    doc: 'How widely each customer bought, and what most: what a customer bought is gone through once.',
    columns: [
      rank,
      column('decile', 'INTEGER', 'tenth of the customers, 1 is the best'),
      orders,
      column('items', 'BIGINT', 'different items'),
      column('item_orders', 'BIGINT', 'different items of each order, summed'),
      column('products', 'BIGINT', 'different products'),
      column('product_orders', 'BIGINT', 'different products of each order, summed'),
      column('item_set', 'INTEGER', 'bit k = bought the k-th item by spend, bit 0 = one of the rest'),
      { ...label, doc: `the item of most orders: ${label.doc}` },
      value,
      column('spend', SUM, 'net spend', 'currency'),
      column('profit', SUM, 'profit where known', 'currency'),
      column('profit_known_spend', SUM, 'net spend whose profit is known', 'currency'),
    ],
    checks: [
      {
        kind: 'identity',
        name: 'every customer with an order bought something',
        left: `select count(*) from {{ ref('product_breadths') }}`,
        right: `select count(*) from {{ ref('lens1_ranked') }}`,
      },
    ],
  },
  {
    ...base,
    name: 'product_breadth',
    grain: 'one row per tenth of the customers',
    key: ['decile'],
    inputs: ['product_breadths'],
    doc: 'How widely each tenth buys.',
    columns: [
      column('decile', 'INTEGER', '1 is the best'),
      customers,
      orders,
      ...['items', 'item_orders', 'products', 'product_orders'].map((name) =>
        column(name, 'BIGINT', `sum of ${name} of product_breadths`),
      ),
      column('one_item', 'BIGINT', 'customers of a single item'),
    ],
  },
  {
    ...base,
    name: 'product_counts',
    grain: 'one row per number of different items, ten and more together',
    key: ['item_count'],
    inputs: ['product_breadths'],
    doc: 'Customers by how many different items they bought.',
    columns: [
      column('item_count', 'BIGINT', 'different items; 10 = ten and more'),
      customers,
      orders,
      ...sums.slice(2),
    ],
  },
  {
    ...base,
    name: 'product_sets',
    grain: 'one row per set of items that somebody bought',
    key: ['item_set'],
    inputs: ['product_breadths'],
    doc: 'Customers by the set of the ten leading items (and the rest) that they bought.',
    columns: [column('item_set', 'INTEGER', 'bit k = the k-th item by spend, bit 0 = the rest'), customers],
    checks: [
      {
        kind: 'identity',
        name: 'every buyer has one set',
        left: `select coalesce(sum(customers), 0) from {{ ref('product_sets') }}`,
        right: `select count(*) from {{ ref('lens1_ranked') }}`,
      },
    ],
  },
  {
    ...base,
    name: 'product_co_buying',
    grain: 'one row per ordered pair of the ten leading items and the rest',
    key: ['item', 'other'],
    inputs: ['product_items', 'product_sets'],
    doc: 'Customers who bought both; the diagonal holds the buyers.',
    columns: [
      column('item', 'INTEGER', 'short number of one item'),
      column('other', 'INTEGER', 'short number of the other'),
      column('customers', 'BIGINT', 'customers who bought both'),
    ],
    checks: [
      {
        kind: 'identity',
        name: 'the matrix is symmetric',
        left: `select count(*) from {{ ref('product_co_buying') }} as a
          inner join {{ ref('product_co_buying') }} as b on a.item = b.other and a.other = b.item
          where a.customers <> b.customers`,
        right: 'select 0',
      },
    ],
  },
  {
    ...base,
    name: 'product_sole',
    grain: 'one row per label of which somebody bought nothing else',
    key: ['label_number'],
    inputs: ['product_breadths'],
    doc: 'Customers who bought a single item in the period.',
    columns: [label, customers, orders, ...sums.slice(2)],
  },
  {
    ...base,
    materialized: 'view',
    name: 'product_customer_favourites',
    grain: 'one row per customer of the period',
    key: ['customer_rank'],
    inputs: ['product_breadths'],
    doc: 'The item of which a customer placed most orders.',
    columns: [rank, label],
  },
  {
    ...base,
    name: 'product_favourites',
    grain: 'one row per label that is somebody’s favourite',
    key: ['label_number'],
    inputs: ['product_breadths'],
    doc: 'Customers by the item of which they placed most orders.',
    columns: [label, customers, value, squares],
    checks: [
      {
        kind: 'identity',
        name: 'every customer has one favourite',
        left: `select coalesce(sum(customers), 0) from {{ ref('product_favourites') }}`,
        right: `select count(*) from {{ ref('lens1_ranked') }}`,
      },
    ],
  },
  {
    ...base,
    name: 'product_segments',
    grain: 'one row per segment and label',
    key: ['segment', 'label_number'],
    inputs: ['product_customers', 'product_items', 'lens1_ranked', 'customer_segments'],
    doc: 'The items by segment of the attribute that the report is split by.',
    columns: [
      column('segment', 'VARCHAR', 'value of the attribute'),
      label,
      customers,
      column('spend', SUM, 'net spend', 'currency'),
      column('profit', SUM, 'profit where known', 'currency'),
    ],
  },
];

/** Over the whole history. */
const historyRelations: readonly Relation[] = [
  {
    ...base,
    name: 'product_entries',
    grain: 'one row per label of the first order and acquisition quarter; label -1 holds everybody once',
    key: ['label_number', 'cohort_quarter'],
    inputs: ['customers', 'observation', 'orders', 'product_lines', 'product_items'],
    vars: ['history_start', 'metric'],
    doc: 'What customers bought first, and what they brought to date; without those acquired before the data or the day asked.',
    columns: [
      { ...label, doc: `${label.doc}; -1 = everybody` },
      column('cohort_quarter', 'DATE', 'first day of the quarter of acquisition'),
      customers,
      value,
      squares,
    ],
  },
  {
    ...base,
    name: 'product_penetration',
    grain: 'one row per short label and age',
    key: ['short_number', 'age'],
    inputs: ['customers', 'orders', 'product_lines', 'product_items'],
    vars: ['cohort_end', 'cohort_granularity', 'cohort_start', 'fiscal_year_start'],
    doc: 'Members of one cohort who bought an item, by calendar periods since acquisition.',
    columns: [
      column('short_number', 'INTEGER', 'one of the ten leading items; 0 = the rest'),
      column('age', 'INTEGER', 'calendar periods since acquisition', 'periods'),
      column('customers', 'BIGINT', 'members who bought it at that age'),
      column('new_customers', 'BIGINT', 'of these, for the first time'),
    ],
  },
];

export const productRelations: readonly Relation[] = [
  ...lineRelations,
  ...periodRelations,
  ...historyRelations,
];
