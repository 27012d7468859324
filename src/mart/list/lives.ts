import type { Relation } from '../relation.js';
import { column, SUM, unless } from './column.js';

/** One grouping of the orders serves lens 1 and the scores beside it. */
export const customerLives: Relation = {
  name: 'customer_lives',
  scope: 'global',
  materialized: 'table',
  folder: new URL('../', import.meta.url).href,
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
};
