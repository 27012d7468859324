import type { Store } from '../store/store.js';
import type { OrderKey } from './merge.js';
import { touchOrders } from './touched.js';

/** What was removed. */
export interface Removal {
  readonly listed: number;
  readonly orders: number;
  readonly lines: number;
  /** Listed orders without a stored line: how many, and a few of them. */
  readonly unknown: number;
  readonly unknownExamples: readonly string[];
}

/**
 * Deletes the lines of the orders in the temporary table `listed_orders`, and notes them as touched and in
 * `deleted_orders`, so that a mended row does not bring one back. Orders that the files gave no id are not found.
 * With the key `id and customer` a listed customer must fit too. `lastLoad` is the number of the last load of files.
 */
export async function removeOrders(store: Store, orderKey: OrderKey, lastLoad: number): Promise<Removal> {
  const sameCustomer =
    orderKey === 'id' ? '' : 'and (listed.customer_id is null or listed.customer_id = lines.customer_id)';
  await store.run(`create or replace temporary table removed_lines as
    select lines.rowid as place, lines.order_id, lines.customer_id
    from order_lines as lines
    where lines.has_order_id
      and exists (select 1 from listed_orders as listed where listed.order_id = lines.order_id ${sameCustomer})`);
  const listed =
    orderKey === 'id'
      ? '(select distinct order_id, cast(null as varchar) as customer_id from listed_orders)'
      : '(select distinct order_id, customer_id from listed_orders)';
  const unknown = `(select order_id from ${listed} as listed
      where not exists (select 1 from removed_lines as lines where listed.order_id = lines.order_id ${sameCustomer}))`;
  const counts = await store.one(`
    select
      (select count(*) from ${listed}) as listed,
      (select count(*) from (select distinct order_id, customer_id from removed_lines)) as orders,
      (select count(*) from removed_lines) as lines,
      (select count(*) from ${unknown}) as unknown`);
  const examples = await store.rows(`select distinct order_id from ${unknown} order by order_id limit 5`);
  await touchOrders(store, 'removed_lines', 'stored');
  await noteDeleted(store, orderKey, lastLoad);
  await store.run('delete from order_lines where rowid in (select place from removed_lines)');
  for (const name of ['removed_lines', 'listed_orders']) await store.run(`drop table ${name}`);
  return {
    listed: Number(counts.listed),
    orders: Number(counts.orders),
    lines: Number(counts.lines),
    unknown: Number(counts.unknown),
    unknownExamples: examples.map(({ order_id }) => String(order_id)),
  };
}

/** Orders that are not there are noted too: a refused row of one may wait to be mended. */
async function noteDeleted(store: Store, orderKey: OrderKey, lastLoad: number): Promise<void> {
  const [listed, same] =
    orderKey === 'id'
      ? [
          'select order_id, null from listed_orders where order_id not in (select order_id from removed_lines)',
          'deleted.order_id = gone.order_id',
        ]
      : [
          'select order_id, customer_id from listed_orders',
          'deleted.order_id = gone.order_id and deleted.customer_id is not distinct from gone.customer_id',
        ];
  const gone = `(select order_id, customer_id from removed_lines union ${listed}) as gone`;
  const load = { load: lastLoad };
  await store.run(
    `update deleted_orders as deleted set load_number = $load where exists (select 1 from ${gone} where ${same})`,
    load,
  );
  await store.run(
    `insert into deleted_orders
      select order_id, customer_id, cast($load as integer) from ${gone}
      where not exists (select 1 from deleted_orders as deleted where ${same})`,
    load,
  );
}
