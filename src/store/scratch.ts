import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure } from '../common/file-access.js';
import { lives, sweepUnfinished, temporaryName } from '../common/leftovers.js';
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
  const path = await makeOwned(base, self).catch((error: unknown) => {
    throw temporaryFolderFailed(base, fileFailure(error));
  });
  return {
    path,
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
    removeNow: () => rmSync(path, { recursive: true, force: true }),
  };
}

const OWNER = 'owner.json';

/** The folder gets its name when it says whose it is: until then its draft does, by its own. */
async function makeOwned(base: string, self: ProcessIdentity): Promise<string> {
  const draft = temporaryName(join(base, 'clv'));
  await mkdir(draft, { mode: 0o700 });
  try {
    await writeFile(join(draft, OWNER), JSON.stringify(self));
    const path = join(base, `clv-${randomBytes(3).toString('hex')}`);
    await rename(draft, path);
    return path;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function sweepScratch(base: string, self: ProcessIdentity): Promise<void> {
  await sweepUnfinished(base, 'clv');
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
