import { constants, open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileFailure } from '../common/file-access.js';
import { flushFile } from '../common/files.js';
import { sweepUnfinished, temporaryName } from '../common/leftovers.js';
import { fileFailed } from '../common/messages/cli.js';
import { literal } from './sql.js';
import type { Store } from './store.js';

export type ExportFormat = 'csv' | 'ndjson' | 'parquet' | 'lines' | 'titled lines';

/** Not through a temporary file of the engine's own: a killed run would leave it under a name that nobody sweeps. */
export const OWN_NAME = 'use_tmp_file false';

/** Options of a file that is read a few times and thrown away: no time is spent on making it small. */
export const FOR_ONCE = 'format parquet, compression uncompressed, dictionary_size_limit 1';

/** Texts as they are: with all of them in quotes that are no character, nothing is looked for that would have to be quoted. */
const AS_IT_IS = `format csv, quote '', escape '', force_quote *, delimiter '\u0001'`;

const OPTIONS: Readonly<Record<ExportFormat, string>> = {
  csv: 'format csv, header',
  ndjson: 'format json',
  parquet: 'format parquet, compression zstd',
  lines: `header false, ${AS_IT_IS}`,
  'titled lines': `header, ${AS_IT_IS}`,
};

export interface ExportedFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes a query to a file: to a temporary name in the same folder, flushed, then renamed, so that the
 * file is whole or not there. `lines` writes the only column of the query as it is, a line a row; `titled lines` its
 * name above it.
 * The bytes depend on the rows alone when the query orders by a unique key.
 */
export async function exportQuery(
  store: Pick<Store, 'run'>,
  query: string,
  path: string,
  format: ExportFormat,
): Promise<ExportedFile> {
  const temporary = temporaryName(path);
  try {
    await claim(temporary);
    await store.run(`copy (${query}) to ${literal(temporary)} (${OPTIONS[format]}, ${OWN_NAME})`);
    const bytes = await flushFile(temporary);
    await replace(temporary, path);
    await sweepUnfinished(dirname(path), basename(path));
    return { path, bytes };
  } catch (error) {
    await rm(temporary, { force: true });
    throw isFileError(error) ? fileFailed(path, fileFailure(error)) : error;
  }
}

/**
 * Finds out before the work whether the folder takes a file, and says it better than the engine. It leaves none: what is written over
 * an empty file is sent to the disk when the engine closes it (ext4), and the engine waits.
 */
async function claim(path: string): Promise<void> {
  await (await open(path, 'w')).close();
  await rm(path);
}

/**
 * Puts a file in the place of another, whose blocks are freed while the program goes on: for a large one that takes long. Windows
 * replaces no file that is open; a pipe is not waited for.
 */
async function replace(from: string, to: string): Promise<void> {
  const { O_RDONLY, O_NONBLOCK } = constants;
  const old = process.platform === 'win32' ? null : await open(to, O_RDONLY | O_NONBLOCK).catch(() => null);
  await rename(from, to);
  old?.close().catch(() => {});
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
