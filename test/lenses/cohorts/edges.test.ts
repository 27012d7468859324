import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../../src/common/calendar.js';
import { ClvError } from '../../../src/common/errors.js';
import type { CohortBy, CohortContext } from '../../../src/lenses/cohorts/settings.js';
import { lens4 } from '../../../src/lenses/lens4/lens4.js';
import { lens5 } from '../../../src/lenses/lens5/lens5.js';
import type { LensReport } from '../../../src/lenses/report.js';
import type { Store } from '../../../src/store/store.js';
import { createSources, insertLines, type Line, memoryStore } from '../../mart/fixture.js';
import { allRelations, contextOn, failed, pick, table } from './setup.js';

const options = { target: 0.1, index: true, model: null, segmentPeriods: 2 };

describe('lenses 4 and 5 at the edges', () => {
  let store: Store;
  beforeAll(async () => {
    store = await memoryStore();
  });
  afterAll(() => store.close());

  async function look(lines: readonly Line[], change: Partial<CohortContext> = {}) {
    await store.run('drop table if exists order_lines');
    await createSources(store, allRelations);
    await insertLines(store, lines);
    const context = await contextOn(store, change);
    const four = await lens4(context);
    const five = await lens5(context, options);
    for (const report of [four, five]) {
      expect(failed(report)).toEqual([]);
      expect(broken(report)).toEqual([]);
    }
    return { four, five };
  }

  it('one order', async () => {
    const { four, five } = await look([{ customer: 'a', ts: '2019-05-05', amount: '10' }]);
    expect(table(four, 'cohorts').rows).toHaveLength(1);
    expect(table(five, 'flow').rows).toHaveLength(1);
    expect(five.notes.map(({ code }) => code)).toContain('no_forecast');
  });

  it('tells a season from two years and a period on, never from weeks', async () => {
    const lines = Array.from({ length: 9 }, (_, i) => ({
      customer: `c${i}`,
      ts: `${2017 + Math.floor(i / 4)}-${String(3 * (i % 4) + 1).padStart(2, '0')}-01`,
      amount: '10',
    }));
    const seasonNote = async (granularity: 'quarter' | 'week', asOf: string) => {
      const last = { customer: 'c0', ts: asOf, amount: '1' };
      const { five } = await look([...lines.filter(({ ts }) => ts <= asOf), last], {
        granularity,
        historyStart: 'with_data',
      });
      return five.notes.find(({ code }) => code === 'forecast_season')?.text;
    };
    expect(await seasonNote('quarter', '2018-12-31')).toMatch(
      /^Less than two years and a quarter are observed: /,
    );
    expect(await seasonNote('quarter', '2019-03-31')).toBeUndefined();
    expect(await seasonNote('week', '2019-12-31')).toMatch(/^Weeks are too short: /);
  });

  it('one period, one cohort, nobody comes back', async () => {
    const lines = ['a', 'b', 'c'].map((customer, i) => ({
      customer,
      ts: `2019-05-0${i + 1}`,
      amount: '10',
    }));
    const { four } = await look(lines, { granularity: 'month' });
    expect(table(four, 'pairs').rows).toEqual([]);
    expect(four.notes.map(({ code }) => code)).toContain('no_pairs');
  });

  it('all customers new in each period: nothing is called returning', async () => {
    const lines = Array.from({ length: 12 }, (_, i) => ({
      customer: `c${i}`,
      ts: `2019-${String(i + 1).padStart(2, '0')}-01`,
      amount: '10',
    }));
    const { four, five } = await look(lines, { granularity: 'month' });
    const values = table(four, 'cohort_values').rows;
    expect(values.length).toBeGreaterThan(0);
    expect(new Set(values.map(({ standard_error }) => standard_error))).toEqual(new Set([null]));
    const flow = pick(table(five, 'flow').rows, ['acquired', 'repeat', 'returning', 'active']);
    expect(new Set(flow.map((row) => JSON.stringify(row)))).toEqual(
      new Set(['{"acquired":1,"repeat":0,"returning":0,"active":1}']),
    );
    const carried = table(five, 'carry_over').rows.map(({ carry_over }) => carry_over);
    expect(carried).toEqual(carried.map(() => 0));
  });

  it('counts calendar periods, not active ones, and shows silent periods as zeros', async () => {
    const { four } = await look(
      [
        { customer: 'a', ts: '2019-01-01', amount: '10' },
        { customer: 'a', ts: '2019-04-30', amount: '10' },
        { customer: 'b', ts: '2019-01-02', amount: '10' },
      ],
      { granularity: 'month' },
    );
    expect(pick(table(four, 'left_aligned').rows, ['age', 'active', 'share_active', 'spend'])).toEqual([
      { age: 0, active: 2, share_active: 1, spend: '20.00' },
      { age: 1, active: 0, share_active: 0, spend: '0.00' },
      { age: 2, active: 0, share_active: 0, spend: '0.00' },
      { age: 3, active: 1, share_active: 0.5, spend: '10.00' },
    ]);
  });

  it('cohorts with a loss, orders of value zero, and a margin without spend', async () => {
    const { four } = await look(
      [
        { customer: 'a', ts: '2018-01-01', amount: '10', profit: '-4' },
        { customer: 'a', ts: '2019-01-05', amount: '0', profit: '-1' },
        { customer: 'b', ts: '2019-02-01', amount: '0', profit: '-2' },
        { customer: 'b', ts: '2019-12-31', amount: '0', profit: '0' },
      ],
      { granularity: 'year', metric: 'profit' },
    );
    const rows = table(four, 'pairs').rows;
    expect(rows.at(-1)).toMatchObject({ component: 'profit_per_member', effect: '2.00' });
    expect(rows.map(({ component }) => component)).toContain('profit_per_order');
  });

  it('a return before the first order tells of an older customer', async () => {
    const { four } = await look(
      [
        { customer: 'a', ts: '2019-01-03', amount: '-5', order: 'r' },
        { customer: 'a', ts: '2019-02-01', amount: '10', order: 'o' },
        { customer: 'b', ts: '2019-01-01', amount: '10', order: 'p' },
        { customer: 'c', ts: '2019-01-09', amount: '-1', order: 'q' },
        { customer: 'b', ts: '2019-03-31', amount: '10', order: 's' },
      ],
      { granularity: 'month' },
    );
    expect(pick(table(four, 'cohorts').rows, ['cohort', 'customers', 'spend'])).toEqual([
      { cohort: 'before data', customers: 2, spend: '4.00' },
      { cohort: '2019-01', customers: 1, spend: '20.00' },
    ]);
  });

  it('marks an unfinished last period and rests nothing on it', async () => {
    const lines = Array.from({ length: 26 }, (_, i) => [
      { customer: `c${i}`, ts: addDays('2019-01-01', i * 14), amount: '10', order: `o${i}` },
      { customer: `c${i}`, ts: addDays('2019-01-03', i * 14), amount: '10', order: `p${i}` },
    ]).flat();
    const { four, five } = await look(lines, { granularity: 'month' });
    expect(table(five, 'flow').rows.at(-1)).toMatchObject({ period: '2019-12', complete: false });
    expect(table(five, 'stand_still').rows[0]).toMatchObject({ period: '2019-11' });
    expect(table(four, 'pairs').rows[0]).toMatchObject({ cohort: '2019-11' });
    expect(table(five, 'forecast').rows[0]).toMatchObject({ period: '2019-12' });
  });

  it('customers known from a file: before the data, never bought, acquired after the first order', async () => {
    await store.run('drop table if exists order_lines; drop table if exists customer_records');
    await createSources(store, allRelations);
    await insertLines(store, [
      { customer: 'a', ts: '2019-01-01', amount: '10' },
      { customer: 'b', ts: '2019-02-01', amount: '10' },
      { customer: 'c', ts: '2019-02-02', amount: '10' },
      { customer: 'd', ts: '2019-04-30', amount: '10' },
    ]);
    for (const [id, day] of [
      ['a', '2017-06-01'],
      ['b', '2019-02-20'],
      ['c', '2019-01-15'],
      ['n', '2019-02-10'],
      ['late', '2019-09-09'],
      ['unknown', null],
    ])
      await store.run(
        `insert into customer_records (customer_id, acquisition_ts) values ($id, cast($day as timestamp))`,
        { id: id!, day: day! },
      );
    const context = await contextOn(store, { granularity: 'month' });
    const four = await lens4(context);
    expect(failed(four)).toEqual([]);
    expect(pick(table(four, 'cohorts').rows, ['cohort', 'customers', 'buyers'])).toEqual([
      { cohort: 'before data', customers: 1, buyers: 1 },
      { cohort: '2019-01', customers: 1, buyers: 1 },
      { cohort: '2019-02', customers: 2, buyers: 1 },
      { cohort: '2019-04', customers: 1, buyers: 1 },
    ]);
    const codes = four.notes.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['late_acquisition', 'no_acquisition', 'before_data']));
    const texts = four.notes.map(({ text }) => text).join('\n');
    expect(texts).toContain('1 customer stands in the row "before data"');
    expect(texts).toContain('1 customer ordered before the acquisition');
    expect(texts).toContain('1 customer has neither an order nor an acquisition date');
    expect(texts).not.toMatch(/\b1 customers\b/);
    const [january] = pick(
      table(four, 'left_aligned').rows.filter(({ cohort }) => cohort === '2019-01'),
      ['age', 'active', 'share_active'],
    );
    expect(january).toEqual({ age: 0, active: 0, share_active: 0 });
    await store.run('drop table customer_records');
  });

  it('cohorts by an attribute are compared over those who have seen the age', async () => {
    const { four, five } = await look(byChannel, { granularity: 'quarter', by: 'channel' });
    expect(pick(table(four, 'cohorts').rows, ['cohort', 'customers'])).toEqual([
      { cohort: 'shop', customers: 2 },
      { cohort: 'web', customers: 2 },
      { cohort: '(none)', customers: 1 },
    ]);
    const web = table(four, 'left_aligned').rows.filter(({ cohort }) => cohort === 'web');
    // w1 is acquired in the first quarter, w2 in the third: only w1 has seen ages 2 and 3.
    expect(pick(web, ['age', 'customers', 'active'])).toEqual([
      { age: 0, customers: 2, active: 2 },
      { age: 1, customers: 2, active: 1 },
      { age: 2, customers: 1, active: 1 },
      { age: 3, customers: 1, active: 0 },
    ]);
    expect(four.tables.some(({ id }) => id === 'calendar_aligned')).toBe(false);
    const last = table(five, 'c3').rows.filter(({ period_start }) => period_start === '2019-10-01');
    expect(pick(last, ['cohort', 'spend'])).toEqual([
      { cohort: 'shop', spend: '5.00' },
      { cohort: 'web', spend: '30.00' },
      { cohort: '(none)', spend: '0.00' },
    ]);
  });

  it.each<CohortBy>([
    { kind: 'rfm_segment', asOf: '2019-06-30' },
    { kind: 'decile', asOf: '2019-06-30' },
  ])('cohorts by $kind on a fixed day show only what came after it', async (cohortBy) => {
    const { four, five } = await look(byChannel, { granularity: 'quarter', cohortBy });
    const rows = table(four, 'left_aligned').rows;
    expect(new Set(rows.map(({ age }) => age))).toEqual(new Set([1, 2]));
    expect(new Set(table(five, 'c3').rows.map(({ period_start }) => period_start))).toEqual(
      new Set(['2019-07-01', '2019-10-01']),
    );
    expect(table(five, 'c3').rows.map(({ cohort }) => cohort)).toContain('(acquired later)');
    expect(table(five, 'flow').rows).toHaveLength(4);
    // What happens after the day changes no cohort.
    const longer = await look(
      [...byChannel, { customer: 's1', order: 'z', ts: '2019-12-31', amount: '999' }],
      {
        granularity: 'quarter',
        cohortBy,
      },
    );
    expect(pick(table(longer.four, 'cohorts').rows, ['cohort', 'customers'])).toEqual(
      pick(table(four, 'cohorts').rows, ['cohort', 'customers']),
    );
  });

  it('refuses a day outside the data, and data without an order', async () => {
    const day: CohortBy = { kind: 'decile', asOf: '2020-01-01' };
    await expect(look(byChannel, { cohortBy: day })).rejects.toThrow(
      '--cohort-by: the day 2020-01-01 must lie within the data, with something after it (first order 2019-01-05, observed to 2019-12-31). Choose a day from 2019-01-05 on and before 2019-12-31.',
    );
    await expect(look([])).rejects.toThrow(ClvError);
  });

  it('keeps identities and finite numbers on random data', async () => {
    const day = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2017-11-05', n));
    const line = fc.record({
      customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      order: fc.integer({ min: 1, max: 1_000_000 }).map(String),
      ts: day,
      amount: fc.integer({ min: -500, max: 3000 }).map((cents) => (cents / 100).toFixed(2)),
      profit: fc.option(
        fc.integer({ min: -300, max: 900 }).map((cents) => (cents / 100).toFixed(2)),
        { nil: null },
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 25 }),
        fc.constantFrom('week', 'month', 'quarter', 'year', null),
        fc.constantFrom('profit', 'spend', null),
        fc.integer({ min: 1, max: 12 }),
        async (lines, granularity, metric, fiscalYearStart) => {
          const kept = lines.map(({ profit, ...rest }) => (profit === null ? rest : { ...rest, profit }));
          const first = { customer: 'z', order: 'first', ts: '2017-11-04', amount: '1' };
          await look([first, ...kept], { granularity, metric, fiscalYearStart });
        },
      ),
      { numRuns: 5 },
    );
  });
});

const byChannel: readonly Line[] = [
  { customer: 'w1', order: '1', ts: '2019-01-05', amount: '10', attributes: { channel: 'web' } },
  { customer: 'w1', order: '2', ts: '2019-08-05', amount: '20', attributes: { channel: 'shop' } },
  { customer: 'w2', order: '3', ts: '2019-07-05', amount: '10', attributes: { channel: 'web' } },
  { customer: 'w2', order: '4', ts: '2019-12-31', amount: '30', attributes: { channel: 'web' } },
  { customer: 's1', order: '5', ts: '2019-01-06', amount: '10', attributes: { channel: 'shop' } },
  { customer: 's2', order: '6', ts: '2019-04-06', amount: '10', attributes: { channel: 'shop' } },
  { customer: 's2', order: '7', ts: '2019-10-06', amount: '5', attributes: { channel: 'shop' } },
  { customer: 'n1', order: '8', ts: '2019-05-06', amount: '7' },
];

/** Cells that no renderer could print, and columns that rows don't have. */
function broken(report: LensReport): string[] {
  return report.tables.flatMap(({ id, rows, columns }) =>
    rows.flatMap((row) =>
      columns.flatMap((column) => {
        const cell = row[column.id];
        const bad = cell === undefined || (typeof cell === 'number' && !Number.isFinite(cell));
        return bad ? [`${id}.${column.id} = ${cell}`] : [];
      }),
    ),
  );
}
