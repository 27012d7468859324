import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileFailure } from '../common/file-access.js';
import { makePrivateDirectory } from '../common/files.js';
import { temporaryFolderFailed } from '../common/messages/workspace.js';

/** A folder for one run's temporary files, readable by this user alone. */
export interface Scratch {
  readonly path: string;
  remove(): Promise<void>;
  /** For a process that leaves at once. */
  removeNow(): void;
}

export async function makeScratch(base: string): Promise<Scratch> {
  const path = await makePrivateDirectory(base).catch((error: unknown) => {
    throw temporaryFolderFailed(base, fileFailure(error));
  });
  return {
    path,
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
    removeNow: () => rmSync(path, { recursive: true, force: true }),
  };
}
