import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileFailure } from '../common/file-access.js';
import { replaceFile } from '../common/files.js';
import { workspaceFileFailed } from '../common/messages/workspace.js';
import { identifier, literal } from './sql.js';
import type { Store } from './store.js';
import type { Workspace } from './workspace.js';

/** Copies the warehouse that is open into the folder of backups, whole or not at all. */
export async function backUp(store: Store, { backups }: Workspace, name: string): Promise<void> {
  const path = join(backups, basename(name));
  await replaceFile(path, (temporary) => copyDatabase(store, temporary)).catch((error: unknown) => {
    throw 'syscall' in (error as object) ? workspaceFileFailed(path, fileFailure(error)) : error;
  });
}

/** Writes all rows of the open database into a new file: what was deleted is not in it. */
export async function copyDatabase(store: Store, path: string): Promise<void> {
  const { name } = await store.one('select current_database() as name');
  await store.run(`attach ${literal(path)} as copied`);
  try {
    await store.run(`copy from database ${identifier(String(name))} to copied`);
  } finally {
    await store.run('detach copied');
  }
}

/** Lets `write` make a database that takes the place of the one at `path`, which is closed by then. */
export async function replaceDatabase(path: string, write: (copy: string) => Promise<void>): Promise<void> {
  await replaceFile(path, async (copy) => {
    try {
      await write(copy);
    } catch (error) {
      await rm(`${copy}.wal`, { force: true });
      throw error;
    }
    // What the old file had not taken in yet belongs to none of the rows of the new one.
    await rm(`${path}.wal`, { force: true });
  });
}
