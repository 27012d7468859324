import { readText } from '../store/sql.js';
import type { Mart } from './build.js';

/**
 * Builds `orders` of lines that all have an order id as if each id stood under one customer. True if it does; else the
 * relation is to be built again. To look for such ids among orders that stand costs half as much as to make these.
 */
export async function buildOrdersById(mart: Mart): Promise<boolean> {
  await mart.buildFrom('orders', readText(new URL('./', import.meta.url).href, './orders_by_id.sql'));
  const [row] = await mart.rows(`
    with others as (
      select order_id, min(customer_id) as least_customer, max(customer_id) as greatest_customer
      from {{ ref('order_lines') }}
      where is_return or is_cancelled or amount = 0
      group by order_id
    )
    select
      not exists (select 1 from {{ ref('orders') }} where customer_id = '')
      and not exists (select 1 from others where least_customer <> greatest_customer)
      and not exists (
        select 1
        from {{ ref('orders') }} as orders
        inner join others on orders.order_id = others.order_id
        where orders.customer_id <> others.least_customer
      ) as one_each`);
  if (row!.one_each !== true) mart.forget(['orders']);
  return row!.one_each === true;
}
