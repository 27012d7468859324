import { identifier } from '../store/sql.js';
import type { Store } from '../store/store.js';
import type { Relation } from './relation.js';

/** Creates the tables that ingest fills, empty, where they are missing. */
export async function createSourceTables(store: Store, list: readonly Relation[]): Promise<void> {
  for (const { name, columns } of list.filter(({ scope }) => scope === 'source')) {
    const definition = columns.map((column) => `${identifier(column.name)} ${column.type}`).join(', ');
    await store.run(`create table if not exists ${identifier(name)} (${definition})`);
  }
}
