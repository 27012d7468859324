import { column, LINE, unless } from '../../mart/list/column.js';
import type { Relation } from '../../mart/relation.js';

const folder = new URL('./', import.meta.url).href;
const base = { scope: 'global', materialized: 'table', folder, vars: [], checks: [] } as const;

/** Lines with numbers for ids, the same whatever is asked of them. */
export const numberedLineRelations: readonly Relation[] = [
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
    name: 'product_numbered_lines',
    grain: 'one row per line of the orders and returns',
    key: [],
    inputs: ['line_profits', 'orders', 'returns', 'product_pairs'],
    vars: ['time_zone', 'zero_value'],
    doc: 'Lines with the places of their order or return instead of ids: when they stand, nothing else goes back to the lines.',
    columns: [
      column('order_number', 'INTEGER', 'order, by its place in orders; null = a return'),
      column('return_number', 'INTEGER', 'return, by its place in returns; null = a purchase'),
      column('pair_number', 'INTEGER', 'combination of category and product'),
      unless('quantity', 'null', column('quantity', LINE, 'units; returns are negative', 'units')),
      column('amount', LINE, 'value; returns are negative', 'currency'),
      unless('profit', 'null', column('profit', LINE, 'profit where known', 'currency')),
    ],
    checks: [
      {
        kind: 'identity',
        name: 'every line of an order or a return stands once',
        left: `select count(*) from {{ ref('product_numbered_lines') }}`,
        right: `select (select coalesce(sum(lines), 0) from {{ ref('orders') }})
          + (select coalesce(sum(lines), 0) from {{ ref('returns') }})`,
      },
    ],
  },
];
