import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from '../../../src/app/audit/audit.js';
import { auditOptions } from '../../../src/app/audit/options.js';
import type { RunContext } from '../../../src/app/context.js';
import { fitOptions, fitWorkspace } from '../../../src/app/fit.js';
import { load } from '../../../src/app/load.js';
import { scoreOptions, scoreWorkspace } from '../../../src/app/score.js';
import { resolveSettings } from '../../../src/app/settings-resolve.js';
import { silentProgress } from '../../../src/common/progress.js';
import { realProcesses } from '../../real-processes.js';

const DAY = '2017-12-31';
const LAST = '2018-06-30';
const [head = '', ...lines] = readFileSync(new URL('../../../samples/orders.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const time = head.split(',').indexOf('order_ts');
const until = (day: string) =>
  `${[head, ...lines.filter((line) => line.split(',')[time]!.slice(0, 10) <= day)].join('\n')}\n`;

const context: RunContext = {
  command: 'clv test',
  version: '0.0.0',
  progress: silentProgress,
  signal: new AbortController().signal,
  stdin: null,
  processes: realProcesses,
  atExit: new Set(),
};

const folder = mkdtempSync(join(tmpdir(), 'clv-scored-days-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settingsOf = (workspace: string, files: readonly string[], flags = {}) =>
  resolveSettings({
    flags: { workspace: join(folder, workspace), ...flags },
    files,
    env: {},
    cwd: folder,
    terminal: { isTTY: false, columns: null },
  });
const fitIn = async (workspace: string, more = {}) =>
  fitWorkspace(
    fitOptions({ model: 'bgnbd', promote: false, ...more }),
    await settingsOf(workspace, []),
    context,
  );
const look = async (by: string, files: readonly string[] = [], workspace = 'later') =>
  audit('lens1', auditOptions({}), await settingsOf(workspace, files, { by, period: '2018-Q1' }), context);

beforeAll(async () => {
  for (const [workspace, day] of [
    ['then', DAY],
    ['later', LAST],
  ] as const) {
    writeFileSync(join(folder, `${workspace}.csv`), until(day));
    await load(await settingsOf(workspace, [`${workspace}.csv`]), context);
  }
}, 60_000);

it('asks for a model that saw nothing later, and for a workspace', async () => {
  await fitIn('later');
  await expect(look(`tier@${DAY}`)).rejects.toMatchObject({ code: 'no_model_by_then' });
  await expect(look(`tier@${DAY}`, ['later.csv'])).rejects.toMatchObject({ code: 'scored_day_of_files' });
}, 60_000);

it('splits by the tiers that scores of that day had, when nothing later was known', async () => {
  await fitIn('later', { calibrationEnd: DAY });
  const { tables, notes } = await look(`tier@${DAY}`);
  const split = tables.find(({ section }) => section === `By tier@${DAY}`)!;

  await fitIn('then');
  const scores = join(folder, 'scores.csv');
  const options = scoreOptions({ out: scores, model: onlyModel() }, folder);
  await scoreWorkspace(options, await settingsOf('then', []), context, async () => {});
  const tiers = tiersOf(scores);
  const buyers = new Set(
    lines
      .map((line) => line.split(','))
      .filter(
        (cells) => cells.at(-1) === 'purchase' && cells[time]! >= '2018-01-01' && cells[time]! < '2018-04-01',
      )
      .map((cells) => cells[head.split(',').indexOf('customer_id')]!),
  );
  const expected = new Map<string, number>();
  for (const buyer of buyers) {
    const tier = tiers.get(buyer) ?? '(acquired later)';
    expected.set(tier, (expected.get(tier) ?? 0) + 1);
  }
  expect(new Map(split.rows.map((row) => [row.segment, row.customers]))).toEqual(expected);
  expect(notes.find(({ code }) => code === 'split_by_model')?.text).toMatch(/model bgnbd-\w{12}, which saw/);
}, 60_000);

const healthIn = async (workspace: string, flags = {}) =>
  audit('lens5', auditOptions({}), await settingsOf(workspace, [], flags), context);

it('stands a model that saw nothing later beside the forecast of lens 5: as if the data had ended that day', async () => {
  const now = await healthIn('then');
  const again = await healthIn('later', { asOf: DAY });
  const of = ({ tables, figures }: typeof now) => [
    tables.find(({ id }) => id === 'forecast')!.rows,
    tables.find(({ id }) => id === 'forecast_total')!.rows,
    figures.find(({ id }) => id === 'forecast_line')!.intervals,
  ];
  expect(of(again)).toEqual(of(now));
  const [rows] = of(now) as [Record<string, string>[]];
  for (const { model, model_existing, model_low, model_high } of rows) {
    expect(Number(model_existing)).toBeGreaterThan(0);
    expect(Number(model)).toBeGreaterThan(Number(model_existing));
    expect(Number(model_low)).toBeLessThan(Number(model));
    expect(Number(model_high)).toBeGreaterThan(Number(model));
  }
  expect(now.answers.find(({ question }) => question === 'What comes next?')!.answer).toContain(
    'The model expects',
  );
}, 60_000);

it('shows no model beside that forecast where all have seen more, and says so', async () => {
  const { tables, notes } = await healthIn('later', { asOf: '2017-11-30' });
  expect(tables.find(({ id }) => id === 'forecast')!.columns.map(({ id }) => id)).not.toContain('model');
  expect(notes.find(({ code }) => code === 'no_model_forecast')!.text).toContain(
    'clv fit --calibration-end 2017-11-30',
  );
}, 60_000);

function onlyModel(): string {
  return readdirSync(join(folder, 'then', 'models')).find((name) => name.startsWith('bgnbd-'))!;
}

function tiersOf(path: string): Map<string, string> {
  const [names = '', ...rows] = readFileSync(path, 'utf8').trim().split('\n');
  const columns = names.split(',');
  const [id, tier] = [columns.indexOf('customer_id'), columns.indexOf('tier')];
  return new Map(rows.map((row) => row.split(',')).map((row) => [row[id]!, row[tier]!]));
}
