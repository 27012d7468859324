import { identifier } from '../store/sql.js';
import type { Store } from '../store/store.js';
import type { Relation } from './relation.js';
import { tableColumns } from './table-columns.js';

/** Creates the tables that ingest fills, empty, where they are missing. */
export async function createSourceTables(store: Store, list: readonly Relation[]): Promise<void> {
  for (const source of list.filter(({ scope }) => scope === 'source')) {
    await store.run(`create table if not exists ${identifier(source.name)} (${tableColumns(source)})`);
  }
}
