import type { Store } from '../store/store.js';

/**
 * What a change of the source tables concerns, in temporary tables: orders by order and customer, and customers whose
 * records have changed. `patchRelations` recomputes their rows; a row may stand in them twice.
 */
export async function openTouched(store: Store): Promise<void> {
  await store.run(`
    create or replace temporary table touched_orders (order_id varchar, customer_id varchar, is_stored boolean);
    create or replace temporary table touched_records (customer_id varchar);
    ${FORGET_LINES}`);
}

export async function closeTouched(store: Store): Promise<void> {
  await store.run(`${FORGET_LINES};
    drop table temp.touched_orders;
    drop table temp.touched_records`);
}

const FORGET_LINES = `drop view if exists temp.touched_lines;
    drop table if exists temp.touched_standing_lines`;

/**
 * Adds the orders of a query with `order_id` and `customer_id`; how many. Those that have lines in the warehouse are to
 * be named as such: rows of no others are looked for in the relations.
 */
export async function touchOrders(
  store: Store,
  query: string,
  as: 'stored' | 'perhaps new',
): Promise<number> {
  const { Count } = await store.one(
    `insert into touched_orders select distinct order_id, customer_id, ${as === 'stored'} from ${query}`,
  );
  return Number(Count);
}

/**
 * Says which are all the lines of the touched orders, so that nobody needs to look for them among the stored ones: the
 * fresh ones of a table, and stored ones by their places, if there are any.
 */
export async function keepTouchedLines(store: Store, fresh: string, places: string | null): Promise<void> {
  if (places === null) {
    await store.run(`create temporary view touched_lines as select * from ${fresh}`);
    return;
  }
  await store.run(`create temporary table touched_standing_lines as
    select * from order_lines where rowid in (${places})`);
  await store.run(`create temporary view touched_lines as
    select * from ${fresh}
    union all by name
    select * from touched_standing_lines`);
}

/** The lines that `keepTouchedLines` has been told of; null where all have to be looked through. */
export async function touchedLines(store: Store): Promise<string | null> {
  const rows = await store.rows(
    `select 1 from duckdb_views() where temporary and view_name = 'touched_lines'`,
  );
  return rows.length === 0 ? null : 'touched_lines';
}

/** Beyond this share of the orders, or of the customers, all are rebuilt: that reads each row once. */
const MOST = 0.25;

/** Whether so much is touched that to rebuild everything is less work. */
export async function isMostTouched(store: Store): Promise<boolean> {
  const row = await store.one(`select
      (select count(*) from touched_orders) as orders,
      (select count(*) from orders) as all_orders,
      (select count(*) from touched_records) as customers,
      (select count(*) from customers) as all_customers`);
  return (
    Number(row.all_orders) === 0 ||
    Number(row.orders) > MOST * Number(row.all_orders) ||
    Number(row.customers) > MOST * Number(row.all_customers)
  );
}
