import { column, SUM, unless } from '../../mart/list/column.js';
import type { RelationColumn } from '../../mart/relation.js';

const folder = new URL('./', import.meta.url).href;
export const base = { scope: 'global', materialized: 'table', folder, vars: [], checks: [] } as const;

export const customers = column('customers', 'BIGINT', 'customers');
export const orders = column('orders', 'BIGINT', 'orders');
export const label = column('label_number', 'INTEGER', 'place by spend in the period; 0 = the rest');
export const rank = column('customer_rank', 'INTEGER', 'rank of the customer in lens1_ranked');
export const value = column('value', SUM, 'profit or net spend, by metric', 'currency');
export const squares = column('value_squares', SUM, 'sum of the squares of the values', 'currency squared');

/** Sums of a group: units, spend and profit as far as they are known. */
export const sums: readonly RelationColumn[] = [
  unless(
    'quantity',
    'null',
    column('units', SUM, 'units bought less units given back, where known', 'units'),
  ),
  unless(
    'unknown_quantity',
    'spend',
    unless(
      'quantity',
      '0',
      column('units_known_spend', SUM, 'net spend of the lines whose units are known', 'currency'),
    ),
  ),
  column('spend', SUM, 'net spend', 'currency'),
  unless('profit', 'null', column('profit', SUM, 'profit where known', 'currency')),
  unless('profit', '0', column('profit_known_spend', SUM, 'net spend whose profit is known', 'currency')),
];
