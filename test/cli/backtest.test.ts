import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/common/calendar.js';
import { seededRandom } from '../../src/numeric/seeded.js';
import { hasShared, readShared } from '../models/shared-data.js';
import { clv, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

type Rows = Record<string, string | number | boolean | null>[];

function tablesOf(text: string): Record<string, Rows> {
  const { tables } = JSON.parse(text) as { tables: { id: string; rows: Rows }[] };
  return Object.fromEntries(tables.map(({ id, rows }) => [id, rows]));
}

/** Runs a backtest of orders and gives its tables. */
async function backtest(orders: readonly string[], ...args: string[]) {
  return inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'orders.csv'), `${orders.join('\n')}\n`);
    const { code, out, err } = await clv(['backtest', 'orders.csv', '--format', 'json', ...args], { cwd });
    return {
      code,
      err,
      tables: code === 0 ? tablesOf(out) : {},
      result: code === 0 ? JSON.parse(out) : null,
    };
  });
}

const DATA = 'data/cdnow/sample-orders.csv';
const hasData = hasShared(DATA) && hasShared('reference/published.json');
const FILE = fileURLToPath(new URL(`../../../shared/${DATA}`, import.meta.url));

describe.skipIf(!hasData)(`CDNOW${hasData ? '' : ' (left out: ../shared is not there)'}`, () => {
  it('has the published figures of the 39 weeks held out', async () => {
    const { code, out } = await clv(
      ['backtest', FILE, '--holdout', '39w', '--model', 'nbd,bgnbd,mbgnbd,paretonbd', '--format', 'json'],
      {},
    );
    expect(code).toBe(0);
    const tables = tablesOf(out);
    const published = JSON.parse(readShared('reference/published.json')).cdnow_sample.holdout_39_weeks;
    const names = { nbd: 'NBD', bgnbd: 'BG/NBD', mbgnbd: 'MBG/NBD', pnbd: 'Pareto/NBD' };
    for (const [key, title] of Object.entries(names)) {
      const row = tables.measures!.find(({ method }) => method === title)!;
      expect(Math.abs(Number(row.expected) / published[key].sum - 1)).toBeLessThan(5e-5);
      expect(Number(row.mae)).toBeCloseTo(published[key].mae, 4);
      if (published[key].rmse) expect(Number(row.rmse)).toBeCloseTo(published[key].rmse, 4);
      expect(row.actual).toBe(1882);
    }
    const zero = tables.measures!.find(({ method }) => method === 'nobody comes back')!;
    expect(Number(zero.mae)).toBeCloseTo(0.7985, 4);
    const printed = {
      actual: [0.237, 0.697, 1.393, 1.56, 2.532, 2.947, 3.862, 6.359],
      paretonbd: [0.138, 0.6, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403],
      bgnbd: [0.225, 0.523, 1.044, 1.52, 2.164, 2.654, 3.504, 6.157],
    };
    for (const [column, values] of Object.entries(printed)) {
      values.forEach((value, x) => {
        expect(Math.abs(Number(tables.frequency![x]![column]) - value)).toBeLessThan(0.0011);
      });
    }
    const held = tables.weekly!.filter((row) => row.held_out === 'held out');
    expect(held).toHaveLength(39);
    const sum = (column: string) => held.reduce((total, row) => total + Number(row[column]), 0);
    expect(sum('actual')).toBe(1882);
    expect(sum('bgnbd_forecast')).toBeCloseTo(1653.4, 1);
    expect(tables.weekly![38]!.actual_sum).toBe(2457);
  });

  it('rolls over origins and holds out cohorts', async () => {
    const { out, code } = await clv(
      [
        'backtest',
        FILE,
        '--holdout',
        '3m',
        '--origins',
        '3',
        '--step',
        '2m',
        '--holdout-cohorts',
        'month',
        '--model',
        'bgnbd,nbd',
        '--format',
        'json',
      ],
      {},
    );
    expect(code).toBe(0);
    const tables = tablesOf(out);
    expect([...new Set(tables.origins!.map(({ origin }) => origin))]).toEqual([
      '1998-03-30',
      '1998-01-30',
      '1997-11-30',
    ]);
    const bg = tables.origins!.filter(({ method }) => method === 'BG/NBD');
    const mean = tables.rolling!.find(({ method }) => method === 'BG/NBD')!;
    expect(mean.origins).toBe(3);
    expect(Number(mean.rmse)).toBeCloseTo(bg.reduce((sum, row) => sum + Number(row.rmse), 0) / 3, 10);
    const cohorts = tables.cohorts!.filter(({ method }) => method === 'BG/NBD');
    expect(cohorts.map(({ cohort }) => cohort)).toEqual(['1997-01', '1997-02', '1997-03']);
    expect(cohorts.reduce((sum, { customers }) => sum + Number(customers), 0)).toBe(2357);
    expect(cohorts.reduce((sum, { actual }) => sum + Number(actual), 0)).toBe(bg[0]!.actual);
    for (const { expected, customers } of cohorts) expect(Number(expected)).toBeLessThan(Number(customers));
  });
});

/** Customers with a rate of their own who buy until `end` days; `rateAt` changes it with time, `leave` is a chance a purchase. */
function base(customers: number, end: number, leave: number, rateAt: (day: number) => number): string[] {
  const random = seededRandom(8);
  const rows = ['customer_id,order_date,amount'];
  for (let c = 0; c < customers; c++) {
    const rate = random.gamma(1.2) / 60;
    for (let day = Math.floor((c * 200) / customers); day <= end; ) {
      rows.push(`C${c},${addDays('2020-01-01', Math.floor(day))},${(10 + 5 * random.uniform()).toFixed(2)}`);
      if (random.uniform() < leave) break;
      day += 1 + random.exponential() / (rate * rateAt(day));
    }
  }
  return rows;
}

describe('baselines win where they should', () => {
  it('without dropout the same rate is as good as any model in total, and NBD is not beaten', async () => {
    const { tables, code } = await backtest(
      base(500, 730, 0, () => 1),
      '--holdout',
      '26w',
      '--model',
      'bgnbd,nbd',
    );
    expect(code).toBe(0);
    const of = Object.fromEntries(tables.measures!.map((row) => [row.method, row]));
    expect(Number(of.NBD!.arpe)).toBeLessThan(0.06);
    const versus = tables.comparisons!.find(
      ({ measure, method, than }) => String(measure).startsWith('log') && [method, than].includes('NBD'),
    );
    expect(versus?.better ?? null).toBeNull();
  });

  it('after a step up the last period is nearer than models of the whole past', async () => {
    const orders = base(500, 730, 0, (day) => (day > 400 ? 4 : 1));
    const { tables, result } = await backtest(orders, '--holdout', '22w', '--model', 'bgnbd,nbd');
    const of = Object.fromEntries(tables.measures!.map((row) => [row.method, row]));
    expect(Number(of['as in the last period']!.rmse)).toBeLessThan(Number(of['BG/NBD']!.rmse));
    expect(
      tables.comparisons!.some(
        ({ measure, better }) =>
          String(measure).startsWith('RMSE of purch') && better === 'as in the last period',
      ),
    ).toBe(true);
    const { answer } = result.answers.find(({ question }: { question: string }) =>
      question.includes('spreadsheet'),
    );
    expect(answer).toMatch(/so worse on your data\.$/);
  });
});

/** As text; sums over rows that split differently may differ in the last bits. */
function digits(value: unknown): string {
  return JSON.stringify(value, (_, cell) => (typeof cell === 'number' ? Number(cell.toPrecision(9)) : cell));
}

describe('no leakage', () => {
  it('what was planted after the origin changes no fit and no forecast', async () => {
    const orders = madeUpOrders();
    const end = '2022-07-01';
    const args = [
      '--calibration-end',
      end,
      '--as-of',
      '2022-10-31',
      '--model',
      'bgnbd,nbd,bgbb,cohort-factor',
    ] as const;
    const isLater = (row: string) => row.split(',')[2]! > end;
    const [header, ...rest] = orders as [string, ...string[]];
    const planted = [
      header,
      ...rest.filter((row) => !isLater(row)),
      ...rest.filter(isLater).map((row) => row.replace(/[\d.]+$/, '999.99')),
      ...Array.from(
        { length: 60 },
        (_, i) => `C0${String(i).padStart(2, '0')},P${i},2022-08-${10 + (i % 20)},50`,
      ),
      ...Array.from({ length: 30 }, (_, i) => `NEW${i},Q${i},2022-09-01,500`),
    ];
    const [clean, dirty] = [await backtest(orders, ...args), await backtest(planted, ...args)];
    expect(dirty.code).toBe(0);
    expect(JSON.stringify(dirty.tables.fits) === JSON.stringify(clean.tables.fits)).toBe(true);
    const said = ({ tables }: typeof clean) => ({
      measures: tables.measures!.map(({ method, expected }) => [method, expected]),
      spend: tables.spend_measures!.map(({ method, expected }) => [method, expected]),
      frequency: tables.frequency!.map(({ actual: _, ...row }) => row),
      recency: tables.recency!.map(({ actual: _, ...row }) => row),
      tenths: tables.tenths!.map(({ actual: _, ...row }) => row),
      weekly: tables.weekly!.map(({ actual: _, actual_sum: __, ...row }) => row),
      tiers: tables.tiers!.map(({ tier, share_expected, share_before }) => [
        tier,
        share_expected,
        share_before,
      ]),
      claimed: tables.coverage!.map(({ claimed }) => claimed),
    });
    for (const name of Object.keys(said(clean)) as (keyof ReturnType<typeof said>)[])
      expect([name, digits(said(dirty)[name]) === digits(said(clean)[name])]).toEqual([name, true]);
    expect(dirty.tables.measures![0]!.actual).not.toBe(clean.tables.measures![0]!.actual);
    expect(dirty.result.notes.map(({ code }: { code: string }) => code)).toContain('customers_after_origin');
  });
});

it('late rows of a workspace are known from their load on', () =>
  inFolder(async (cwd) => {
    const late = Array.from({ length: 60 }, (_, i) =>
      [i % 2 === 0 ? `C0${10 + i}` : `NEW${i}`, `L${i}`, addDays('2022-01-03', 2 * i), '400'].join(','),
    );
    const run = async (...args: string[]) => {
      const found = await clv(args, { cwd });
      expect(found.err).not.toContain('Error');
      expect(found.code).toBe(0);
      return found.out;
    };
    const measured = async (...args: string[]) =>
      JSON.parse(await run('backtest', '--model', 'nbd', '--format', 'json', ...args));
    writeFileSync(join(cwd, 'orders.csv'), `${madeUpOrders().join('\n')}\n`);
    writeFileSync(join(cwd, 'late.csv'), `customer_id,order_id,order_date,amount\n${late.join('\n')}\n`);
    await run('load', 'orders.csv');
    const clean = await measured();
    await run('load', 'late.csv');
    const dirty = await measured();
    expect(JSON.stringify(dirty.tables) === JSON.stringify(clean.tables)).toBe(true);
    const codes = ({ notes }: typeof dirty) => notes.map(({ code }: { code: string }) => code);
    expect(codes(clean)).not.toContain('orders_unknown');
    expect(clean.answers[1]).toEqual({
      question: 'Which model?',
      answer: 'NBD, the only one that took part.',
    });
    expect(codes(dirty)).toContain('orders_unknown');
    const dated = await measured('--late-orders', 'dated');
    expect(codes(dated)).not.toContain('orders_unknown');
    expect(JSON.stringify(dated.tables)).not.toBe(JSON.stringify(clean.tables));
  }));

it('all models stand in all tables that they can stand in, and a note says where not', async () => {
  const { tables, result, code } = await backtest(
    base(400, 500, 0.15, () => 1),
    '--holdout',
    '13w',
  );
  expect(code).toBe(0);
  const models = ['NBD', 'BG/NBD', 'MBG/NBD', 'Pareto/NBD', 'MBG/CNBD-k', 'BG/BB (months)', 'cohort factors'];
  const methods = (id: string) => tables[id]!.map(({ method, ranking }) => method ?? ranking);
  for (const id of ['measures', 'spend_measures', 'ranking_cost', 'origins'])
    expect([id, ...models.filter((one) => !methods(id).includes(one))]).toEqual([id]);
  expect(methods('coverage')).toEqual(models.slice(0, 5));
  expect(Object.keys(tables.frequency![0]!)).toEqual(
    expect.arrayContaining(['mbgcnbd', 'bgbb', 'cohort-factor', 'same_rate']),
  );
  expect(tables.weekly![0]).toHaveProperty('mbgcnbd_forecast');
  expect(result.notes.map(({ code }: { code: string }) => code)).toEqual(
    expect.arrayContaining(['bgbb_counts_months', 'factors_of_sums']),
  );
  const orders = await backtest(madeUpOrders(), '--occasion', 'order', '--model', 'nbd,bgnbd');
  expect(orders.result.notes.map(({ code }: { code: string }) => code)).toContain('no_stages_of_orders');
});

describe('what can go wrong', () => {
  it.each([
    [['--holdout', '39'], 2, /--holdout "39" has no unit/],
    [['--holdout', '0w'], 2, /is no time at all/],
    [['--holdout', '20y'], 2, /leaves nothing on one side/],
    [['--holdout', '200y'], 2, /is too long/],
    [['--step', 'soon'], 2, /--step "soon" is no length of time/],
    [['--model', 'mbgcnbd', '--occasion', 'order'], 2, /have no gap between them/],
    [['--model', 'lstm'], 2, /there is no such model/],
    [['--calibration-end', '2030-01-01'], 2, /leaves nothing on one side/],
    [['--calibration-end', '2022-01-20'], 4, /no model can be fitted/],
    [['--holdout', '1m', '--calibration-end', '2022-05-01', '--origins', '2'], 2, /both say where to split/],
  ])('%j', async (args, code, message) => {
    const found = await backtest(madeUpOrders(), ...args);
    expect(found.err).toMatch(message);
    expect(found.code).toBe(code);
  });

  it('an origin that lies too early is left out with a word', async () => {
    const { result, tables } = await backtest(
      madeUpOrders(),
      '--origins',
      '9',
      '--step',
      '1m',
      '--model',
      'nbd',
    );
    expect(result.warnings.map(({ code }: { code: string }) => code)).toContain('origins_left_out');
    expect(new Set(tables.origins!.map(({ origin }) => origin)).size).toBeLessThan(9);
  });
});

it('the example runs on samples and names the same customers in each table', async () => {
  const sample = fileURLToPath(new URL('../../samples/orders.csv', import.meta.url));
  expect(readFileSync(sample, 'utf8').length).toBeGreaterThan(0);
  const { code, out } = await clv(['backtest', sample, '--holdout', '39w', '--model', 'mbgnbd'], {});
  expect(code).toBe(0);
  expect(out).toContain('How much better than our spreadsheet?');
});
