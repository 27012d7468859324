import { relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import { writeFileAtomic } from '../../common/files.js';
import type { Workspace } from '../../store/workspace.js';
import { filesBelow, readText, removeFile } from '../../store/workspace-files.js';

/** What was done to files of the workspace. */
export interface FileChanges {
  readonly changed: number;
  readonly removed: number;
}

/** What the program itself keeps there: counts, models, logs, the warehouse; other sides keep no ids of these customers. */
const OWN =
  /^((models|runs|receipts|sides)[/\\].*|warehouse\.duckdb|workspace\.json|\.gitignore|tombstone\.key|lock[^/\\]*)$/;
const TEXT = /\.(csv|tsv|txt|ndjson|jsonl)$/i;

/**
 * Takes the rows that mention a forgotten customer out of quarantine, score and other text files in the workspace;
 * backups of the warehouse, and rows in other forms, go as whole files.
 */
export async function eraseInFiles(
  workspace: Workspace,
  mentions: (text: string) => boolean,
): Promise<FileChanges> {
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
    const kept = records(file, text).filter((record) => !mentions(record));
    await writeFileAtomic(file, kept.join(''), 0o600);
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

/** The records of a file as they are written, line ends included. */
function records(file: string, text: string): string[] {
  if (!/\.csv$/i.test(file)) return lines(text);
  try {
    const options = { raw: true, relax_column_count: true, relax_quotes: true };
    return (parse(text, options) as unknown as { raw: string }[]).map(({ raw }) => raw);
  } catch {
    return lines(text);
  }
}

function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}
