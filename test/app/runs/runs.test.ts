import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendFact } from '../../../src/app/runs/append-fact.js';
import { Journal } from '../../../src/app/runs/journal.js';
import { prometheusText } from '../../../src/app/runs/metrics.js';
import { lastRun } from '../../../src/app/runs/runs.js';
import { resolveSettings } from '../../../src/app/settings-resolve.js';
import { silentProgress } from '../../../src/common/progress.js';
import { appendRun, type RunEntry, readRuns } from '../../../src/store/run-log.js';
import { clv, inFolder } from '../../cli/in-process.js';
import { testContext } from '../test-context.js';

const CSV = 'order_id,customer_id,order_ts,amount\no1,a,2024-01-01,5\no2,,2024-01-02,6\no3,b,2024-01-03,7\n';

const settingsAt = (cwd: string) =>
  resolveSettings({ flags: {}, files: [], env: {}, cwd, terminal: { isTTY: false, columns: null } });

const entries = async (folder: string): Promise<readonly RunEntry[]> =>
  (await readRuns(join(folder, '.clv/runs'))).entries;

describe('the log of runs', () => {
  it('has a line for each run that may change the workspace, and none for reports', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'o.csv'), CSV);
      expect((await clv(['load', 'o.csv', '--max-quarantine', '50%'], { cwd })).code).toBe(0);
      expect((await clv(['audit', 'rfm'], { cwd })).code).toBe(0);
      expect((await clv(['load', 'missing.csv'], { cwd })).code).toBe(2);
      const [first, second, ...more] = await entries(cwd);
      expect(more).toEqual([]);
      expect(first).toMatchObject({
        schema: 1,
        command: 'clv load',
        exit: 0,
        error: null,
        inputs: [{ name: 'o.csv', role: 'orders', bytes: CSV.length, rows: 3 }],
        rows: { read: 3, used: 2, quarantined: 1, ignored: 0 },
        model: null,
      });
      expect(first!.stages.map(({ name }) => name)).toContain('reading o.csv');
      expect(first!.stages.reduce((sum, { seconds }) => sum + seconds, 0)).toBeLessThanOrEqual(
        first!.seconds + 0.01,
      );
      expect(first!.peakMemoryBytes).toBeGreaterThan(10_000_000);
      expect(second).toMatchObject({ command: 'clv load', exit: 2, error: 'file_missing', inputs: [] });
    }));

  it('is listed, shown, and asked by a monitor', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'o.csv'), CSV);
      expect((await clv(['runs', 'last'], { cwd })).code).toBe(2);
      await clv(['load', 'o.csv', '--max-quarantine', '50%'], { cwd });
      const list = await clv(['runs', 'list', '--format', 'csv', '--table', 'runs'], { cwd });
      expect(list.out).toMatch(/^run,command,.*\n[0-9a-f]{8},clv load,.*,0,,3,1,,/);
      const { id } = (await entries(cwd))[0]!;
      const shown = await clv(['runs', 'show', id.slice(0, 6), '--format', 'json'], { cwd });
      const tables = JSON.parse(shown.out).tables as { id: string }[];
      expect(tables.map((table) => table.id)).toEqual(['run', 'inputs', 'stages']);
      expect((await clv(['runs', 'show'], { cwd })).out).toContain('exit 0');
      expect((await clv(['runs', 'last', '--max-age', '26h'], { cwd })).code).toBe(0);
      expect((await clv(['runs', 'last', '--command', 'clv load'], { cwd })).code).toBe(0);
      const none = await clv(['runs', 'last', '--command', 'score'], { cwd });
      expect(none).toMatchObject({ code: 5, out: '' });
      expect(none.err).toContain('error[no_runs]');
      expect((await clv(['runs', 'show', 'zzz'], { cwd })).err).toContain('error[unknown_run]');
      await clv(['load', 'missing.csv'], { cwd });
      const failed = await clv(['runs', 'last'], { cwd });
      expect(failed.code).toBe(5);
      expect(failed.err).toContain('left with exit 2 (file_missing)');
    }));

  it('judges the age of the last run, also when the clock has been set back', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'o.csv'), CSV);
      await clv(['load', 'o.csv', '--max-quarantine', '50%'], { cwd });
      const settings = await settingsAt(cwd);
      const day = 86_400_000;
      const at = (ms: number) =>
        lastRun(
          { command: null, maxAgeMs: day },
          settings,
          testContext('clv runs last'),
          new Date(Date.now() + ms),
        );
      await expect(at(day + 3_600_000)).rejects.toMatchObject({
        code: 'last_run_old',
        exitCode: 5,
        message: expect.stringMatching(/1d1h ago, and --max-age is 1d\./),
      });
      expect((await at(day - 60_000)).notes).toEqual([]);
      expect((await at(-day)).notes).toMatchObject([{ code: 'clock_went_back' }]);
    }));

  it('goes on after a line that a crash has cut', () =>
    inFolder(async (folder) => {
      const entry = { schema: 1, id: 'a' } as RunEntry;
      await appendRun(folder, entry);
      await appendRun(folder, { ...entry, id: 'b' });
      const path = join(folder, 'runs.jsonl');
      truncateSync(path, readFileSync(path).length - 5);
      await appendRun(folder, { ...entry, id: 'c' });
      appendFileSync(path, '{"schema":99,"id":"d"}\n');
      const log = await readRuns(folder);
      expect(log.entries.map(({ id }) => id)).toEqual(['a', 'c']);
      expect(log.unreadable).toBe(2);
    }));

  it('says when it can not be written, and lets the work stand', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'o.csv'), CSV);
      writeFileSync(join(cwd, 'file'), '');
      const ran = await clv(['load', 'o.csv', '--max-quarantine', '50%', '--metrics', 'file/m.prom'], {
        cwd,
      });
      expect(ran.code).toBe(0);
      expect(ran.err).toContain('The run is not in the log: ');
    }));
});

describe('for machines', () => {
  it('a run is in Prometheus text', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'o.csv'), CSV);
      await clv(['load', 'o.csv', '--max-quarantine', '50%', '--metrics', 'm.prom'], { cwd });
      const text = readFileSync(join(cwd, 'm.prom'), 'utf8');
      expect(text).toContain('clv_run_exit_code{command="clv load"} 0\n');
      expect(text).toContain('clv_run_rows{command="clv load",kind="quarantined"} 1\n');
      expect(text).toContain('stage="reading files"');
      expect(text).not.toContain('o.csv');
      for (const line of text.trimEnd().split('\n'))
        expect(line).toMatch(/^(# (HELP|TYPE) clv_\w+ .+|clv_\w+\{(\w+="[^"]*",?)+\} -?[\d.e+]+)$/);
    }));

  it('label values are escaped', () => {
    const entry = {
      command: 'a"b\\c\nd',
      stages: [],
      rows: {},
      warnings: [],
      finished: '2024-01-01T00:00:00Z',
    };
    expect(prometheusText(entry as unknown as RunEntry)).toContain('{command="a\\"b\\\\c\\nd"}');
  });

  it('standard error is JSON', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'o.csv'), CSV);
      const { err } = await clv(['load', 'missing.csv', '--log', 'json'], { cwd });
      const lines = err
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.map(({ event }) => event)).toEqual(['run', 'error']);
      expect(lines.at(-1)).toMatchObject({ level: 'error', event: 'error', code: 'file_missing', exit: 2 });
      const fine = await clv(['load', 'o.csv', '--out', 'report.txt'], {
        cwd,
        env: { CLV_LOG: 'json' },
      });
      expect(fine.err).toContain('"event":"stage","stage":"reading o.csv"');
      expect(fine.err).toContain('"event":"message","text":"Wrote');
    }));

  it('facts of a command are in its entry', () =>
    inFolder(async (cwd) => {
      const journal = new Journal('clv work', '1.0.0');
      const context = { ...testContext('clv work'), journal };
      appendFact(context, 'gate', 'passed');
      journal.output(join(cwd, 'scores.csv'));
      journal.watch(silentProgress).fraction(0.5);
      const entry = journal.entry({ exit: 0, error: null }, await settingsAt(cwd));
      expect(entry).toMatchObject({ facts: { gate: 'passed' }, outputs: ['scores.csv'], stages: [] });
      appendFact(testContext('clv work'), 'gate', 'nobody listens');
    }));
});
