import type { Relation } from '../relation.js';
import { column, LINE } from './column.js';

const folder = new URL('../', import.meta.url).href;

const source = { scope: 'source', materialized: 'table', folder, inputs: [], vars: [], checks: [] } as const;

/** Tables that ingest leaves in the store. */
export const sources: readonly Relation[] = [
  {
    ...source,
    name: 'order_lines',
    grain: 'one row per accepted row of the orders files',
    key: [],
    doc: 'The rows of the orders files as understood: a line item each, or a whole order where a file has no lines.',
    columns: [
      column('file', 'VARCHAR', 'file that the row came from (workspace only)'),
      column('row_number', 'BIGINT', 'record number after the header, from 1 (workspace only)'),
      column('customer_id', 'VARCHAR', 'customer, as written, trimmed'),
      column('order_id', 'VARCHAR', "order id, or '@' and the instant where the file has none"),
      column('has_order_id', 'BOOLEAN', 'whether the file gave the order id'),
      column('order_ts', 'TIMESTAMP', 'instant', 'UTC'),
      column('amount', LINE, 'value of the line; returns are negative', 'currency'),
      column('quantity', LINE, 'units; returns are negative', 'units'),
      column('cost', LINE, 'cost of the line where known', 'currency'),
      column('profit', LINE, 'profit of the line where the file says it', 'currency'),
      column('is_return', 'BOOLEAN', 'a return or refund'),
      column('is_cancelled', 'BOOLEAN', 'the whole order is cancelled'),
      column('product_id', 'VARCHAR', 'product'),
      column('category', 'VARCHAR', 'category of the product'),
      column('attributes', 'VARCHAR', 'other columns as a JSON object'),
    ],
  },
  {
    ...source,
    name: 'customer_records',
    grain: 'one row per accepted row of the customers files',
    key: [],
    doc: 'Records of customers; several of one customer are merged in customer_profiles.',
    columns: [
      column('file', 'VARCHAR', 'file that the row came from'),
      column('row_number', 'BIGINT', 'record number after the header, from 1'),
      column('customer_id', 'VARCHAR', 'customer'),
      column('acquisition_ts', 'TIMESTAMP', 'when the customer was acquired', 'UTC'),
      column('record_ts', 'TIMESTAMP', 'when the record was written', 'UTC'),
      column('source_system', 'VARCHAR', 'system that the record comes from'),
      column('is_visible', 'BOOLEAN', 'may be shown in row-level output'),
      column('valid_from', 'TIMESTAMP', 'from when the record holds; null = since ever', 'UTC'),
    ],
  },
  {
    ...source,
    name: 'customer_record_attributes',
    grain: 'one row per record, kind and name of an attribute or consent',
    key: [],
    doc: 'Attributes and consents of the customers files, one value a row.',
    columns: [
      column('customer_id', 'VARCHAR', 'customer'),
      column('source_system', 'VARCHAR', 'system that the record comes from'),
      column('record_ts', 'TIMESTAMP', 'when the record was written', 'UTC'),
      column('kind', 'VARCHAR', 'attribute or consent'),
      column('name', 'VARCHAR', 'name of the column'),
      column('value', 'VARCHAR', 'its value'),
      column('valid_from', 'TIMESTAMP', 'from when the record holds; null = since ever', 'UTC'),
    ],
  },
  {
    ...source,
    name: 'products',
    grain: 'one row per product and start of validity',
    key: ['product_id', 'valid_from'],
    doc: 'Category, margin and cost of products.',
    columns: [
      column('product_id', 'VARCHAR', 'product'),
      column('category', 'VARCHAR', 'category'),
      column('margin_pct', 'DECIMAL(9,6)', 'profit as a share of spend', 'share'),
      column('unit_cost', LINE, 'cost of one unit', 'currency'),
      column('valid_from', 'TIMESTAMP', 'from when the row holds; null = always', 'UTC'),
    ],
  },
  {
    ...source,
    name: 'margins',
    grain: 'one row per category with a margin of its own, and one for all others',
    key: ['category'],
    doc: 'Margins of the settings, for lines whose profit nothing else tells.',
    columns: [
      column('category', 'VARCHAR', 'category; null = all others'),
      column('margin_pct', 'DECIMAL(9,6)', 'profit as a share of spend', 'share'),
    ],
  },
];
