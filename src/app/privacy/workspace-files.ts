import { relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import { writeFileAtomic } from '../../common/files.js';
import type { Workspace } from '../../store/workspace.js';
import { filesBelow, readText, removeFile } from '../../store/workspace-files.js';
import { mentionOf, rowsOf } from './erase.js';
import { customerColumn, type RefusedRow } from './refused-rows.js';

/** What was done to files of the workspace. */
export interface FileChanges {
  readonly changed: number;
  readonly removed: number;
}

/** What the program itself keeps there: counts, models, logs, the warehouse; other sides keep no ids of these customers. */
const OWN =
  /^((models|runs|receipts|sides)[/\\].*|warehouse\.duckdb|workspace\.json|\.gitignore|tombstone\.key|tombstones\.txt|lock[^/\\]*)$/;
const TEXT = /\.(csv|tsv|txt|ndjson|jsonl)$/i;

/**
 * Takes the rows of forgotten customers out of quarantine, score and other text files in the workspace; backups of the
 * warehouse, and rows in other forms, go as whole files.
 */
export async function eraseInFiles(
  workspace: Workspace,
  ids: readonly string[],
  columns: Readonly<Record<string, string>>,
): Promise<FileChanges> {
  const mentions = mentionOf(ids);
  const isTheirs = rowsOf(ids);
  let changed = 0;
  let removed = 0;
  for (const file of await rowFiles(workspace)) {
    if (!TEXT.test(file)) {
      await removeFile(file);
      removed++;
      continue;
    }
    const text = await readText(file);
    if (!mentions(text)) continue;
    const all = records(file, text, columns);
    const kept = all.filter((record) => !isTheirs(record));
    if (kept.length === all.length) continue;
    await writeFileAtomic(file, kept.map(({ raw }) => raw).join(''), 0o600);
    changed++;
  }
  return { changed, removed };
}

/** Removes every file of the workspace that may hold rows, beside the warehouse. */
export async function removeRowFiles(workspace: Workspace): Promise<FileChanges> {
  const files = await rowFiles(workspace);
  for (const file of files) await removeFile(file);
  return { changed: 0, removed: files.length };
}

/** Files of the workspace that may hold rows of customers, beside the warehouse. */
export async function rowFiles({ path }: Workspace): Promise<string[]> {
  return (await filesBelow(path)).filter((file) => !OWN.test(relative(path, file)));
}

/** A record as it is written, line end included, and what it holds where that can be told. */
type FileRecord = Omit<RefusedRow, 'id' | 'file'>;

function records(file: string, text: string, columns: Readonly<Record<string, string>>): FileRecord[] {
  if (/\.csv$/i.test(file)) {
    try {
      return csvRecords(text, columns);
    } catch {
      // Not CSV after all.
    }
  }
  return text.split(/(?<=\n)/).map((raw) => jsonRecord(raw, columns));
}

function csvRecords(text: string, columns: Readonly<Record<string, string>>): FileRecord[] {
  const options = { raw: true, relax_column_count: true, relax_quotes: true, bom: true };
  const header = (delimiter: string): string[] =>
    (parse(text, { ...options, delimiter, to: 1 }) as unknown as { record: string[] }[])[0]?.record ?? [];
  const delimiter = [',', ';', '\t', '|'].find((one) => customerColumn(header(one), columns) !== null) ?? ',';
  const customerAt = customerColumn(header(delimiter), columns);
  const width = header(delimiter).length;
  return (parse(text, { ...options, delimiter }) as unknown as { raw: string; record: string[] }[]).map(
    ({ raw, record }) => ({ raw, cells: record, customerAt: record.length === width ? customerAt : null }),
  );
}

function jsonRecord(raw: string, columns: Readonly<Record<string, string>>): FileRecord {
  try {
    const row = JSON.parse(raw) as Record<string, unknown>;
    return {
      raw,
      cells: Object.values(row).map(String),
      customerAt: customerColumn(Object.keys(row), columns),
    };
  } catch {
    return { raw, cells: [], customerAt: null };
  }
}
