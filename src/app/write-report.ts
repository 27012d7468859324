import { dirname, join } from 'node:path';
import { makeFolder } from '../common/file-access.js';
import { writeFileAtomic } from '../common/files.js';

/** Writes one report file whole or not at all, and the folders above it. */
export async function writeReportFile(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  await writeFileAtomic(path, text);
}

/** Writes the files of a report into a folder, each whole or not at all. */
export async function writeReportFolder(
  folder: string,
  files: readonly { readonly name: string; readonly content: string | Uint8Array }[],
): Promise<void> {
  await makeFolder(folder);
  for (const { name, content } of files) await writeFileAtomic(join(folder, name), content);
}
