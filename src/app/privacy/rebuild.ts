import { STORED_RELATIONS } from '../../mart/fingerprint.js';
import type { Store } from '../../store/store.js';
import type { RunContext } from '../context.js';
import { warehouseFacts, writeWarehouseFacts } from '../ledger.js';
import { buildStored } from '../refresh-stored.js';
import type { Settings } from '../settings.js';
import { rebuiltFacts } from '../warehouse-facts.js';

/** Builds the stored relations anew from the rows that are there, in the zone of the last load. */
export async function rebuildStored(store: Store, settings: Settings, context: RunContext): Promise<void> {
  const facts = await warehouseFacts(store);
  const stored: Settings = {
    ...settings,
    period: { ...settings.period, asOf: null },
    ingest: { ...settings.ingest, timeZone: facts.timeZone ?? settings.ingest.timeZone },
  };
  await buildStored(store, stored, context);
  await writeWarehouseFacts(store, rebuiltFacts(facts, stored));
}

/** Tables of the warehouse that hold a customer in each row, and are not built anew. */
export async function customerTables(store: Store): Promise<string[]> {
  const rows = await store.rows(`select columns.table_name from duckdb_columns() as columns
    inner join duckdb_tables() as tables using (database_name, schema_name, table_name)
    where columns.column_name = 'customer_id' and columns.database_name = current_database() and not tables.temporary
    order by 1`);
  return rows.map(({ table_name }) => String(table_name)).filter((name) => !STORED_RELATIONS.includes(name));
}
