import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RunContext } from '../../src/app/context.js';
import {
  withThrowAwayStore,
  withWorkspaceDraft,
  withWorkspaceLock,
  withWorkspaceReader,
  withWorkspaceWriter,
} from '../../src/app/open-store.js';
import type { Settings } from '../../src/app/settings.js';
import { resolveSettings } from '../../src/app/settings-resolve.js';
import { silentProgress } from '../../src/common/progress.js';
import { inFolder } from '../cli/in-process.js';
import { realProcesses } from '../real-processes.js';
import { isSlowSuite } from '../slow-suite.js';

interface World {
  readonly folder: string;
  readonly settings: Settings;
  readonly context: RunContext;
  readonly abort: AbortController;
  readonly stages: string[];
  /** Text of an error with the folder's name taken out. */
  refusal(work: Promise<unknown>): Promise<string>;
}

function inWorld(flags: Record<string, unknown>, work: (world: World) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    mkdirSync(join(folder, 'tmp'));
    const settings = await resolveSettings({
      flags,
      files: [],
      env: { CLV_TEMP_DIRECTORY: 'tmp' },
      cwd: folder,
      terminal: { isTTY: false, columns: null },
    });
    const abort = new AbortController();
    const stages: string[] = [];
    const context: RunContext = {
      command: 'clv test',
      version: '0.0.0',
      progress: { ...silentProgress, stage: (text) => stages.push(text) },
      signal: abort.signal,
      stdin: null,
      processes: realProcesses,
      atExit: new Set(),
    };
    const refusal = (promise: Promise<unknown>) =>
      promise.then(
        () => 'nothing was refused',
        (error: { code: string; exitCode: number; message: string }) =>
          `${error.exitCode} ${error.code}: ${error.message.replaceAll(folder, '…')}`,
      );
    await work({ folder, settings, context, abort, stages, refusal });
    expect(readdirSync(join(folder, 'tmp')), 'temporary files').toEqual([]);
    expect(context.atExit.size).toBe(0);
  });
}

/** Another process that holds the warehouse open until it is ended. */
async function holdWarehouse(path: string): Promise<ChildProcess> {
  const script = `import('@duckdb/node-api').then(async ({ DuckDBInstance }) => {
    globalThis.held = await (await DuckDBInstance.create(${JSON.stringify(path)})).connect();
    console.log('held');
    setInterval(() => {}, 1000);
  });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const fill = ({ settings, context }: World) =>
  withWorkspaceWriter(settings, context, (store) =>
    store.run('create or replace table t as select 42 as answer'),
  );
const look = ({ settings, context }: World) =>
  withWorkspaceReader(settings, context, async (store) => (await store.one('from t')).answer);

describe('a throw-away store', () => {
  it('has a private temporary folder and leaves nothing', () =>
    inWorld({}, async ({ folder, settings, context }) => {
      const answer = await withThrowAwayStore(settings, context, async (store, scratch) => {
        expect(statSync(scratch).mode & 0o777).toBe(0o700);
        await store.run('create table t as select 42 as answer');
        return (await store.one('from t')).answer;
      });
      expect(answer).toBe(42);
      expect(readdirSync(folder)).toEqual(['tmp']);
    }));

  it('stops the statement and refuses later ones when the run is told to stop', () =>
    inWorld({}, async ({ settings, context, abort }) => {
      const reason = new Error('stop it');
      const started = Date.now();
      const work = withThrowAwayStore(settings, context, async (store) => {
        setTimeout(() => abort.abort(reason), 50);
        await store
          .run('create table t as select count(*) from range(1e12::bigint) where range % 7 = 3')
          .catch(() => {});
        await store.run('select 1');
      });
      await expect(work).rejects.toBe(reason);
      expect(Date.now() - started).toBeLessThan(5_000);
    }));

  it('rolls a transaction back when the run is told to stop', () =>
    inWorld({}, async ({ settings, context, abort }) => {
      await fill({ settings, context } as World);
      const work = withWorkspaceWriter(settings, context, (store) =>
        store.transaction(async () => {
          await store.run('update t set answer = 0');
          setTimeout(() => abort.abort(new Error('stop it')), 50);
          await store.run('create table u as select count(*) from range(1e12::bigint) where range % 7 = 3');
        }),
      );
      await expect(work).rejects.toThrow(/interrupt/i);
      const calm = { ...context, signal: new AbortController().signal };
      expect(await look({ settings, context: calm } as World)).toBe(42);
    }));

  it('says where no temporary folder can be made', () =>
    inFolder(async (folder) => {
      await inWorld({}, async ({ settings, context, refusal }) => {
        const runtime = { ...settings.runtime, tempDirectory: join(folder, 'no') };
        const text = await refusal(withThrowAwayStore({ ...settings, runtime }, context, async () => {}));
        expect(text.replace(folder, '…')).toBe(
          '1 no_temporary_folder: no temporary folder can be made in …/no: its folder does not exist. Mend that, or name another folder with CLV_TEMP_DIRECTORY.',
        );
      });
    }));
});

describe('a workspace', () => {
  it('is made by its first writer and read afterwards', () =>
    inWorld({}, async (world) => {
      await fill(world);
      expect(readdirSync(join(world.folder, '.clv')).sort()).toEqual([
        '.gitignore',
        'models',
        'quarantine',
        'runs',
        'warehouse.duckdb',
        'workspace.json',
      ]);
      expect(statSync(join(world.folder, '.clv')).mode & 0o777).toBe(0o700);
      expect(readFileSync(join(world.folder, '.clv/workspace.json'), 'utf8')).toBe(
        '{"tool":"clv","schema":4}\n',
      );
      expect(await look(world)).toBe(42);
    }));

  it('refuses writes through a reader', () =>
    inWorld({}, async (world) => {
      await fill(world);
      const write = withWorkspaceReader(world.settings, world.context, (store) => store.run('drop table t'));
      await expect(write).rejects.toThrow(/read-only/);
    }));

  it('lets many readers in', () =>
    inWorld({}, async (world) => {
      await fill(world);
      expect(await Promise.all([look(world), look(world), look(world)])).toEqual([42, 42, 42]);
    }));

  it('has one writer at a time: the second leaves with exit 6 and says who holds it', () =>
    inWorld({}, async (world) => {
      const { settings, context, refusal } = world;
      await withWorkspaceLock(settings, { ...context, command: 'clv load' }, async () => {
        expect(await refusal(fill(world))).toMatch(
          /^6 workspace_busy: workspace …\/\.clv is busy: clv load \(process \d+\) has worked on it since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\. Run again later, or wait for it with --wait 10m\.$/,
        );
      });
      await fill(world);
    }));

  it('lets the second writer wait', () =>
    inWorld({ wait: '20s' }, async (world) => {
      const { settings, context, stages } = world;
      const first = withWorkspaceLock(settings, context, () => sleep(300));
      await sleep(50);
      await fill(world);
      await first;
      expect(stages.join('\n')).toMatch(/^waiting for clv test \(process \d+\) to leave \S+\/\.clv/);
    }));

  it('says how long it has waited in vain', () =>
    inWorld({ wait: '250ms' }, async (world) => {
      await withWorkspaceLock(world.settings, world.context, async () => {
        expect(await world.refusal(fill(world))).toMatch(
          / UTC\. Waited 250ms\. Run again later, or wait longer\.$/,
        );
      });
    }));

  it('stops waiting when the run is told to stop', () =>
    inWorld({ wait: '10m' }, async (world) => {
      const { settings, context, abort } = world;
      const reason = new Error('stop it');
      await withWorkspaceLock(settings, { ...context, signal: new AbortController().signal }, async () => {
        setTimeout(() => abort.abort(reason), 100);
        await expect(fill(world)).rejects.toBe(reason);
      });
    }));

  it('gives the lock back when the work fails', () =>
    inWorld({}, async (world) => {
      const failure = new Error('no luck');
      const work = withWorkspaceLock(world.settings, world.context, () => Promise.reject(failure));
      await expect(work).rejects.toBe(failure);
      await fill(world);
    }));
});

describe('the first warehouse of a workspace', () => {
  const draft = ({ settings, context }: World, work = async () => {}) =>
    withWorkspaceDraft(settings, context, async (store, _workspace, _scratch, isDraft) => {
      await store.run('create table if not exists t as select 42 as answer');
      await work();
      return isDraft;
    });
  const files = ({ folder }: World) =>
    readdirSync(join(folder, '.clv')).filter((name) => name.includes('warehouse'));

  it('is a draft until the work is done, later ones are changed in their place', () =>
    inWorld({}, async (world) => {
      const during = async () => expect(files(world)).not.toContain('warehouse.duckdb');
      expect(await draft(world, during)).toBe(true);
      expect(files(world)).toEqual(['warehouse.duckdb']);
      expect(await look(world)).toBe(42);
      expect(await draft(world)).toBe(false);
    }));

  it('is nowhere when the work fails', () =>
    inWorld({}, async (world) => {
      const failure = new Error('no luck');
      await expect(draft(world, () => Promise.reject(failure))).rejects.toBe(failure);
      expect(files(world)).toEqual([]);
      expect(await world.refusal(look(world))).toMatch(/^2 empty_workspace/);
    }));

  it('is waited for by readers, else exit 6', () =>
    inWorld({ wait: '20s' }, async (world) => {
      const impatient = { ...world.settings, workspace: { ...world.settings.workspace, waitMs: 0 } };
      let waiting: Promise<unknown> | undefined;
      await draft(world, async () => {
        expect(await world.refusal(look({ ...world, settings: impatient }))).toMatch(
          /^6 workspace_busy: workspace …\/\.clv is busy: clv test \(process \d+\) has worked on it since/,
        );
        waiting = look(world);
        await sleep(150);
      });
      expect(await waiting).toBe(42);
      expect(world.stages.join()).toContain('waiting for clv test (process ');
    }));
});

describe('a warehouse that another process has open', () => {
  it.runIf(isSlowSuite)('is waited for by readers and writers, else exit 6', () =>
    inWorld({ wait: '20s' }, async (world) => {
      await fill(world);
      const warehouse = join(world.folder, '.clv/warehouse.duckdb');
      const holder = await holdWarehouse(warehouse);
      const waiting = look(world);
      const impatient = { ...world.settings, workspace: { ...world.settings.workspace, waitMs: 0 } };
      const busy =
        '6 workspace_busy: workspace …/.clv is busy: another process has it open. Run again later, or wait for it with --wait 10m.';
      try {
        expect(await world.refusal(look({ ...world, settings: impatient }))).toBe(busy);
        expect(await world.refusal(fill({ ...world, settings: impatient }))).toBe(busy);
      } finally {
        await end(holder);
      }
      expect(await waiting).toBe(42);
      expect(world.stages.join()).toContain('waiting for the warehouse of ');
    }),
  );

  it('is whole after that process was killed', () =>
    inWorld({}, async (world) => {
      await fill(world);
      await end(await holdWarehouse(join(world.folder, '.clv/warehouse.duckdb')));
      expect(await look(world)).toBe(42);
      await fill(world);
    }));
});

describe('folders that are no workspace', () => {
  const cases: readonly [string, (folder: string) => void, 'read' | 'write', string][] = [
    [
      'nothing to read',
      () => {},
      'read',
      '2 no_workspace: there is no workspace at …/.clv. Name the files to read, or load them first: clv load orders.csv.',
    ],
    [
      'a workspace without data',
      (path) => writeFileSync(join(path, 'workspace.json'), '{"tool":"clv","schema":1}'),
      'read',
      '2 empty_workspace: workspace …/.clv holds no data yet. Load orders first: clv load orders.csv.',
    ],
    [
      "somebody's files",
      (path) => writeFileSync(join(path, 'thesis.doc'), ''),
      'write',
      '2 not_a_workspace: …/.clv holds other files and is no clv workspace. Name a new or an empty folder with --workspace.',
    ],
    [
      'a file',
      (path) => {
        rmSync(path, { recursive: true });
        writeFileSync(path, '');
      },
      'write',
      '2 not_a_workspace: …/.clv is a file, but a workspace is a folder. Name a folder with --workspace.',
    ],
    [
      'a workspace of a later version',
      (path) => writeFileSync(join(path, 'workspace.json'), '{"tool":"clv","schema":5}'),
      'read',
      '2 workspace_too_new: workspace …/.clv has schema 5, and this clv knows schemas up to 4. Update clv, or name another workspace.',
    ],
    [
      'a torn marker',
      (path) => writeFileSync(join(path, 'workspace.json'), '{"to'),
      'write',
      "1 workspace_damaged: workspace …/.clv is damaged: workspace.json can't be understood. Restore it from a backup, or load the files again into a new workspace.",
    ],
    [
      'a warehouse that is none',
      (path) => {
        writeFileSync(join(path, 'workspace.json'), '{"tool":"clv","schema":1}');
        writeFileSync(join(path, 'warehouse.duckdb'), 'x'.repeat(20_000));
      },
      'read',
      "1 warehouse_unreadable: …/.clv/warehouse.duckdb can't be opened: it is no intact DuckDB database. Restore it from a backup, or move it away and load the files again.",
    ],
  ];
  it.each(cases)('%s', (_, prepare, access, expected) =>
    inWorld({}, async (world) => {
      const path = join(world.folder, '.clv');
      mkdirSync(path);
      prepare(path);
      expect(await world.refusal(access === 'read' ? look(world) : fill(world))).toBe(expected);
      expect(existsSync(join(path, 'lock'))).toBe(false);
    }),
  );

  it('takes a folder in which an earlier first run crashed', () =>
    inWorld({}, async (world) => {
      const path = join(world.folder, '.clv');
      mkdirSync(join(path, 'models'), { recursive: true });
      writeFileSync(
        join(path, 'lock'),
        '{"pid":999999999,"started":"","host":"here","space":"","token":"t"}',
      );
      writeFileSync(join(path, '.workspace.json.0a1b2c3d-9-0a1b2c3d.part'), '{');
      writeFileSync(join(path, '.lock.0a1b2c3d-9-0a1b2c3d.part'), '');
      expect(await world.refusal(fill(world))).toMatch(/^6 workspace_busy/);
      rmSync(join(path, 'lock'));
      await fill(world);
    }));
});
