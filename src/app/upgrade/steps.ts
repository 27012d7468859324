import { martRelations } from '../../mart/relations.js';
import { tableColumns } from '../../mart/table-columns.js';
import type { Store } from '../../store/store.js';

/** One version of the warehouse's tables after another. */
export interface Upgrade {
  readonly to: number;
  run(store: Store): Promise<void>;
}

/** From the tables of `createLedger` and `createSourceTables`, which are version 1, to those of today. */
export const UPGRADES: readonly Upgrade[] = [
  { to: 2, run: toLoadNumbers },
  { to: 3, run: toDatedRecords },
  { to: 4, run: toKnownFlags },
];

/**
 * Lines and refused rows know their load, so that a mended row of an order that came again is not added to it.
 * The tables are made anew: the engine does not change rows of a table that the same transaction has altered.
 */
async function toLoadNumbers(store: Store): Promise<void> {
  const load = (table: string) =>
    `cast((select max(load_number) from loaded_files where loaded_files.name = ${table}.file) as integer) as load_number`;
  await store.run(
    `create temporary table earlier_lines as select *, ${load('order_lines')} from order_lines`,
  );
  const lines = martRelations.find(({ name }) => name === 'order_lines')!;
  await store.run(`create or replace table order_lines (${tableColumns(lines)}, load_number integer)`);
  await store.run('insert into order_lines by name select * from earlier_lines');
  await store.run('drop table earlier_lines');
  await store.run(`create or replace table quarantine as
    select *, ${load('quarantine')}, cast(null as integer) as settled_by, cast(null as varchar) as settled_as from quarantine`);
}

/** Records of customers may hold from a day on: those that are there have held since ever. */
async function toDatedRecords(store: Store): Promise<void> {
  for (const table of ['customer_records', 'customer_record_attributes'])
    await store.run(`alter table ${table} add column if not exists valid_from timestamp`);
}

/** First loads once left the flags of lines empty where no file told them; an empty flag is neither true nor false to a query. */
async function toKnownFlags(store: Store): Promise<void> {
  await store.run(
    `update order_lines set has_order_id = coalesce(has_order_id, false), is_cancelled = coalesce(is_cancelled, false)
    where has_order_id is null or is_cancelled is null`,
  );
}
