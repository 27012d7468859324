import { join } from 'node:path';
import { identifier, literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import type { RunContext } from './context.js';
import { openMart } from './open-mart.js';
import { type FileReading, readFiles } from './read-files.js';
import type { Settings } from './settings.js';

/** Reads the files into a database of their own, so that the warehouse is touched in one short transaction. */
export async function readBeside(
  store: Store,
  settings: Settings,
  context: RunContext,
  scratch: string,
): Promise<FileReading> {
  const { name } = await store.one('select current_database() as name');
  await store.run(`attach ${literal(join(scratch, 'incoming.duckdb'))} as incoming`);
  await store.run('use incoming');
  // Rows that are merged at once and then thrown away.
  await store.run(`pragma force_compression = 'uncompressed'`);
  try {
    return await readFiles(
      store,
      openMart(store, settings, context, 'stored'),
      settings,
      context,
      'everything',
      scratch,
    );
  } finally {
    await store.run(`pragma force_compression = 'auto'`);
    await store.run(`use ${identifier(String(name))}`);
  }
}
