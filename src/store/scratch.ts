import { rmSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure } from '../common/file-access.js';
import { makePrivateDirectory } from '../common/files.js';
import { lives } from '../common/leftovers.js';
import { temporaryFolderFailed } from '../common/messages/workspace.js';
import { identityOf, isGone, type Processes, type ProcessIdentity } from './processes.js';

/** A folder for one run's temporary files, readable by this user alone. */
export interface Scratch {
  readonly path: string;
  remove(): Promise<void>;
  /** For a process that leaves at once. */
  removeNow(): void;
}

/** Makes the folder in `base`, after removing those of runs that were killed. */
export async function makeScratch(base: string, processes: Processes): Promise<Scratch> {
  const self = await identityOf(processes.pid);
  await sweepScratch(base, self);
  const path = await makePrivateDirectory(base).catch((error: unknown) => {
    throw temporaryFolderFailed(base, fileFailure(error));
  });
  await writeFile(join(path, OWNER), JSON.stringify(self)).catch((error: unknown) => {
    throw temporaryFolderFailed(base, fileFailure(error));
  });
  return {
    path,
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
    removeNow: () => rmSync(path, { recursive: true, force: true }),
  };
}

const OWNER = 'owner.json';

async function sweepScratch(base: string, self: ProcessIdentity): Promise<void> {
  const names = await readdir(base).catch(() => []);
  for (const name of names.filter((each) => /^clv-\w{6}$/.test(each))) {
    const path = join(base, name);
    const owner = await ownerOf(path);
    if (owner === null || owner.host !== self.host || owner.space !== self.space) continue;
    // The system itself is asked: what somebody says of other processes must not cost a living one its files.
    if (await isGone(owner, { pid: self.pid, isAlive: lives }))
      await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

async function ownerOf(path: string): Promise<ProcessIdentity | null> {
  try {
    return JSON.parse(await readFile(join(path, OWNER), 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}
