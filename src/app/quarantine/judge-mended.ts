import { stringify } from 'csv-stringify/sync';
import { writeFileAtomic } from '../../common/files.js';
import type { SourceRole } from '../../ingest/settings.js';
import { literal } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import type { Settings } from '../settings.js';

/** Where a mended row stands in the file that is read again, and where it stood. */
export interface MendedPlace {
  readonly file: string;
  readonly row: number;
  readonly origin: string;
  readonly originRow: number;
  readonly load: number;
  readonly role: SourceRole;
  /** Of a products file. */
  readonly product: string | null;
}

/**
 * Tells of each row whether it is fine now (`mended`), comes too late (`replaced`: a later load has brought the order,
 * the customer's record of that system, or the product), or is still `refused`; leaves the mended ones alone in the
 * tables of `incoming`, as rows of the files and loads that they came from.
 */
export async function judgeMended(
  store: Store,
  path: string,
  places: readonly MendedPlace[],
  settings: Settings,
): Promise<void> {
  const rows = places.map((one) => [
    ...[one.file, one.row, one.origin, one.originRow, one.load, one.role],
    one.product?.trim() ?? '',
  ]);
  await writeFileAtomic(path, stringify(rows));
  const customer =
    settings.ingest.orderCollisions === 'split'
      ? 'stored.customer_id = lines.customer_id'
      : '(lines.has_order_id or stored.customer_id = lines.customer_id)';
  const deletedCustomer =
    settings.ingest.orderCollisions === 'split'
      ? 'and (deleted.customer_id is null or deleted.customer_id = lines.customer_id)'
      : '';
  const laterFile = (role: SourceRole, more: string) =>
    `exists (select 1 from loaded_files as later where later.role = '${role}' and later.load_number > given.origin_load ${more})`;
  await store.run(`create or replace temporary table mended_map as
    with given as (
      select * from read_csv(${literal(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"',
        columns = {'file': 'varchar', 'n': 'bigint', 'origin_file': 'varchar', 'origin_row': 'bigint', 'origin_load': 'integer',
          'role': 'varchar', 'product': 'varchar'})
    )
    select *,
      case
        when exists (select 1 from incoming.main.quarantine as bad where bad.file = given.file and bad.row_number = given.n)
          then 'refused'
        when exists (
          select 1 from incoming.main.order_lines as lines
          inner join order_lines as stored
            on stored.order_id = lines.order_id and stored.has_order_id = lines.has_order_id and ${customer}
              and stored.load_number > given.origin_load
          where lines.file = given.file and lines.row_number = given.n)
          then 'replaced'
        when exists (
          select 1 from incoming.main.order_lines as lines
          inner join deleted_orders as deleted
            on deleted.order_id = lines.order_id and lines.has_order_id and deleted.load_number >= given.origin_load ${deletedCustomer}
          where lines.file = given.file and lines.row_number = given.n)
          then 'replaced'
        when role = 'customers' and exists (
          select 1 from incoming.main.customer_records as read
          inner join customer_records as stored on ${sameRecord('read', 'stored')}
          where read.file = given.file and read.row_number = given.n
            and (stored.valid_from is null or read.valid_from is null or stored.valid_from = read.valid_from)
            and ${laterFile('customers', 'and later.name = stored.file')})
          then 'replaced'
        when role = 'products' and ${laterFile('products', '')}
            and exists (select 1 from products as stored where stored.product_id = given.product)
          then 'replaced'
        else 'mended'
      end as outcome
    from given`);
  await keepLines(store);
  await keepRecords(store);
  await store.run(`delete from incoming.main.products
    where product_id in (select product from mended_map where role = 'products' and outcome = 'replaced')`);
}

const MENDED = `inner join mended_map on mended_map.file = read.file and mended_map.n = read.row_number
      where mended_map.outcome = 'mended'`;
const PLACE = 'read.* replace (mended_map.origin_file as file, mended_map.origin_row as row_number)';

async function keepLines(store: Store): Promise<void> {
  await store.run(`create table incoming.main.mended_order_lines as
    select ${PLACE}, mended_map.origin_load as load_number from incoming.main.order_lines as read ${MENDED}`);
  await store.run('drop view incoming.main.order_lines');
  await store.run('create view incoming.main.order_lines as select * from incoming.main.mended_order_lines');
}

/** Records of one customer in one file belong together: those that were fine before stand beside the mended ones. */
async function keepRecords(store: Store): Promise<void> {
  await store.run(`create table incoming.main.mended_records as
    select ${PLACE} from incoming.main.customer_records as read ${MENDED}`);
  await store.run(`create table incoming.main.standing_records as select * from customer_records as stored
    where exists (select 1 from incoming.main.mended_records as read where ${sameRecord('read', 'stored')} and read.file = stored.file)`);
  const said = (records: string) =>
    `exists (select 1 from incoming.main.${records} as records
      where ${sameRecord('records', 'said')} and records.record_ts is not distinct from said.record_ts
        and records.valid_from is not distinct from said.valid_from)`;
  await store.run(`create table incoming.main.mended_attributes as
    select * from incoming.main.customer_record_attributes as said where ${said('mended_records')}
    union all by name
    select * from customer_record_attributes as said where ${said('standing_records')}`);
  for (const [table, text] of [
    [
      'customer_records',
      'select * from incoming.main.mended_records union all by name select * from incoming.main.standing_records',
    ],
    ['customer_record_attributes', 'select * from incoming.main.mended_attributes'],
  ]) {
    await store.run(`drop table incoming.main.${table}`);
    await store.run(`create view incoming.main.${table} as ${text}`);
  }
}

function sameRecord(one: string, other: string): string {
  return `${one}.customer_id = ${other}.customer_id and ${one}.source_system is not distinct from ${other}.source_system`;
}
