import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, type CommanderError } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { withThrowAwayStore } from '../../src/app/open-store.js';
import { createContext, type Run } from '../../src/cli/context.js';
import { errorText, exitCodeOf } from '../../src/cli/describe-error.js';
import { addGlobalOptions } from '../../src/cli/options-global.js';
import { OutputClosed } from '../../src/cli/output.js';
import { ClvError, ExitCode } from '../../src/common/errors.js';
import { inFolder, testStreams, type World } from './in-process.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  /** What the user would see. */
  readonly err: string;
}

/** Runs work as the action of a command would. */
async function runWork(flags: string[], world: World, work: (run: Run) => Promise<ExitCode>): Promise<Ended> {
  const { streams, out, err } = testStreams(world);
  const context = createContext(streams);
  const command = addGlobalOptions(new Command('work'));
  try {
    command.parse(flags, { from: 'user' });
    await context.run(command, [], work);
    return { code: context.exitCode, out: out(), err: err() };
  } catch (error) {
    const text = errorText(error as CommanderError, { color: false, verbose: false });
    return { code: exitCodeOf(error), out: out(), err: `${err()}${text}` };
  }
}

/** A query that would take an hour, in a throw-away store. */
const endless = ({ settings, context }: Run) =>
  withThrowAwayStore(settings, context, async (store) => {
    await store.run('select count(*) from range(1e13::bigint) where range % 7 = 3');
    return ExitCode.fine;
  });

const inTemp = (work: (folder: string) => Promise<void>) =>
  inFolder(async (folder) => {
    mkdirSync(join(folder, 'tmp'));
    await work(folder);
    expect(readdirSync(join(folder, 'tmp')), 'temporary files').toEqual([]);
  });

describe('a run that is stopped', () => {
  it('by Ctrl-C leaves with 130 and nothing behind', () =>
    inTemp(async (folder) => {
      const world = {
        cwd: folder,
        env: { CLV_TEMP_DIRECTORY: 'tmp' },
        withInterrupt: (way: () => void) => void setTimeout(way, 400),
      };
      expect(await runWork([], world, endless)).toEqual({
        code: 130,
        out: '',
        err: 'error[interrupted]: stopped on request. Nothing is half done.\n',
      });
    }));

  it('by the time limit leaves with 1 and says so', () =>
    inTemp(async (folder) => {
      const world = { cwd: folder, env: { CLV_TEMP_DIRECTORY: 'tmp' } };
      expect(await runWork(['--timeout', '400ms'], world, endless)).toEqual({
        code: 1,
        out: '',
        err: 'error[timeout]: stopped after 400ms, the limit of --timeout. Nothing is half done. Give it more time, or less to do.\n',
      });
    }));

  it('by a reader who has gone leaves with 0 and in silence', () =>
    inTemp(async (folder) => {
      const { streams, err } = testStreams({ cwd: folder, env: { CLV_TEMP_DIRECTORY: 'tmp' } });
      const context = createContext(streams);
      setTimeout(
        () => streams.out.stream.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' })),
        400,
      );
      const stopped = await context.run(new Command('work'), [], endless).catch((error: unknown) => error);
      expect(stopped).toBeInstanceOf(OutputClosed);
      expect(exitCodeOf(stopped)).toBe(0);
      expect(err()).toBe('');
      await expect(streams.out.write('more')).rejects.toBeInstanceOf(OutputClosed);
    }));

  it('but does not stop is left at a second Ctrl-C, cleaned up', async () => {
    let press = () => {};
    const exited = vi.fn();
    const undo = vi.fn();
    const world: World = {
      exited,
      withInterrupt: (way) => {
        press = way;
      },
    };
    const ended = runWork([], world, async ({ context }) => {
      context.atExit.add(undo);
      press();
      press();
      await sleep(20);
      return ExitCode.fine;
    });
    expect((await ended).code).toBe(0);
    expect(exited).toHaveBeenCalledExactlyOnceWith(130);
    expect(undo).toHaveBeenCalledOnce();
  });

  it('waits for no timer when it was in time', async () => {
    const started = Date.now();
    await runWork(['--timeout', '20m'], {}, async () => ExitCode.fine);
    expect(Date.now() - started).toBeLessThan(5_000);
  });
});

describe('output', () => {
  it('goes where it belongs, and talk is silent with --quiet', async () => {
    const work = async ({ print, say }: Run) => {
      await print('data\n');
      await say('talk');
      return ExitCode.alert;
    };
    expect(await runWork([], {}, work)).toEqual({ code: 5, out: 'data\n', err: 'talk\n' });
    expect(await runWork(['--quiet'], {}, work)).toEqual({ code: 5, out: 'data\n', err: '' });
  });

  it('tells stages only with --verbose where there is no terminal', async () => {
    const work = async ({ context }: Run) => {
      context.progress.stage('reading orders.csv');
      context.progress.fraction(0.5);
      return ExitCode.fine;
    };
    expect((await runWork([], {}, work)).err).toBe('');
    expect((await runWork(['--verbose'], {}, work)).err).toBe('clv: reading orders.csv\n');
    expect((await runWork(['--verbose', '--quiet'], {}, work)).err).toBe('');
  });
});

describe('errors for people', () => {
  const cases: readonly [string, unknown, number, string][] = [
    [
      'our own',
      new ClvError('bad_amount', ExitCode.dataRefused, 'orders.csv row 7: no.'),
      3,
      'error[bad_amount]: orders.csv row 7: no.\n',
    ],
    [
      'a full disk of the file system',
      Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC', path: '/x/report.html' }),
      1,
      'error[disk_full]: the disk is full: /x/report.html could not be written. Nothing is half done. Free some space, or point --out, --workspace or CLV_TEMP_DIRECTORY to another disk.\n',
    ],
    [
      'a full disk of the engine',
      new Error('IO Error: Could not write file "/x/y": No space left on device'),
      1,
      'error[disk_full]: the disk is full. Nothing is half done. Free some space, or point --out, --workspace or CLV_TEMP_DIRECTORY to another disk.\n',
    ],
    [
      'memory of the engine',
      new Error('Out of Memory Error: failed to allocate data of size 16.0 MiB (476.0 MiB/476.8 MiB used)'),
      1,
      'error[out_of_memory]: the work does not fit into the memory limit. Raise --memory-limit, or lower --threads.\n',
    ],
    [
      'a file that may not be written',
      Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', path: '/x/report.html' }),
      1,
      'error[file_failed]: /x/report.html: permission denied. Check the path and its permissions.\n',
    ],
    [
      'a defect',
      new TypeError("Cannot read properties of undefined (reading 'x')\nmore"),
      1,
      "error[internal]: something went wrong inside clv: Cannot read properties of undefined (reading 'x'). Run it again with --verbose to see where.\n",
    ],
    [
      'no error at all',
      'oops',
      1,
      'error[internal]: something went wrong inside clv: oops. Run it again with --verbose to see where.\n',
    ],
  ];
  it.each(cases)('%s', (_, error, code, text) => {
    expect(exitCodeOf(error)).toBe(code);
    expect(errorText(error, { color: false, verbose: false })).toBe(text);
  });

  it('show stacks, causes too, only on request', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    const plain = errorText(error, { color: false, verbose: false });
    expect(plain).not.toMatch(/\n\s+at /);
    const verbose = errorText(error, { color: false, verbose: true });
    expect(verbose).toMatch(/Error: outer\n\s+at .*Error: inner\n\s+at /s);
  });

  it('are red where colour is wanted', () => {
    expect(errorText(new ClvError('x', 1, 'y.'), { color: true, verbose: false })).toBe(
      '\u001b[31merror[x]:\u001b[39m y.\n',
    );
  });
});

it('leaves no lock behind when it is left at once', () =>
  inTemp(async (folder) => {
    const { withWorkspaceLock } = await import('../../src/app/open-store.js');
    let press = () => {};
    const world: World = {
      cwd: folder,
      env: { CLV_TEMP_DIRECTORY: 'tmp' },
      exited: () => expect(existsSync(join(folder, '.clv/lock'))).toBe(false),
      withInterrupt: (way) => {
        press = way;
      },
    };
    const ended = await runWork([], world, ({ settings, context }) =>
      withWorkspaceLock(settings, context, async () => {
        expect(existsSync(join(folder, '.clv/lock'))).toBe(true);
        press();
        press();
        throw new Error('late');
      }),
    );
    expect(ended.code).toBe(130);
  }));
