import { column, LINE, SUM, unless } from '../../mart/list/column.js';
import type { Relation } from '../../mart/relation.js';
import { base, label, rank, sums } from './relation-columns.js';

/** What the lines of the period are made of: an item is a category, or a product where there are no categories. */
export const lineRelations: readonly Relation[] = [
  {
    ...base,
    name: 'product_pairs',
    grain: 'one row per combination of category and product',
    key: ['category_key', 'product_key'],
    inputs: ['line_profits'],
    doc: 'Categories and products, numbered: lines carry small integers instead of names.',
    columns: [
      column('category_key', 'VARCHAR', 'category; empty = none'),
      column('product_key', 'VARCHAR', 'product; empty = none'),
      column('pair_number', 'INTEGER', 'number of the combination'),
    ],
    checks: [{ kind: 'unique', columns: ['category_key', 'product_key'] }],
  },
  {
    ...base,
    name: 'product_codes',
    grain: 'one row per combination of category and product',
    key: ['pair_number'],
    inputs: ['product_pairs'],
    vars: ['product_level'],
    doc: 'The items and products of the combinations, numbered.',
    columns: [
      column('pair_number', 'INTEGER', 'number of the combination'),
      column('item', 'VARCHAR', 'category or product, by level'),
      column('item_number', 'INTEGER', 'number of the item'),
      column('product_number', 'INTEGER', 'number of the product; null = none'),
    ],
    checks: [{ kind: 'unique', columns: ['pair_number'] }],
  },
  {
    ...base,
    name: 'product_lines',
    grain: 'one row per line of the orders, and of the returns of the period',
    key: [],
    inputs: ['line_profits', 'orders', 'returns', 'lens1_ranked', 'product_pairs', 'product_codes'],
    vars: ['from_date', 'time_zone', 'to_date', 'zero_value'],
    doc: 'Lines with small integers for ids: read once, for the period and for the whole history. When they stand, nothing else goes back to the lines.',
    columns: [
      column('order_number', 'INTEGER', 'order, by its place in orders; null = a return'),
      {
        ...rank,
        doc: `${rank.doc}; 0 = a customer without an order in the period, null = an order outside of it`,
      },
      column('item_number', 'INTEGER', 'item'),
      column('product_number', 'INTEGER', 'product; null = none'),
      unless('quantity', 'null', column('quantity', LINE, 'units; returns are negative', 'units')),
      column('amount', LINE, 'value; returns are negative', 'currency'),
      unless('profit', 'null', column('profit', LINE, 'profit where known', 'currency')),
    ],
    checks: [
      {
        kind: 'identity',
        name: 'every line of an order, or of a return of the period, stands once',
        left: `select count(*) from {{ ref('product_lines') }}`,
        right: `select (select coalesce(sum(lines), 0) from {{ ref('orders') }})
          + (select coalesce(sum(lines), 0) from {{ ref('returns') }}
            where return_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date))`,
      },
      {
        kind: 'identity',
        name: 'the lines hold the spend of the orders and returns of the period',
        left: `select coalesce(sum(amount), 0) from {{ ref('product_lines') }} where customer_rank is not null`,
        right: `select (select coalesce(sum(spend), 0) from {{ ref('orders') }}
            where order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date))
          - (select coalesce(sum(amount), 0) from {{ ref('returns') }}
            where return_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date))`,
      },
    ],
  },
  {
    ...base,
    name: 'product_bought',
    grain:
      'one row per customer and item of the period; customer_rank 0 holds all customers without an order',
    key: ['customer_rank', 'item_number'],
    inputs: ['product_lines'],
    doc: 'What each customer bought of each item, and between which orders: nearly always that tells how many they are.',
    columns: [
      rank,
      column('item_number', 'INTEGER', 'item'),
      column('order_lines', 'BIGINT', 'lines of orders'),
      column('least_order', 'INTEGER', 'least number of the orders; null = only given back'),
      column('greatest_order', 'INTEGER', 'greatest number of the orders'),
      ...sums,
    ],
    checks: [{ kind: 'unique', columns: ['customer_rank', 'item_number'] }],
  },
  {
    ...base,
    name: 'product_several',
    grain: 'one row per customer and item with more than two lines, in more than one order',
    key: ['customer_rank', 'item_number'],
    inputs: ['product_bought', 'product_lines'],
    doc: 'Orders of those rows of product_bought that do not tell how many they are.',
    columns: [
      rank,
      column('item_number', 'INTEGER', 'item'),
      column('orders', 'BIGINT', 'orders that hold the item'),
    ],
    checks: [{ kind: 'unique', columns: ['customer_rank', 'item_number'] }],
  },
  {
    ...base,
    materialized: 'view',
    name: 'product_customers',
    grain:
      'one row per customer and item of the period; customer_rank 0 holds all customers without an order',
    key: ['customer_rank', 'item_number'],
    inputs: ['product_bought', 'product_several'],
    doc: 'What each customer bought of each item; an order counts once in each item that it holds.',
    columns: [
      rank,
      column('item_number', 'INTEGER', 'item'),
      column('orders', 'BIGINT', 'orders that hold the item; 0 = only given back'),
      ...sums,
    ],
  },
  {
    ...base,
    name: 'product_items',
    grain: 'one row per item of the data',
    key: ['item_number'],
    inputs: ['product_codes', 'product_customers'],
    vars: ['top_items'],
    doc: 'Items in the order of their spend in the period; those that nobody bought have zeros.',
    columns: [
      column('item_number', 'INTEGER', 'item'),
      column('item', 'VARCHAR', 'its name'),
      column('spend_rank', 'INTEGER', 'place by spend in the period, ties by name'),
      label,
      column('short_number', 'INTEGER', 'the same for at most ten items'),
      column('spend', SUM, 'net spend of its buyers in the period', 'currency'),
    ],
    checks: [{ kind: 'unique', columns: ['item_number'] }],
  },
];
