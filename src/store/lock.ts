import { randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { link, open, readFile, rm, stat, unlink, utimes } from 'node:fs/promises';
import { fileFailure } from '../common/file-access.js';
import { temporaryName } from '../common/leftovers.js';
import { type HolderText, workspaceFileFailed } from '../common/messages/workspace.js';
import { identityOf, isGone, type Processes, type ProcessIdentity } from './processes.js';

export interface Lock {
  release(): Promise<void>;
  /** For a process that leaves at once. */
  releaseNow(): void;
}

export interface LockHolder extends ProcessIdentity {
  readonly token: string;
  readonly command: string;
  readonly since: string;
}

const TEXTS = ['token', 'command', 'since', 'started', 'host', 'space'] as const;
/** A living holder touches its lock this often. */
const HEARTBEAT_MS = 5_000;
/** A holder that can't be asked (another machine or container) is dead after so long without a touch. */
const SILENCE_MS = 120_000;
/** Removing a dead holder's lock takes milliseconds; a guard this old was left by a crash. */
const GUARD_MS = 10_000;

/**
 * Takes the lock file at `path`, or returns the holder when somebody living has it. A holder that crashed
 * (its process is gone, its id belongs to a later process, or it fell silent on another machine) loses it.
 */
export async function tryLock(
  path: string,
  command: string,
  processes: Processes,
): Promise<Lock | LockHolder | 'unknown holder'> {
  const self = await identityOf(processes.pid);
  const mine: LockHolder = { ...self, token: randomUUID(), command, since: new Date().toISOString() };
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await create(path, mine)) return held(path, mine);
    const holder = await readHolder(path);
    if (holder === 'none') continue;
    if (!(await isDead(path, holder, self, processes))) return holder;
    await removeDead(path, holder, self, processes);
  }
  const holder = await readHolder(path);
  return holder === 'none' ? 'unknown holder' : holder;
}

/** Who holds the lock, if anybody living does; takes nothing. */
export async function lockHolder(path: string, processes: Processes): Promise<LockHolder | null> {
  const holder = await readHolder(path);
  if (typeof holder === 'string') return null;
  return (await isDead(path, holder, await identityOf(processes.pid), processes)) ? null : holder;
}

export function holderText(holder: LockHolder, host: string): HolderText {
  return {
    command: holder.command,
    pid: holder.pid,
    host: holder.host === host ? null : holder.host,
    since: `${holder.since.slice(0, 19).replace('T', ' ')} UTC`,
  };
}

function held(path: string, mine: LockHolder): Lock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      const holder = await readHolder(path);
      if (typeof holder !== 'string' && holder.token === mine.token) await unlink(path).catch(() => {});
    },
    releaseNow() {
      clearInterval(heartbeat);
      try {
        unlinkSync(path);
      } catch {
        // Whoever comes next sees that the process is gone.
      }
    },
  };
}

/**
 * Makes the lock with its content in one step: the text goes to a name of its own, and a hard link gives it
 * the lock's name only if that is free. File systems without hard links get an exclusive create.
 */
async function create(path: string, mine: LockHolder): Promise<boolean> {
  const draft = temporaryName(path);
  try {
    await write(draft, mine);
    try {
      await link(draft, path);
    } catch (error) {
      if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error))) throw error;
      await write(path, mine);
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw workspaceFileFailed(path, fileFailure(error));
  } finally {
    await rm(draft, { force: true }).catch(() => {});
  }
}

async function write(path: string, holder: LockHolder): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(holder)}\n`);
  } finally {
    await file.close();
  }
}

async function readHolder(path: string): Promise<LockHolder | 'unknown holder' | 'none'> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Partial<LockHolder> | null;
    const whole =
      TEXTS.every((name) => typeof holder?.[name] === 'string') && typeof holder?.pid === 'number';
    return whole ? (holder as LockHolder) : 'unknown holder';
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'none' : 'unknown holder';
  }
}

async function isDead(
  path: string,
  holder: LockHolder | 'unknown holder',
  self: ProcessIdentity,
  processes: Processes,
): Promise<boolean> {
  if (holder === 'unknown holder') return (await silence(path)) > GUARD_MS;
  if (holder.host === self.host && holder.space === self.space) return isGone(holder, processes);
  return (await silence(path)) > SILENCE_MS;
}

/** Milliseconds since the file was touched; 0 when it is not there. */
async function silence(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs;
}

/**
 * Removes a dead holder's lock. Two waiters may both have seen it dead: without the guard the slower one
 * would remove the lock that the faster one has just taken.
 */
async function removeDead(
  path: string,
  seen: LockHolder | 'unknown holder',
  self: ProcessIdentity,
  processes: Processes,
): Promise<void> {
  const guard = `${path}.takeover`;
  try {
    await (await open(guard, 'wx', 0o600)).close();
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw workspaceFileFailed(path, fileFailure(error));
    if ((await silence(guard)) > GUARD_MS) await rm(guard, { force: true });
    return;
  }
  try {
    const now = await readHolder(path);
    const same =
      typeof now === 'string' || typeof seen === 'string' ? now === seen : now.token === seen.token;
    if (same && now !== 'none' && (await isDead(path, now, self, processes))) await unlink(path);
  } finally {
    await rm(guard, { force: true });
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? '');
}
