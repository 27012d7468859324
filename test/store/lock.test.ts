import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holderText, type Lock, type LockHolder, lockHolder, tryLock } from '../../src/store/lock.js';
import { identityOf, type Processes } from '../../src/store/processes.js';
import { inFolder } from '../cli/in-process.js';
import { realProcesses } from '../real-processes.js';

const alive: Processes = { pid: process.pid, isAlive: () => true };
const gone: Processes = { pid: process.pid, isAlive: (pid: number) => pid === process.pid };
const COMMAND = 'clv load';

const inLockFolder = (work: (path: string) => Promise<void>) =>
  inFolder((folder) => work(join(folder, 'lock')));

function isLock(got: unknown): got is Lock {
  return typeof got === 'object' && got !== null && 'release' in got;
}

async function take(path: string, processes = alive): Promise<Lock> {
  const got = await tryLock(path, COMMAND, processes);
  if (!isLock(got)) throw new Error(`refused: ${JSON.stringify(got)}`);
  return got;
}

async function recorded(path: string, change: Partial<LockHolder>): Promise<void> {
  const self = await identityOf(process.pid);
  const holder = {
    ...self,
    token: 'other',
    command: 'clv fit',
    since: '2024-05-01T10:00:00.000Z',
    ...change,
  };
  writeFileSync(path, JSON.stringify(holder));
}

function age(path: string, seconds: number): void {
  const then = new Date(Date.now() - seconds * 1000);
  utimesSync(path, then, then);
}

describe('a lock', () => {
  it('is held until it is released, and leaves nothing', () =>
    inLockFolder(async (path) => {
      const lock = await take(path);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, command: COMMAND });
      const refused = (await tryLock(path, 'clv fit', alive)) as LockHolder;
      expect(refused).toMatchObject({ pid: process.pid, command: COMMAND, host: hostname() });
      expect(await lockHolder(path, alive)).toEqual(refused);
      await lock.release();
      expect(readdirSync(join(path, '..'))).toEqual([]);
      expect(await lockHolder(path, alive)).toBeNull();
      await (await take(path)).release();
    }));

  it.skipIf(process.platform !== 'linux')(
    'of a killed run is free, also where nobody asks after the dead',
    () =>
      inLockFolder(async (path) => {
        // The shell becomes a program that never waits for its child.
        const parent = spawn('sh', ['-c', "sh -c 'echo $$' & exec sleep 60"], {
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        try {
          const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
          const isDead = () => / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
          while (!isDead()) await new Promise((resolve) => setTimeout(resolve, 5));
          expect(realProcesses.isAlive(pid)).toBe(true);
          await recorded(path, await identityOf(pid));
          expect(await lockHolder(path, realProcesses)).toBe(null);
          await (await take(path, realProcesses)).release();
        } finally {
          parent.kill('SIGKILL');
        }
      }),
  );

  it('can be dropped at once', () =>
    inLockFolder(async (path) => {
      const lock = await take(path);
      lock.releaseNow();
      expect(existsSync(path)).toBe(false);
      lock.releaseNow();
    }));

  it('does not release what another has taken over', () =>
    inLockFolder(async (path) => {
      const lock = await take(path);
      await recorded(path, {});
      await lock.release();
      expect(existsSync(path)).toBe(true);
    }));

  it('goes to exactly one of many who want it at the same time', () =>
    inLockFolder(async (path) => {
      for (const crashed of [false, true, true, true]) {
        if (crashed) await recorded(path, { pid: 999_999_999 });
        const got = await Promise.all(Array.from({ length: 12 }, () => tryLock(path, COMMAND, gone)));
        const locks = got.filter(isLock);
        expect(locks).toHaveLength(1);
        await locks[0]!.release();
      }
    }));
});

describe('the lock of a holder who crashed', () => {
  it('is taken when its process is gone', () =>
    inLockFolder(async (path) => {
      await recorded(path, { pid: 999_999_999 });
      await (await take(path, gone)).release();
    }));

  it('is taken when its id belongs to a later process', () =>
    inLockFolder(async (path) => {
      await recorded(path, { started: 'long ago' });
      await (await take(path)).release();
    }));

  it('is taken after a real process was killed', () =>
    inLockFolder(async (path) => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      await recorded(path, { ...(await identityOf(child.pid!)) });
      const processes = realProcesses;
      expect(isLock(await tryLock(path, COMMAND, processes))).toBe(false);
      const ended = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      await (await take(path, processes)).release();
    }));

  it('is taken on another machine only after a long silence', () =>
    inLockFolder(async (path) => {
      for (const elsewhere of [{ host: 'web2' }, { space: 'pid:[1]' }]) {
        await recorded(path, elsewhere);
        age(path, 60);
        expect(isLock(await tryLock(path, COMMAND, gone))).toBe(false);
        age(path, 180);
        await (await take(path, gone)).release();
      }
    }));

  it('is taken when it is torn and old, not while it is young', () =>
    inLockFolder(async (path) => {
      for (const torn of ['', '{"pid": 1', 'null', '{"pid": 12}']) {
        writeFileSync(path, torn);
        expect(await tryLock(path, COMMAND, alive)).toBe('unknown holder');
        expect(await lockHolder(path, alive)).toBeNull();
        age(path, 30);
        await (await take(path)).release();
      }
    }));

  it('is taken although a take-over crashed in its middle', () =>
    inLockFolder(async (path) => {
      await recorded(path, { pid: 999_999_999 });
      writeFileSync(`${path}.takeover`, '');
      expect(isLock(await tryLock(path, COMMAND, gone))).toBe(false);
      age(`${path}.takeover`, 30);
      await (await take(path, gone)).release();
      expect(readdirSync(join(path, '..'))).toEqual([]);
    }));
});

describe('words', () => {
  it('name the holder and since when', () =>
    inLockFolder(async (path) => {
      await recorded(path, { host: 'web2' });
      const holder = (await lockHolder(path, alive))!;
      expect(holderText(holder, 'web1')).toEqual({
        command: 'clv fit',
        pid: process.pid,
        host: 'web2',
        since: '2024-05-01 10:00:00 UTC',
      });
      expect(holderText(holder, 'web2').host).toBeNull();
    }));

  it('say why a lock can not be made', () =>
    inFolder(async (folder) => {
      await expect(tryLock(join(folder, 'no/lock'), COMMAND, alive)).rejects.toThrow(
        /no\/lock can't be written: its folder does not exist\. Mend that, or name another folder with --workspace\.$/,
      );
      if (process.getuid?.() === 0) return;
      chmodSync(folder, 0o500);
      await expect(tryLock(join(folder, 'lock'), COMMAND, alive)).rejects.toThrow(/permission denied/);
      chmodSync(folder, 0o700);
    }));
});
