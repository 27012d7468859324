import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { kill, pid } from 'node:process';

/**
 * A name beside `path` for a file that is not whole yet. It tells machine and process, so that a later run can
 * tell whether anybody is still at it.
 */
export function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${MACHINE}-${pid}-${randomBytes(4).toString('hex')}.part`);
}

/**
 * Removes what killed runs of this machine have left in a folder: unfinished files of `name`, or of any name, and the logs of
 * unfinished databases.
 */
export async function sweepUnfinished(folder: string, name: string | null = null): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const each of names) {
    const [, of, machine, process] = UNFINISHED.exec(each) ?? [];
    if (of === undefined || machine !== MACHINE || (name !== null && of !== name)) continue;
    if (!lives(Number(process))) await rm(join(folder, each), { recursive: true, force: true });
  }
}

const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const UNFINISHED = /^\.(.+)\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.part(?:\.wal)?$/;

/** A process of another user can't be signalled, but it lives. */
export function lives(other: number): boolean {
  try {
    return kill(other, 0) && !isDefunct(other);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' && !isDefunct(other);
  }
}

/** Dead, and kept in the list of processes because its parent does not ask after it: in containers for ever. */
export function isDefunct(other: number): boolean {
  try {
    const stat = readFileSync(`/proc/${other}/stat`, 'utf8');
    // The program's name stands in brackets before the state, and may hold anything.
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
