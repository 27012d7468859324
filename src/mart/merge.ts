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

export interface MergeManner {
  /**
   * `replace`: an order that comes again is replaced whole. `add`: lines are added to the orders that are there, as
   * mended rows of a quarantine are.
   */
  readonly how: 'replace' | 'add';
  /** What an order with an id of its own goes by; without one it is customer and instant. */
  readonly orderKey: 'id' | 'id and customer';
  /** Files whose lines stay: they were named together with the new ones. */
  readonly standing: readonly string[];
  /** What lines are marked with; null = they are marked already. */
  readonly loadNumber: number | null;
}

/** Merges freshly read tables of the database `incoming` into the stored ones, an order at a time. */
export async function mergeIncoming(
  store: Store,
  incoming: string,
  manner: MergeManner,
): Promise<MergeCounts> {
  const from = (table: string) => `${identifier(incoming)}.main.${identifier(table)}`;
  const keyCustomer =
    manner.orderKey === 'id' ? 'case when has_order_id then null else customer_id end' : 'customer_id';
  const key = `order_id, has_order_id, ${keyCustomer} as key_customer`;
  await store.run(
    `create or replace temporary table incoming_orders as select distinct ${key} from ${from('order_lines')}`,
  );
  await store.run(`create or replace temporary table stored_orders as
    select distinct ${key} from order_lines as lines
    where exists (select 1 from incoming_orders as again where ${sameOrder('again')})`);
  await store.run('create or replace temporary table standing_files (name varchar)');
  for (const name of manner.standing) await store.run('insert into standing_files values ($name)', { name });
  const givesWay =
    manner.how === 'replace'
      ? `exists (select 1 from incoming_orders as again where ${sameOrder('again')})
          and not exists (select 1 from standing_files where standing_files.name = lines.file)`
      : 'false';
  await store.run(
    `create or replace temporary table replaced_lines as select *, ${keyCustomer} as key_customer from order_lines as lines where ${givesWay}`,
  );
  const counts = await store.one(`
    with common as (
      select distinct old.order_id, old.has_order_id, old.key_customer
      from replaced_lines as old
      inner join ${from('order_lines')} as fresh
        on old.order_id = fresh.order_id and old.customer_id = fresh.customer_id and old.amount = fresh.amount
          and old.order_ts = fresh.order_ts and old.product_id is not distinct from fresh.product_id
    ),
    moved as (
      select distinct old.order_id
      from replaced_lines as old
      inner join ${from('order_lines')} as fresh
        on old.order_id = fresh.order_id and old.has_order_id and fresh.has_order_id and old.customer_id <> fresh.customer_id
    )
    select
      (select count(*) from ${from('order_lines')}) as lines,
      (select count(*) from replaced_lines) as lines_replaced,
      (select count(*) from incoming_orders) - (select count(*) from stored_orders) as orders_new,
      (select count(*) from (select distinct order_id, has_order_id, key_customer from replaced_lines)) as orders_replaced,
      (select count(*) from common) as orders_alike,
      (select count(*) from moved) as orders_moved,
      (select count(*) from ${from('customer_records')}) as customer_records,
      (select count(*) from ${from('products')}) as products`);
  await store.run(`delete from order_lines as lines where ${givesWay}`);
  const numbered = manner.loadNumber === null ? '' : `, ${manner.loadNumber} as load_number`;
  await store.run(`insert into order_lines by name select *${numbered} from ${from('order_lines')}`);
  await mergeCustomers(store, from);
  await mergeProducts(store, from);
  for (const name of ['incoming_orders', 'stored_orders', 'standing_files', 'replaced_lines']) {
    await store.run(`drop table ${name}`);
  }
  const replaces = manner.how === 'replace';
  return {
    lines: Number(counts.lines),
    linesReplaced: Number(counts.lines_replaced),
    ordersNew: Number(counts.orders_new),
    ordersReplaced: Number(counts.orders_replaced),
    ordersUnlike: replaces ? Number(counts.orders_replaced) - Number(counts.orders_alike) : 0,
    ordersMoved: replaces ? Number(counts.orders_moved) : 0,
    customerRecords: Number(counts.customer_records),
    products: Number(counts.products),
  };

  function sameOrder(other: string): string {
    return `${other}.order_id = lines.order_id and ${other}.has_order_id = lines.has_order_id
      and (${other}.key_customer is null or ${other}.key_customer = lines.customer_id)`;
  }
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
