import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/numeric/random.js';
import { currentId, loadAnyModel, modelIds } from '../../src/registry/read-models.js';
import { readRuns } from '../../src/store/run-log.js';
import { Store } from '../../src/store/store.js';
import { clv, inFolder } from '../cli/in-process.js';
import { Feed } from './feed.js';
import { fileOf, filesOf, tablesOf } from './fingerprint.js';
import { program } from './program.js';

/** How often a command is killed in the middle of its work. */
const KILLS = Number(process.env.CLV_FAULT_KILLS ?? 100);
const SEED = Number(process.env.CLV_FAULT_SEED ?? 1);

type Command = 'load' | 'fit' | 'score';
type State = Readonly<Record<string, string | null>>;

const MODEL_GATES = { gates: { coverage: null, baseline: false } };

/** All that a command may change, piece by piece: tables, models, the pointer to the one in use, files. */
async function stateOf(cwd: string): Promise<State> {
  const work = join(cwd, '.clv');
  const tables = await tablesOf(work);
  const isNew = tables.loads === undefined;
  const named = (prefix: string, digests: Record<string, string | null>) =>
    Object.entries(digests).map(([name, digest]) => [`${prefix} ${name}`, digest] as const);
  return Object.fromEntries([
    ...(isNew ? [] : named('table', tables)),
    ...named('models', filesOf(join(work, 'models'))).filter(([name]) => isWhole(name)),
    ...named('quarantine', filesOf(join(work, 'quarantine'))).filter(([name]) => isWhole(name)),
    ['scores.csv', fileOf(join(cwd, 'scores.csv'))] as const,
  ]);
}

/** Unfinished files and folders are nobody's state: the next run removes them. */
function isWhole(name: string): boolean {
  return !/\.part(\/|$)/.test(name);
}

/** Which pieces go together: the stored relations but for the scores are one, a model's folder is one. */
function pieceOf(name: string): string {
  if (name.startsWith('table ')) return name === 'table scores' ? name : 'tables';
  return name.startsWith('models ') && name.includes('/') ? dirname(name) : name;
}

/** Pieces that are neither as they were nor as they would be. */
function halves(before: State, after: State, done: State): string[] {
  const names = [...new Set([before, after, done].flatMap((state) => Object.keys(state)))];
  const pieces = [...new Set(names.map(pieceOf))];
  const same = (piece: string, other: State) =>
    names.every((name) => pieceOf(name) !== piece || (after[name] ?? null) === (other[name] ?? null));
  return pieces.filter((piece) => !same(piece, before) && !same(piece, done));
}

/** What the command makes of the folder when nobody kills it. */
async function undisturbed(cwd: string, args: readonly string[]): Promise<State> {
  return inFolder(async (folder) => {
    const twin = join(folder, 'twin');
    cpSync(cwd, twin, { recursive: true, filter: (path) => !path.endsWith('.part') });
    rmSync(join(twin, '.clv/lock'), { force: true });
    await clv(args, { cwd: twin });
    return stateOf(twin);
  });
}

async function orderLines(cwd: string): Promise<string[]> {
  const store = await Store.open({
    path: join(cwd, '.clv/warehouse.duckdb'),
    memoryMegabytes: 200,
    tempDirectory: cwd,
  });
  try {
    const rows = await store.rows(
      'select order_id, customer_id, amount::varchar as amount from order_lines order by all',
    );
    return rows
      .map(({ order_id, customer_id, amount }) => `${order_id} ${customer_id} ${Number(amount)}`)
      .sort();
  } finally {
    await store.close();
  }
}

describe(`${KILLS} kills of load, fit and score (CLV_FAULT_SEED=${SEED})`, () => {
  it('leave the old state or the new one, lose no row and double none', () =>
    inFolder(async (cwd) => {
      const random = new Random(SEED);
      const feed = new Feed();
      mkdirSync(join(cwd, 'in'));
      writeFileSync(
        join(cwd, 'clv.config.json'),
        JSON.stringify({ ...MODEL_GATES, fit: { model: 'bgnbd' } }),
      );
      let next = feed.write(cwd, 0);
      let loaded = 0;
      const argsOf = (command: Command) => (command === 'load' ? ['load', next] : [command]);
      const workMs: Record<Command, number> = { load: 1500, fit: 1500, score: 1500 };
      const kills: Record<Command, number> = { load: 0, fit: 0, score: 0 };
      const changed: Record<Command, number> = { load: 0, fit: 0, score: 0 };
      const cached = new Map<string, State>();
      const total = () => kills.load + kills.fit + kills.score;
      while (total() < KILLS) {
        const draw = random.uniform();
        const models = await modelIds(join(cwd, '.clv/models'));
        const command: Command =
          loaded === 0 || draw < 0.4 ? 'load' : draw < 0.7 || models.length === 0 ? 'fit' : 'score';
        const before = await stateOf(cwd);
        const key = JSON.stringify([argsOf(command), before]);
        const done = cached.get(key) ?? (await undisturbed(cwd, argsOf(command)));
        cached.set(key, done);
        const killAfterMs = random.uniform() * workMs[command] * 1.1;
        const ended = await program(argsOf(command), cwd, { killAfterMs });
        const after = await stateOf(cwd);
        const where = `${command} killed after ${killAfterMs.toFixed(0)} ms (kill ${total() + 1})\n${ended.err}`;
        expect(halves(before, after, done), where).toEqual([]);
        for (const id of await modelIds(join(cwd, '.clv/models')))
          await loadAnyModel(join(cwd, '.clv/models'), id);
        if (ended.code === null) {
          kills[command] += 1;
          if (JSON.stringify(after) !== JSON.stringify(before)) changed[command] += 1;
          // A busy machine is slow: look for the end of the work further away.
          else workMs[command] *= 1.2;
        } else {
          expect(ended.code, where).toBe(0);
          workMs[command] = ended.workMs;
        }
        if (command === 'load' && after['table loads'] !== before['table loads']) {
          feed.commit();
          loaded += 1;
          next = feed.write(cwd, loaded);
        }
      }

      const finished = await program(['run', next], cwd);
      expect(finished.code, finished.err).toBe(0);
      feed.commit();
      expect(await orderLines(cwd)).toEqual(feed.lines());

      const work = join(cwd, '.clv');
      expect(readdirSync(join(cwd, 'tmp')), 'temporary files').toEqual([]);
      expect(Object.keys(filesOf(work)).filter((name) => /\.part|^lock|\.wal$/.test(name))).toEqual([]);
      expect(await modelIds(join(work, 'models'))).toContain(await currentId(join(work, 'models')));
      expect((await readRuns(join(work, 'runs'))).entries.at(-1)).toMatchObject({ exit: 0 });

      // The same files in a workspace that nobody has disturbed.
      const calm = await inFolder(async (other) => {
        cpSync(join(cwd, 'in'), join(other, 'in'), { recursive: true });
        cpSync(join(cwd, 'clv.config.json'), join(other, 'clv.config.json'));
        for (let k = 0; k <= loaded; k++)
          expect((await clv(['load', feed.name(k)], { cwd: other })).code).toBe(0);
        expect((await clv(['run'], { cwd: other })).code).toBe(0);
        return { tables: await tablesOf(join(other, '.clv')), scores: fileOf(join(other, 'scores.csv')) };
      });
      expect(await tablesOf(work)).toEqual(calm.tables);
      expect(fileOf(join(cwd, 'scores.csv'))).toBe(calm.scores);
      console.log(`kills ${JSON.stringify(kills)}, of which after the change ${JSON.stringify(changed)}`);
    }));
});
