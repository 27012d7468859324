import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Paths of all files below a folder, sorted; none where there is no such folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Names of the folders in a folder, sorted; none where there is no such folder. */
export async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The text of a file as it is, BOM and all. */
export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}
