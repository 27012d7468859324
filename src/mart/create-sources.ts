import { identifier } from '../store/sql.js';
import type { Store } from '../store/store.js';
import type { Relation } from './relation.js';
import { tableColumns } from './table-columns.js';

/** Creates the tables that ingest fills, empty, where they are missing. */
export async function createSourceTables(store: Store, list: readonly Relation[]): Promise<void> {
  const texts = list
    .filter(({ scope }) => scope === 'source')
    .map((source) => `create table if not exists ${identifier(source.name)} (${tableColumns(source)})`);
  if (texts.length > 0) await store.run(texts.join(';\n'));
}
