import { identifier } from '../store/sql.js';
import type { Store } from '../store/store.js';

/** What a load changed in the stored lines. */
export interface MergeCounts {
  readonly lines: number;
  /** Stored lines that gave way. */
  readonly linesReplaced: number;
  readonly ordersNew: number;
  /** Orders that were there before and came again. */
  readonly ordersReplaced: number;
  /** Of these, with no line in common with the rows before. */
  readonly ordersUnlike: number;
  /** Of the replaced, those that belonged to another customer. */
  readonly ordersMoved: number;
  readonly customerRecords: number;
  readonly products: number;
}

/**
 * Merges freshly read tables of the database `incoming` into the stored ones, an order at a time: an order
 * that comes again is replaced whole by its key (the order id; without one, customer and instant).
 * `append` adds the lines to what is there: mended rows of a quarantine complete their orders.
 */
export async function mergeIncoming(
  store: Store,
  incoming: string,
  how: 'replace' | 'append',
): Promise<MergeCounts> {
  const from = (table: string) => `${identifier(incoming)}.main.${identifier(table)}`;
  await store.run(`create or replace temporary table incoming_orders as
    select distinct order_id, has_order_id, case when has_order_id then null else customer_id end as customer_id
    from ${from('order_lines')}`);
  await store.run(`create or replace temporary table stored_again as
    select lines.* from order_lines as lines
    where exists (select 1 from incoming_orders as again
      where again.order_id = lines.order_id and again.has_order_id = lines.has_order_id
        and (again.has_order_id or again.customer_id = lines.customer_id))`);
  const counts = await store.one(`
    with stored as (select distinct order_id, has_order_id, case when has_order_id then null else customer_id end as customer_id from stored_again),
    common as (
      select distinct stored.order_id, stored.has_order_id, case when stored.has_order_id then null else stored.customer_id end as customer_id
      from stored_again as stored
      inner join ${from('order_lines')} as fresh
        on stored.order_id = fresh.order_id and stored.customer_id = fresh.customer_id and stored.amount = fresh.amount
          and stored.order_ts = fresh.order_ts and stored.product_id is not distinct from fresh.product_id
    ),
    moved as (
      select distinct stored.order_id from stored_again as stored
      inner join ${from('order_lines')} as fresh
        on stored.order_id = fresh.order_id and stored.has_order_id and fresh.has_order_id and stored.customer_id <> fresh.customer_id
    )
    select
      (select count(*) from ${from('order_lines')}) as lines,
      (select count(*) from stored_again) as lines_replaced,
      (select count(*) from incoming_orders) as orders,
      (select count(*) from stored) as replaced,
      (select count(*) from common) as common,
      (select count(*) from moved) as moved,
      (select count(*) from ${from('customer_records')}) as customer_records,
      (select count(*) from ${from('products')}) as products`);
  if (how === 'replace') {
    await store.run(`delete from order_lines as lines
      where exists (select 1 from incoming_orders as again
        where again.order_id = lines.order_id and again.has_order_id = lines.has_order_id
          and (again.has_order_id or again.customer_id = lines.customer_id))`);
  }
  await store.run(`insert into order_lines by name select * from ${from('order_lines')}`);
  await mergeCustomers(store, from);
  await mergeProducts(store, from);
  await store.run('drop table incoming_orders');
  await store.run('drop table stored_again');
  const replaced = how === 'replace' ? Number(counts.replaced) : 0;
  return {
    lines: Number(counts.lines),
    linesReplaced: how === 'replace' ? Number(counts.lines_replaced) : 0,
    ordersNew: Number(counts.orders) - Number(counts.replaced),
    ordersReplaced: replaced,
    ordersUnlike: how === 'replace' ? replaced - Number(counts.common) : 0,
    ordersMoved: how === 'replace' ? Number(counts.moved) : 0,
    customerRecords: Number(counts.customer_records),
    products: Number(counts.products),
  };
}

/** A system's records of a customer are replaced by the newer ones of the same system; other systems' records stay. */
async function mergeCustomers(store: Store, from: (table: string) => string): Promise<void> {
  for (const table of ['customer_records', 'customer_record_attributes']) {
    await store.run(`delete from ${identifier(table)} as old
      where exists (select 1 from ${from('customer_records')} as fresh
        where fresh.customer_id = old.customer_id and fresh.source_system is not distinct from old.source_system)`);
    await store.run(`insert into ${identifier(table)} by name select * from ${from(table)}`);
  }
}

async function mergeProducts(store: Store, from: (table: string) => string): Promise<void> {
  await store.run(`delete from products as old
    where exists (select 1 from ${from('products')} as fresh
      where fresh.product_id = old.product_id and fresh.valid_from is not distinct from old.valid_from)`);
  await store.run(`insert into products by name select * from ${from('products')}`);
}
