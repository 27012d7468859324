import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resumption } from '../../src/app/pipeline/resume.js';
import { resolveSettings } from '../../src/app/settings-resolve.js';
import { appendRun, type RunEntry, readRuns } from '../../src/store/run-log.js';
import { clv, emptyFolder, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

interface Step {
  readonly step: string;
  readonly state: string;
  readonly exit: number | null;
  readonly why: string | null;
}

const config = (more: object = {}) =>
  JSON.stringify({
    orders: 'in/*.csv',
    workspace: 'work',
    fit: { model: 'bgnbd' },
    score: { out: 'out/scores.csv', horizon: '6m' },
    ifOlderThan: '7d',
    gates: { coverage: null, baseline: false },
    ...more,
  });

const stepsOf = (out: string) =>
  (JSON.parse(out).tables as { id: string; rows: Step[] }[]).find(({ id }) => id === 'steps')!.rows;

const states = (out: string) => stepsOf(out).map(({ step, state }) => `${step} ${state}`);

/** One day of orders after the made-up ones. */
const later = (day: string) => `customer_id,order_id,order_date,amount\nC001,L${day},${day},12.50\n`;

describe('clv run', () => {
  const folder = emptyFolder();
  const cwd = folder.path;
  const run = async (...more: string[]) => clv(['run', '--format', 'json', ...more], { cwd });
  const log = async () => (await readRuns(join(cwd, 'work/runs'))).entries;

  beforeAll(() => {
    writeFileSync(join(cwd, 'clv.config.json'), config());
    writeFileSync(join(cwd, 'orders.csv'), madeUpOrders().join('\n'));
  });
  afterAll(() => folder.remove());

  it('does nothing by --dry-run', async () => {
    writeFileSync(
      join(cwd, 'clv.config.json'),
      config({ orders: ['orders.csv'], score: { out: 'scores.csv' } }),
    );
    const { code, out } = await run('--dry-run');
    expect(code).toBe(0);
    expect(stepsOf(out)).toMatchObject([
      { step: 'load', state: 'would run', why: 'New: orders.csv.' },
      { step: 'check', state: 'would run' },
      { step: 'fit', state: 'would run', why: 'There is no workspace yet.' },
      { step: 'score', state: 'would run', why: 'Rows to scores.csv.' },
    ]);
    expect(readdirSync(cwd).sort()).toEqual(['clv.config.json', 'orders.csv']);
  });

  it('takes sources and outputs from the config, with a line in the log for each step', async () => {
    writeFileSync(join(cwd, 'clv.config.json'), config({ orders: 'orders*.csv' }));
    const { code, out, err } = await run('--metrics', 'run.prom');
    expect(code, err).toBe(0);
    expect(states(out)).toEqual(['load done', 'check done', 'fit done', 'score done']);
    expect(readFileSync(join(cwd, 'out/scores.csv'), 'utf8').trim().split('\n')).toHaveLength(81);
    const entries = await log();
    expect(entries.map(({ command }) => command)).toEqual([
      'clv load',
      'clv check',
      'clv fit',
      'clv score',
      'clv run',
    ]);
    const whole = entries.at(-1)!;
    expect(new Set(entries.slice(0, 4).map(({ parent }) => parent))).toEqual(new Set([whole.id]));
    expect(entries[3]).toMatchObject({ outputs: ['out/scores.csv'], exit: 0 });
    expect(whole).toMatchObject({ parent: null, facts: { failed_step: null }, model: entries[3]!.model });
    expect(readFileSync(join(cwd, 'run.prom'), 'utf8')).toContain('clv_run_exit_code{command="clv run"} 0');
    expect(existsSync(join(cwd, 'work/lock'))).toBe(false);
  });

  it('says by --dry-run that the files are known and the model is young', async () => {
    const { out } = await run('--dry-run');
    expect(stepsOf(out)).toMatchObject([
      { state: 'would be skipped', why: 'All files have been loaded before.' },
      { state: 'would run' },
      { state: 'would be skipped', why: expect.stringMatching(/young enough: it ends on .*as the data/) },
      { state: 'would run' },
    ]);
    expect((await log()).length).toBe(5);
  });

  it('goes on where it failed, also when it fails twice', async () => {
    const lastDay = (await log())[4]!.asOf!;
    const day = new Date(Date.parse(lastDay) + 3 * 86_400_000).toISOString().slice(0, 10);
    writeFileSync(join(cwd, 'orders-2.csv'), later(day));
    writeFileSync(join(cwd, 'file'), '');
    const failed = await run('--scores', 'file/scores.csv');
    expect(failed.code).toBe(1);
    expect(states(failed.out)).toEqual(['load done', 'check done', 'fit skipped', 'score failed']);
    expect((await log()).at(-1)).toMatchObject({
      command: 'clv run',
      exit: 1,
      facts: { failed_step: 'score' },
    });
    const again = await run('--scores', 'file/scores.csv', '--resume');
    expect(states(again.out)).toEqual(['load skipped', 'check skipped', 'fit skipped', 'score failed']);
    const planned = await run('--resume', '--dry-run');
    expect(states(planned.out).at(-1)).toBe('score would run');
    expect(states(planned.out)[1]).toBe('check would be skipped');
    const mended = await run('--resume');
    expect(mended.code, mended.err).toBe(0);
    expect(stepsOf(mended.out)[0]!.why).toMatch(/^Done in run [0-9a-f]{8}\.$/);
    expect(states(mended.out)).toEqual(['load skipped', 'check skipped', 'fit skipped', 'score done']);
    expect(JSON.parse(mended.out).notes[0].code).toBe('resumed');
    // A monitor of fits asks for the last one that was made, not for one that was not due.
    const fits = (await log()).filter(({ command }) => command === 'clv fit');
    expect(fits.slice(1).map(({ facts }) => facts.state)).toEqual(['skipped', 'skipped', 'skipped']);
    const last = await clv(['runs', 'last', '--command', 'fit', '--format', 'json'], { cwd });
    expect(JSON.parse(last.out).tables[0].rows[0].id).toBe(fits[0]!.id);
  });

  it('fits again when the data have gone on, and scores with the old model when the new one fails', async () => {
    const before = (await log()).findLast(({ command }) => command === 'clv score')!;
    const day = new Date(Date.parse(before.asOf!) + 10 * 86_400_000).toISOString().slice(0, 10);
    writeFileSync(join(cwd, 'orders-3.csv'), later(day));
    writeFileSync(
      join(cwd, 'clv.config.json'),
      config({ orders: 'orders*.csv', gates: { coverage: null, baseline: false, arpe: 0 } }),
    );
    const { code, out, err } = await run();
    expect(code, err).toBe(5);
    expect(err).toContain('error[gates_failed]');
    expect(states(out)).toEqual(['load done', 'check done', 'fit failed', 'score done']);
    expect(stepsOf(out)[3]!.why).toBe(`The fit left ${before.model} in use.`);
    expect((await log()).findLast(({ command }) => command === 'clv score')!.model).toBe(before.model);
  });

  it('ends at a load that is refused', async () => {
    appendFileSync(join(cwd, 'orders-4.csv'), 'customer_id,order_id,order_date,amount\nC001,X,gone,oops\n');
    const { code, out, err } = await run();
    expect(code).toBe(3);
    expect(states(out)).toEqual(['load failed', 'check not reached', 'fit not reached', 'score not reached']);
    expect(stepsOf(out)[0]!.exit).toBe(3);
    expect(err).toMatch(/^error\[/);
    const other = await resumption(
      join(cwd, 'work/runs'),
      await resolveSettings({
        flags: { timeZone: 'Europe/Berlin' },
        files: [],
        env: {},
        cwd,
        terminal: { isTTY: false, columns: null },
      }),
    );
    expect(other).toMatchObject({ from: 'load', run: null, notes: [{ code: 'resumed_other_settings' }] });
  });
});

describe('going on with a run', () => {
  const settings = (cwd: string) =>
    resolveSettings({ flags: {}, files: [], env: {}, cwd, terminal: { isTTY: false, columns: null } });

  it('knows where a killed run ended, and begins anew when nothing is left', () =>
    inFolder(async (cwd) => {
      const resolved = await settings(cwd);
      const line = (step: string, parent: string | null, exit = 0) =>
        appendRun(cwd, {
          schema: 1,
          id: 'one',
          parent,
          command: `clv ${step}`,
          exit,
          configDigest: resolved.config.digest,
        } as RunEntry);
      expect(await resumption(cwd, resolved)).toMatchObject({
        from: 'load',
        notes: [{ code: 'nothing_to_resume' }],
      });
      await line('load', 'run-1');
      await line('check', 'run-1');
      await line('fit', null);
      expect(await resumption(cwd, resolved)).toMatchObject({ from: 'fit', run: 'run-1' });
      await line('fit', 'run-1', 130);
      expect((await resumption(cwd, resolved)).from).toBe('fit');
      await line('fit', 'run-1');
      await line('score', 'run-1');
      expect((await resumption(cwd, resolved)).notes).toMatchObject([{ code: 'nothing_to_resume' }]);
    }));
});

describe('options that fit no run', () => {
  it.each([
    [['--scores', '-'], {}, 'bad_scores'],
    [[], { fit: { model: 'sbg' } }, 'bad_step'],
    [['--if-older-than', '7'], {}, 'bad_length'],
    [[], {}, 'no_workspace'],
  ])('%j with %j: %s', (flags, more, code) =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'clv.config.json'), JSON.stringify(more));
      const ended = await clv(['run', '--dry-run', ...flags], { cwd });
      expect(ended.err).toContain(`error[${code}]`);
      expect(ended.code).toBe(2);
    }),
  );

  it.each([
    ['{"modle": "bgnbd"}', 'Did you mean "model"?'],
    ['{"method": "guess"}', 'CLV_FIT method "guess" is not known. Use ml or map or mcmc.'],
    ['{"zzzzzz": 1}', 'There are: model, method'],
    ['7', 'is no list of options'],
  ])('CLV_FIT=%s', (value, text) =>
    inFolder(async (cwd) => {
      const ended = await clv(['run', '--dry-run'], { cwd, env: { CLV_FIT: value } });
      expect(ended.code).toBe(2);
      expect(ended.err).toContain(text);
    }),
  );
});
