import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { QUARANTINE_COLUMNS } from './quarantine-csv.js';

/** A refused row on its way back: where it stood, and its values as they are now. */
export interface MendedRow {
  readonly file: string;
  readonly row: number;
  readonly values: readonly string[];
}

export interface MendedFile {
  /** The original columns. */
  readonly header: readonly string[];
  readonly rows: readonly MendedRow[];
}

/** True for a CSV that begins with the columns of a quarantine file. */
export async function isMendedFile(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 99, encoding: 'latin1' })) {
    return /^(\u00ef\u00bb\u00bf)?"?clv_file"?[,;\t]"?clv_row"?[,;\t]/i.test(chunk as string);
  }
  return false;
}

/** Reads a quarantine file as a person or a spreadsheet has left it: commas, semicolons or tabs, UTF-8 or Windows-1252. */
export async function readMended(path: string): Promise<MendedFile> {
  const text = decode(await readFile(path));
  const delimiter = /^"?clv_file"?(.)/i.exec(text)?.[1] ?? ',';
  const records = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true }) as string[][];
  const [header = [], ...rows] = records;
  const own = QUARANTINE_COLUMNS.length;
  return {
    header: header.slice(own),
    rows: rows.map((fields) => ({
      file: fields[0] ?? '',
      row: Number(fields[1]),
      values: fields.slice(own),
    })),
  };
}

/** Writes rows for another reading, in their order. */
export async function writeMended(path: string, { header, rows }: MendedFile): Promise<void> {
  const records = rows.map(({ values }) => header.map((_, k) => values[k] ?? ''));
  await writeFile(path, stringify([header, ...records], { quoted: true, quoted_empty: true }));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
