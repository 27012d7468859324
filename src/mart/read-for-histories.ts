import { readText } from '../store/sql.js';
import type { Mart } from './build.js';

/**
 * Lets `customers` and `purchase_history` be made of what one look at the orders tells (`buyers`), for a run that builds them
 * itself and reads of the customers no more than histories do: who they are, when they ordered and were acquired, orders,
 * days and spend. Does nothing where `customers` stand. Orders and returns may be cut at an end of observation before or after.
 */
export function readForHistories(mart: Mart): void {
  if (mart.stands('customers')) return;
  // Every buyer is a row by the text, and what they add up to is looked at there.
  mart.reword('customers', text('customers_of_buyers'), { as: 'view', checks: [] });
  mart.reword('purchase_history', text('purchase_history_of_buyers'), {
    as: 'table',
    checks: [
      {
        kind: 'identity',
        name: 'one history a customer with an order',
        left: `select count(*) from {{ ref('purchase_history') }}`,
        right: `select count(*) from {{ ref('buyers') }}`,
      },
    ],
  });
}

function text(name: string): string {
  return readText(new URL('./', import.meta.url).href, `./${name}.sql`);
}
