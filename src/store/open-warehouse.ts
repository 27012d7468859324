import { warehouseUnreadable } from '../common/messages/workspace.js';
import { Store, type StoreOptions } from './store.js';

const ENGINE_ERROR = /^[\w ]+ Error: /;

/**
 * Opens a database file, or returns null while another process holds it: DuckDB lets either one writer or
 * any number of readers in, and tells so only by its message.
 */
export async function tryOpenWarehouse(options: StoreOptions & { path: string }): Promise<Store | null> {
  try {
    return await Store.open(options);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/could not set lock on file|conflicting lock|being used by another process/i.test(message))
      return null;
    if (!ENGINE_ERROR.test(message)) throw error;
    throw warehouseUnreadable(options.path, reason(message));
  }
}

/** The engine's first line without its prefix and without the path, which the error names already. */
function reason(message: string): string {
  const line = message.split('\n')[0]!.replace(ENGINE_ERROR, '');
  if (/no space left/i.test(line)) return 'the disk is full';
  if (/permission denied|read-only file system/i.test(line)) return 'permission denied';
  if (/not a valid DuckDB database|checksum|corrupt|deserializ|serializ/i.test(line)) {
    return 'it is no intact DuckDB database';
  }
  return line.replace(/[.\s]+$/, '');
}
