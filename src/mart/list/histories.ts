import type { Relation } from '../relation.js';
import { column, SUM } from './column.js';

const folder = new URL('../', import.meta.url).href;

const customer = column('customer_id', 'VARCHAR', 'customer');

/** What purchase histories are made of where nothing else of the customers is asked for (`../read-for-histories.ts`). */
export const historyRelations: readonly Relation[] = [
  {
    name: 'buyers',
    scope: 'customer',
    materialized: 'table',
    folder,
    grain: 'one row per customer with an order',
    key: ['customer_id'],
    inputs: ['orders'],
    vars: [],
    doc: 'What one look at the orders tells of each customer.',
    columns: [
      customer,
      column('first_order_date', 'DATE', 'day of the first order'),
      column('last_order_date', 'DATE', 'day of the last order'),
      column('orders', 'BIGINT', 'orders'),
      column('may_have_fuller_days', 'BOOLEAN', 'some orders may be of one day; false = surely none are'),
      column('spend', SUM, 'gross spend', 'currency'),
      column('first_spend', SUM, 'gross spend of an order of the first day', 'currency'),
    ],
    checks: [
      { kind: 'unique', columns: ['customer_id'] },
      {
        kind: 'identity',
        name: 'orders of the buyers = orders',
        left: `select coalesce(sum(orders), 0) from {{ ref('buyers') }}`,
        right: `select count(*) from {{ ref('orders') }}`,
      },
      {
        kind: 'identity',
        name: 'spend of the buyers = spend of the orders',
        left: `select coalesce(sum(spend), 0) from {{ ref('buyers') }}`,
        right: `select coalesce(sum(spend), 0) from {{ ref('orders') }}`,
      },
    ],
  },
  {
    name: 'fuller_days',
    scope: 'customer',
    materialized: 'table',
    folder,
    grain: 'one row per customer and day with more than one order of that customer',
    key: ['customer_id', 'order_date'],
    inputs: ['orders', 'buyers'],
    vars: [],
    doc: 'Days on which a customer ordered more than once: few, so that days are the orders less these.',
    columns: [
      customer,
      column('order_date', 'DATE', 'day'),
      column('orders', 'BIGINT', 'orders of the day'),
      column('spend', SUM, 'gross spend of the day', 'currency'),
    ],
    checks: [{ kind: 'unique', columns: ['customer_id', 'order_date'] }],
  },
];
