import { identifier } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { mergeCustomers, mergeProducts, NO_PRODUCTS, type ProductChanges } from './merge-records.js';
import { keepTouchedLines, touchOrders } from './touched.js';

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
  readonly productChanges: ProductChanges;
  /** No line was stored before. */
  readonly isFirst: boolean;
}

export interface MergeManner {
  /**
   * `replace`: an order that comes again is replaced whole. `add`: lines are added to the orders that are there, as
   * mended rows of a quarantine are.
   */
  readonly how: 'replace' | 'add';
  /** What an order with an id of its own goes by; without one it is customer and instant. */
  readonly orderKey: OrderKey;
  /** Files whose lines stay: they were named together with the new ones. */
  readonly standing: readonly StandingFile[];
  /** What lines are marked with; null = they are marked already. */
  readonly loadNumber: number | null;
  /** The fresh lines are those that are stored: they were read into a draft of the warehouse. */
  readonly linesStand?: boolean;
  /** How many orders the fresh lines are, where that is known. */
  readonly orders?: number | null;
}

export interface StandingFile {
  readonly name: string;
  /** A file of this name that was loaded before is another one. */
  readonly fromLoad: number;
}

export type OrderKey = 'id' | 'id and customer';

/** Orders with stored lines that come again: how many, and of these, under another customer; an example of each. */
export interface Overlap {
  readonly orders: number;
  readonly example: string | null;
  readonly moved: number;
  readonly movedExample: string | null;
}

/**
 * Looks for the orders of the database `incoming` among the stored ones, for `mergeIncoming`. Stored lines of files
 * that stand don't count.
 */
export async function findOverlap(
  store: Store,
  incoming: string,
  { orderKey, standing, linesStand = false }: Pick<MergeManner, 'orderKey' | 'standing' | 'linesStand'>,
): Promise<Overlap> {
  const fresh = `${identifier(incoming)}.main.order_lines`;
  const keyCustomer =
    orderKey === 'id' ? 'case when has_order_id then null else customer_id end' : 'customer_id';
  const key = `order_id, has_order_id, ${keyCustomer} as key_customer`;
  const isFirst = linesStand || (await isEmpty(store));
  await store.run(
    `create or replace temporary ${isFirst ? 'view' : 'table'} incoming_orders as select distinct ${key} from ${fresh}`,
  );
  await store.run('create or replace temporary table standing_files (name varchar, from_load integer)');
  for (const { name, fromLoad } of standing)
    await store.run('insert into standing_files values ($name, $fromLoad)', { name, fromLoad });
  const fileStands =
    standing.length === 0
      ? 'false'
      : 'exists (select 1 from standing_files as named where named.name = lines.file and lines.load_number >= named.from_load)';
  const ids = isFirst ? null : await idsToLookFor(store);
  // One look at all stored lines, at one column, and none where there is nothing to find; what follows goes by their places.
  await store.run(`create or replace temporary table places_alike as
    select rowid as place from order_lines where ${ids === null ? 'false' : `order_id in (select order_id from ${ids})`}`);
  await store.run(`create or replace temporary table lines_alike as
    select rowid as place, order_id, has_order_id, customer_id, ${fileStands} as file_stands
    from order_lines as lines
    where rowid in (select place from places_alike)`);
  await store.run(`create or replace temporary table lines_again as
    select lines.place, lines.order_id, lines.has_order_id, lines.customer_id, again.key_customer,
      lines.has_order_id <> again.has_order_id or lines.file_stands as stands,
      lines.has_order_id = again.has_order_id as is_known
    from lines_alike as lines
    inner join incoming_orders as again
      on again.order_id = lines.order_id and (again.key_customer is null or again.key_customer = lines.customer_id)
    where ${!isFirst}`);
  await store.run('drop table places_alike; drop table lines_alike; drop table if exists ids_alike');
  const row = await store.one(`
    with again as (select * from lines_again where not stands),
    moved as (
      select distinct old.order_id
      from again as old
      inner join ${fresh} as fresh
        on old.order_id = fresh.order_id and old.has_order_id and fresh.has_order_id
          and old.key_customer is null and old.customer_id <> fresh.customer_id
    )
    select
      (select count(*) from (select distinct order_id, has_order_id, key_customer from again)) as orders,
      (select min(order_id) from again) as example,
      (select count(*) from moved) as moved,
      (select min(order_id) from moved) as moved_example`);
  return {
    orders: Number(row.orders),
    example: row.example as string | null,
    moved: Number(row.moved),
    movedExample: row.moved_example as string | null,
  };
}

/**
 * The incoming orders that may have stored lines, as a table; null where none has. There are half as many orders and
 * returns as lines: where these stand for all lines, they are looked through first.
 */
async function idsToLookFor(store: Store): Promise<string | null> {
  if (!(await isEveryLineSummed(store))) return 'incoming_orders';
  const { Count } = await store.one(`create or replace temporary table ids_alike as
    select order_id from orders where order_id in (select order_id from incoming_orders)
    union
    select return_id from returns where return_id in (select order_id from incoming_orders)`);
  return Number(Count) === 0 ? null : 'ids_alike';
}

/** Whether each stored line is in an order or a return: no rule has left any out. */
async function isEveryLineSummed(store: Store): Promise<boolean> {
  const { tables } = await store.one(`select count(*) as tables from duckdb_tables()
    where not temporary and database_name = current_database() and table_name in ('orders', 'returns', 'line_counts')`);
  if (Number(tables) < 3) return false;
  const { summed } = await store.one(`select coalesce(bool_and(
      lines = (select count(*) from order_lines) and cancelled_lines = 0 and dropped_zero_lines = 0), false) as summed
    from line_counts`);
  return summed === true;
}

/**
 * Merges freshly read tables of the database `incoming` into the stored ones, an order at a time, after `findOverlap`.
 * What that concerns is noted in the tables of `openTouched`, unless there was nothing before.
 */
export async function mergeIncoming(
  store: Store,
  incoming: string,
  manner: MergeManner,
  overlap: Overlap,
): Promise<MergeCounts> {
  const from = (table: string) => `${identifier(incoming)}.main.${identifier(table)}`;
  const replaces = manner.how === 'replace';
  const givesWay = replaces ? 'not stands' : 'false';
  const common = `
    select distinct again.order_id, again.has_order_id, again.key_customer
    from (select * from lines_again where ${givesWay}) as again
    inner join order_lines as old on old.rowid = again.place
    inner join ${from('order_lines')} as fresh
      on old.order_id = fresh.order_id and old.customer_id = fresh.customer_id and old.amount = fresh.amount
        and old.order_ts = fresh.order_ts and old.product_id is not distinct from fresh.product_id`;
  const counts = await store.one(`
    select
      (select count(*) from ${from('order_lines')}) as lines,
      (select count(*) from lines_again) as lines_again,
      (select count(*) from lines_again where ${givesWay}) as lines_replaced,
      ${manner.orders ?? '(select count(*) from incoming_orders)'}
        - (select count(*) from (select distinct order_id, has_order_id, key_customer from lines_again where is_known)) as orders_new,
      ${overlap.orders > 0 && replaces ? `(select count(*) from (${common}))` : '0'} as orders_alike,
      (select count(*) from ${from('customer_records')}) as customer_records,
      (select count(*) from ${from('products')}) as products`);
  if (Number(counts.customer_records) > 0) await mergeCustomers(store, from);
  const productChanges = Number(counts.products) > 0 ? await mergeProducts(store, from) : NO_PRODUCTS;
  const isFirst = manner.linesStand === true || (await isEmpty(store));
  const someAgain = Number(counts.lines_again) > 0;
  if (!isFirst) {
    await touchOrders(store, from('order_lines'), 'perhaps new');
    if (someAgain) await touchOrders(store, 'lines_again', 'stored');
    // No other line belongs to these orders, unless a product brings some in.
    if (productChanges.restated.orders + productChanges.dated.orders === 0)
      await keepTouchedLines(
        store,
        from('order_lines'),
        someAgain ? `select place from lines_again where not coalesce(${givesWay}, false)` : null,
      );
  }
  if (Number(counts.lines_replaced) > 0)
    await store.run(
      `delete from order_lines where rowid in (select place from lines_again where ${givesWay})`,
    );
  const numbered = manner.loadNumber === null ? '' : `, ${manner.loadNumber} as load_number`;
  if (!manner.linesStand)
    await store.run(`insert into order_lines by name select *${numbered} from ${from('order_lines')}`);
  await store.run(
    `drop ${isFirst ? 'view' : 'table'} incoming_orders; drop table lines_again; drop table standing_files`,
  );
  return {
    lines: Number(counts.lines),
    linesReplaced: Number(counts.lines_replaced),
    ordersNew: Number(counts.orders_new),
    ordersReplaced: replaces ? overlap.orders : 0,
    ordersUnlike: replaces ? overlap.orders - Number(counts.orders_alike) : 0,
    ordersMoved: replaces ? overlap.moved : 0,
    customerRecords: Number(counts.customer_records),
    products: Number(counts.products),
    productChanges,
    isFirst,
  };
}

async function isEmpty(store: Store): Promise<boolean> {
  const { lines } = await store.one('select count(*) as lines from order_lines');
  return Number(lines) === 0;
}
