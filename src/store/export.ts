import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileFailure } from '../common/file-access.js';
import { fileFailed } from '../common/messages/cli.js';
import { literal } from './sql.js';
import type { Store } from './store.js';

export type ExportFormat = 'csv' | 'ndjson' | 'parquet' | 'lines';

const OPTIONS: Readonly<Record<ExportFormat, string>> = {
  csv: 'format csv, header',
  ndjson: 'format json',
  parquet: 'format parquet, compression zstd',
  lines: `format csv, header false, quote '', escape '', delimiter '\u0001'`,
};

export interface ExportedFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes a query to a file: to a temporary name in the same folder, flushed, then renamed, so that the
 * file is whole or not there. `lines` writes the only column of the query as it is, a line a row.
 * The bytes depend on the rows alone when the query orders by a unique key.
 */
export async function exportQuery(
  store: Store,
  query: string,
  path: string,
  format: ExportFormat,
): Promise<ExportedFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  await claim(temporary, path);
  try {
    await store.run(`copy (${query}) to ${literal(temporary)} (${OPTIONS[format]})`);
    const file = await open(temporary, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    const { size } = await stat(temporary);
    await rename(temporary, path);
    return { path, bytes: size };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Finds out before the work whether the folder takes a file, and says it better than the engine. */
async function claim(temporary: string, path: string): Promise<void> {
  try {
    await (await open(temporary, 'w')).close();
  } catch (error) {
    throw fileFailed(path, fileFailure(error));
  }
}
