import { identifier } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { touchOrders } from './touched.js';

/** Products whose stored row changed or is new, and the stored orders with lines that this gives another profit. */
export interface ProductChanges {
  /** Without a start of validity: the past is restated. */
  readonly restated: ProductChange;
  /** With one: from then on. */
  readonly dated: ProductChange;
}

export interface ProductChange {
  readonly products: number;
  readonly orders: number;
  /** A few of them, sorted. */
  readonly examples: readonly string[];
}

const NOTHING: ProductChange = { products: 0, orders: 0, examples: [] };

export const NO_PRODUCTS: ProductChanges = { restated: NOTHING, dated: NOTHING };

const SAME_GROUP =
  'fresh.customer_id = old.customer_id and fresh.source_system is not distinct from old.source_system';

/** A record without a start of validity says what has always been; one with a start replaces that of the same start. */
const GIVES_WAY = `${SAME_GROUP} and (fresh.valid_from is null or fresh.valid_from = old.valid_from)`;

/** What a customer's record says, apart from the place in a file where it stood. */
const SAID = {
  customer_records: 'customer_id, source_system, record_ts, acquisition_ts, is_visible, valid_from',
  customer_record_attributes: 'customer_id, source_system, record_ts, kind, name, value, valid_from',
} as const;

/**
 * A system's records of a customer are replaced by the newer ones of the same system, those with a start of validity by
 * that of the same start alone; other systems' records stay. Where the newer ones say the same, nothing happens.
 */
export async function mergeCustomers(store: Store, from: (table: string) => string): Promise<void> {
  const tables = Object.keys(SAID) as (keyof typeof SAID)[];
  const givesWay = (alias: string) =>
    `exists (select 1 from ${from('customer_records')} as fresh where ${GIVES_WAY.replaceAll('old.', `${alias}.`)})`;
  const differences = tables.flatMap((table) => {
    const fresh = `(select ${SAID[table]} from ${from(table)})`;
    const old = `(select ${SAID[table]} from ${table} as old where ${givesWay('old')})`;
    return [`(${fresh} except all ${old})`, `(${old} except all ${fresh})`].map(
      (rows) => `select customer_id, source_system from ${rows}`,
    );
  });
  const { Count } = await store.one(
    `create or replace temporary table changed_records as select distinct * from (${differences.join(' union all ')})`,
  );
  if (Number(Count) > 0) {
    const changed = (alias: string) =>
      `exists (select 1 from changed_records as fresh where ${SAME_GROUP.replaceAll('old.', `${alias}.`)})`;
    for (const table of tables) {
      await store.run(
        `delete from ${identifier(table)} as old where ${changed('old')} and ${givesWay('old')}`,
      );
      await store.run(
        `insert into ${identifier(table)} by name select * from ${from(table)} as incoming_rows where ${changed('incoming_rows')}`,
      );
    }
    await store.run('insert into touched_records select distinct customer_id from changed_records');
  }
  await store.run('drop table changed_records');
}

/** A product's row takes the place of the one with the same start of validity. */
export async function mergeProducts(store: Store, from: (table: string) => string): Promise<ProductChanges> {
  await store.run(
    `create or replace temporary table changed_products as select * from ${from('products')} except select * from products`,
  );
  // A line that tells its own cost and profit does not hear of it.
  const concerned = (dated: boolean) => `(
    select lines.order_id, lines.customer_id
    from order_lines as lines
    inner join (
      select product_id, min(valid_from) as valid_from from changed_products
      where valid_from is ${dated ? 'not null' : 'null'} group by product_id
    ) as changed
      on changed.product_id = lines.product_id and (lines.cost is null or lines.profit is null)
        ${dated ? 'and lines.order_ts >= changed.valid_from' : ''})`;
  const change = async (dated: boolean): Promise<ProductChange> => {
    const rows = await store.rows(
      `select distinct product_id from changed_products where valid_from is ${dated ? 'not null' : 'null'} order by product_id`,
    );
    if (rows.length === 0) return NOTHING;
    const orders = await touchOrders(store, concerned(dated), 'stored');
    return {
      products: rows.length,
      orders,
      examples: rows.slice(0, 5).map(({ product_id }) => String(product_id)),
    };
  };
  const changes = { restated: await change(false), dated: await change(true) };
  await store.run(`delete from products as old
    where exists (select 1 from changed_products as fresh
      where fresh.product_id = old.product_id and fresh.valid_from is not distinct from old.valid_from)`);
  await store.run('insert into products by name select * from changed_products');
  await store.run('drop table changed_products');
  return changes;
}
