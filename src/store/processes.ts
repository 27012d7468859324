import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isDefunct } from '../common/leftovers.js';

/** What the lock must know about processes of this machine; the command line provides it. */
export interface Processes {
  /** Id of this process. */
  readonly pid: number;
  isAlive(pid: number): boolean;
}

/** Tells one process from a later one that got the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words; empty where the system does not tell. */
  readonly started: string;
  readonly host: string;
  /** Process-id space (a container has its own); empty where there is only one. */
  readonly space: string;
}

export async function identityOf(pid: number): Promise<ProcessIdentity> {
  const space = await readlink('/proc/self/ns/pid').catch(() => '');
  return { pid, started: await startOf(pid), host: hostname(), space };
}

/** The recorded process certainly runs no more, or its id belongs to another one now. */
export async function isGone(recorded: ProcessIdentity, processes: Processes): Promise<boolean> {
  if (!processes.isAlive(recorded.pid) || isDefunct(recorded.pid)) return true;
  const started = await startOf(recorded.pid);
  return started !== '' && recorded.started !== '' && started !== recorded.started;
}

async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    // The second field is the program's name in brackets and may hold spaces; start time is field 22.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${boot.trim()}/${ticks}`;
  } catch {
    return new Promise((resolve) => {
      execFile('ps', ['-o', 'lstart=', '-p', String(pid)], (error, out) => resolve(error ? '' : out.trim()));
    });
  }
}
