import { join } from 'node:path';
import { findFiles } from '../ingest/find.js';
import { identifier, literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import type { RunContext } from './context.js';
import { openMart } from './open-mart.js';
import { type FileReading, readFiles } from './read-files.js';
import type { Settings } from './settings.js';

/**
 * Reads the files into a database of their own, so that the warehouse is touched in one short transaction. The lines may go to
 * the warehouse at once where it is a draft: with the number of their load.
 */
export async function readBeside(
  store: Store,
  settings: Settings,
  context: RunContext,
  scratch: string,
  firstLoad: number | null = null,
): Promise<FileReading> {
  const { name } = await store.one('select current_database() as name');
  const linesTable = firstLoad === null ? null : `${identifier(String(name))}.main.order_lines`;
  const loadNumber = `alter table ${linesTable} alter column load_number`;
  const place = (await areSmall(settings)) ? ':memory:' : join(scratch, 'incoming.duckdb');
  await store.run(`attach ${literal(place)} as incoming`);
  await store.run('use incoming');
  // Rows that are merged at once and then thrown away; they are numbered by their places, which a checkpoint may change.
  if (linesTable === null) await store.run(`pragma force_compression = 'uncompressed'`);
  else await store.run(`${loadNumber} set default ${firstLoad}`);
  await store.run(`set wal_autocheckpoint = '1TB'`);
  try {
    return await readFiles(
      store,
      openMart(store, settings, context, 'stored'),
      settings,
      context,
      'everything',
      scratch,
      linesTable,
    );
  } finally {
    if (linesTable === null) await store.run(`pragma force_compression = 'auto'`);
    else await store.run(`${loadNumber} drop default`);
    await store.run(`use ${identifier(String(name))}`);
  }
}

/** Every change of a table of a file waits for the disk; rows of files up to so many bytes stay in memory. */
const SMALL_BYTES = 32_000_000;

async function areSmall({ sources, cwd }: Settings): Promise<boolean> {
  const files = await findFiles(sources, cwd);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return files.every(({ path }) => path !== null) && bytes <= SMALL_BYTES;
}

/**
 * Has the next commit write the changed tables themselves. Else it writes their rows to the log, and they are written
 * again from there when the warehouse is closed.
 */
export async function writeAtCommit(store: Store): Promise<void> {
  await store.run(`set wal_autocheckpoint = '1KB'`);
}

/** Lets go of what `readBeside` has read. Nothing of it is written down on the way. */
export async function leaveBeside(store: Store): Promise<void> {
  await store.run('pragma disable_checkpoint_on_shutdown');
  try {
    await store.run('detach incoming');
  } finally {
    await store.run('pragma enable_checkpoint_on_shutdown');
    await store.run('reset wal_autocheckpoint');
  }
}
