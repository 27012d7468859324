import { identifier } from '../../store/sql.js';
import type { Store } from '../../store/store.js';

/** The table `scores` of a workspace: the texts of its columns, and the names of those that a file of scores holds. */
export interface ScoresTable {
  readonly columns: readonly string[];
  readonly own: readonly string[];
}

/** Puts the rows of a file (SQL that reads it) into the table `scores`, in the place of the one before. */
export async function insertScores(store: Store, { columns, own }: ScoresTable, file: string): Promise<void> {
  const names = own.map(identifier).join(', ');
  await store.run(`create or replace table scores (${columns.join(', ')})`);
  await store.run(`insert into scores (${names}) select ${names} from ${file}`);
}
