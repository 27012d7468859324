import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { writeFileAtomic } from '../common/files.js';
import { identifier } from '../store/sql.js';
import type { Store, StoreRow } from '../store/store.js';
import type { FileIntake } from './intake.js';

/** Columns before the original ones; ignored when the mended file is read. */
export const QUARANTINE_COLUMNS = ['clv_file', 'clv_row', 'clv_field', 'clv_reason'] as const;

/**
 * Writes the refused rows of a database's `quarantine` to a folder, one CSV a source file: why and where, then the
 * original columns with the values as they were written, so that they can be mended there and loaded again.
 * Values are left as they are, formulas too: this is the user's own data on its way back in.
 */
export async function writeQuarantine(
  store: Store,
  database: string,
  files: readonly FileIntake[],
  folder: string,
): Promise<string[]> {
  const written: string[] = [];
  for (const file of files) {
    const rows = await store.rows(
      `select row_number, field, reason, raw, header from ${identifier(database)}.main.quarantine where file = $file
        order by row_number, field, reason`,
      { file: file.name },
    );
    if (rows.length === 0) continue;
    written.push(await writeRefused(rows, file, folder));
  }
  return written;
}

/** A file as far as its refused rows need it. */
export type RefusedFile = Pick<FileIntake, 'name' | 'sha256' | 'format' | 'delimiter'>;

/** Writes refused rows of one file (`row_number`, `field`, `reason`, `raw`, `header`); returns the path. */
export async function writeRefused(
  rows: readonly StoreRow[],
  file: RefusedFile,
  folder: string,
): Promise<string> {
  const header = JSON.parse(String(rows[0]!.header)) as string[];
  const records = rows.map((row) => [
    file.name,
    row.row_number,
    row.field,
    row.reason,
    ...originalValues(String(row.raw ?? ''), header, file),
  ]);
  const path = join(
    folder,
    `${basename(file.name).replace(/\.(gz|zst)$/, '')}-${file.sha256.slice(0, 8)}.csv`,
  );
  await writeFileAtomic(path, stringify([[...QUARANTINE_COLUMNS, ...header], ...records]));
  return path;
}

/** The values of a refused record in the order of the columns. */
export function originalValues(
  raw: string,
  header: readonly string[],
  file: Pick<RefusedFile, 'format' | 'delimiter'>,
): string[] {
  if (file.format !== 'csv') return jsonValues(raw, header);
  try {
    const [fields = []] = parse(raw, {
      delimiter: file.delimiter ?? ',',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
    }) as string[][];
    return fields;
  } catch {
    return raw.split(file.delimiter ?? ',');
  }
}

function jsonValues(raw: string, header: readonly string[]): string[] {
  try {
    const record = JSON.parse(withLongNumbersAsText(raw)) as Record<string, unknown>;
    return header.map((name) => text(at(record, name)));
  } catch {
    return [raw];
  }
}

/** JavaScript rounds whole numbers of more than 15 digits, and ids are such. */
function withLongNumbersAsText(json: string): string {
  if (!/\d{16}/.test(json)) return json;
  return json.replace(/"(?:[^"\\]|\\.)*"|[-+.\w]+/g, (token) =>
    /^-?\d{16,}$/.test(token) ? `"${token}"` : token,
  );
}

/** A value by its column name, or by the path that the name is (`metadata.channel`). */
function at(record: Record<string, unknown>, name: string): unknown {
  if (name in record) return record[name];
  return name
    .split('.')
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], record);
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
