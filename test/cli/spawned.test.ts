import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inFolder } from './in-process.js';

const BIN = fileURLToPath(new URL('../../bin/clv.js', import.meta.url));
const DIST = new URL('../../dist/', import.meta.url);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(script: string, args: readonly string[], cwd: string): ChildProcess {
  const env = { PATH: process.env.PATH, CLV_TEMP_DIRECTORY: join(cwd, 'tmp') };
  return spawn(process.execPath, [script, ...args], { cwd, env, stdio: 'pipe' });
}

async function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout!.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr!.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** Until the child says something; fails when it ends instead. */
async function working(child: ChildProcess): Promise<void> {
  const first = await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  if (!Buffer.isBuffer(first[0])) throw new Error(`ended: ${String(child.stderr!.read())}`);
}

/** A command line whose only command says when it works and then works for an hour. */
function slowProgram(folder: string): string {
  const path = join(folder, 'slow.mjs');
  writeFileSync(
    path,
    `import { Command } from '${import.meta.resolve('commander')}';
     import { COMMANDS } from '${new URL('cli/commands.js', DIST)}';
     import { main } from '${new URL('cli/main.js', DIST)}';
     import { withWorkspaceWriter } from '${new URL('app/open-store.js', DIST)}';
     COMMANDS.push((context) => {
       const command = new Command('slow').summary('Work').argument('[files...]');
       return command.action(() => context.run(command, [], ({ settings, context, print }) =>
         withWorkspaceWriter(settings, context, async (store) => {
           await print('working\\n');
           await store.run('create table t as select count(*) from range(1e13::bigint) where range % 7 = 3');
         })));
     });
     process.exitCode = await main(process.argv);`,
  );
  return path;
}

const inTemp = (work: (folder: string) => Promise<void>) =>
  inFolder(async (folder) => {
    mkdirSync(join(folder, 'tmp'));
    await work(folder);
    expect(readdirSync(join(folder, 'tmp')), 'temporary files').toEqual([]);
  });

describe('bin/clv.js', () => {
  it('prints help and leaves with 0, wrong usage with 2', () =>
    inTemp(async (folder) => {
      const [help, wrong] = await Promise.all([
        ended(start(BIN, [], folder)),
        ended(start(BIN, ['nonsense'], folder)),
      ]);
      expect(help).toMatchObject({ code: 0, err: '' });
      expect(help.out).toMatch(/^Usage: clv/);
      expect(wrong.code).toBe(2);
      expect(wrong.err).toMatch(/^error\[usage\]: unknown command 'nonsense'/);
    }));

  it('loads nothing heavy for help', () =>
    inTemp(async (folder) => {
      const script = join(folder, 'loaded.mjs');
      writeFileSync(
        script,
        `import { register } from 'node:module';
         import { MessageChannel } from 'node:worker_threads';
         const { port1, port2 } = new MessageChannel();
         const hooks = 'let port; export const initialize = (data) => { port = data; };'
           + 'export const resolve = async (name, context, next) => { port.postMessage(name); return next(name, context); };';
         register('data:text/javascript,' + encodeURIComponent(hooks), { data: port2, transferList: [port2] });
         const names = [];
         port1.on('message', (name) => names.push(name));
         const { main } = await import('${new URL('cli/main.js', DIST)}');
         await main(['node', 'clv', '--help']);
         await new Promise((resolve) => setTimeout(resolve, 50));
         console.error(JSON.stringify([...new Set(names)].filter((name) => !/^(\\.|node:|file:)/.test(name))));
         port1.close();`,
      );
      const { err } = await ended(start(script, [], folder));
      expect(JSON.parse(err)).toEqual(['commander']);
    }));

  it('stops in silence, with 0, when its reader has gone', () =>
    inTemp(async (folder) => {
      const child = start(BIN, ['config', '--schema'], folder);
      child.stdout!.destroy();
      const [code] = (await once(child, 'exit')) as [number];
      expect(code).toBe(0);
      expect(child.stderr!.read()).toBeNull();
    }));
});

describe('a long run', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`leaves with 130 on ${signal}, and nothing half done`, () =>
      inTemp(async (folder) => {
        const child = start(slowProgram(folder), ['slow'], folder);
        await working(child);
        child.kill(signal);
        const { code, err } = await ended(child);
        expect({ code, err }).toEqual({
          code: 130,
          err: 'error[interrupted]: stopped on request. Nothing is half done.\n',
        });
        expect(readdirSync(join(folder, '.clv'))).not.toContain('lock');
      }));
  }

  it('keeps a second one out with exit 6, and its death lets the third one in', () =>
    inTemp(async (folder) => {
      const program = slowProgram(folder);
      const first = start(program, ['slow'], folder);
      await working(first);
      const second = await ended(start(program, ['slow'], folder));
      expect(second.code).toBe(6);
      expect(second.err).toContain(`clv slow (process ${first.pid}) has worked on it since`);
      const killed = once(first, 'exit');
      first.kill('SIGKILL');
      await killed;
      const third = await ended(start(program, ['slow', '--timeout', '2s'], folder));
      expect(third).toMatchObject({ code: 1, out: 'working\n' });
      expect(third.err).toMatch(/^error\[timeout\]: stopped after 2s/);
      // A process that is killed can't tidy up; its temporary folder is its own.
      for (const left of readdirSync(join(folder, 'tmp')))
        rmSync(join(folder, 'tmp', left), { recursive: true });
    }));
});
