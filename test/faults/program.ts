import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/clv.js', import.meta.url));

export interface Ended {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** From its first stage to its end. */
  readonly workMs: number;
}

export interface Manner {
  readonly env?: Readonly<Record<string, string>>;
  /** SIGKILL so long after the first stage was begun. */
  readonly killAfterMs?: number;
}

/** Runs the built program as its user would, in a process of its own; may kill it in the middle of its work. */
export async function program(
  args: readonly string[],
  cwd: string,
  { env = {}, killAfterMs }: Manner = {},
): Promise<Ended> {
  mkdirSync(join(cwd, 'tmp'), { recursive: true });
  const child = spawn(process.execPath, [BIN, ...args, '--log', 'json'], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, CLV_TEMP_DIRECTORY: join(cwd, 'tmp'), ...env },
    stdio: 'pipe',
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  await Promise.race([once(child.stderr, 'data'), closed]);
  const start = performance.now();
  if (killAfterMs !== undefined) await killLater(child, killAfterMs, closed);
  const [code] = await closed;
  return { code, ...said, workMs: performance.now() - start };
}

async function killLater(child: ChildProcess, ms: number, closed: Promise<unknown>): Promise<void> {
  const abort = new AbortController();
  await Promise.race([sleep(ms, undefined, { signal: abort.signal }).catch(() => {}), closed]);
  abort.abort();
  if (child.exitCode === null) child.kill('SIGKILL');
}
