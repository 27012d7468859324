import { describe, expect, it } from 'vitest';
import type { NamedPeriod } from '../../../src/common/calendar.js';
import { kindOf } from '../../../src/lenses/lens3/buying-patterns.js';
import { type CohortRequest, chooseCohort } from '../../../src/lenses/lens3/cohort.js';
import { lens3 } from '../../../src/lenses/lens3/lens3.js';
import type { LensReport } from '../../../src/lenses/report.js';
import type { Vars } from '../../../src/mart/relation.js';
import type { Line } from '../../mart/fixture.js';
import { type Base, baseOf, context, emptyStore, noCohort, ready } from '../fixture.js';

const month = (year: number, index: number): NamedPeriod => ({
  text: `${year}-${String(index).padStart(2, '0')}`,
  granularity: 'month',
  year,
  index,
});

async function reportOf(
  lines: readonly Line[],
  change: Partial<CohortRequest> = {},
  vars: Partial<Vars> = {},
) {
  const base = await baseOf(lines, vars);
  return { ...(await look(base, change)), base };
}

async function look(base: Base, change: Partial<CohortRequest>) {
  const cohort = await chooseCohort(base.mart, { ...noCohort, ...change });
  const report = await lens3(context(base.mart), { cohort });
  expect(report.identities.filter(({ holds }) => !holds)).toEqual([]);
  return { cohort, report };
}

const rows = (report: LensReport, id: string) => report.tables.find((table) => table.id === id)!.rows;
const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code);

describe('lens 3 at the edges', () => {
  it('a cohort of one, in one period', async () => {
    const { report, cohort, base } = await reportOf([{ customer: 'a', ts: '2020-05-05', amount: '10' }]);
    expect([cohort.label, cohort.chosenBy]).toEqual(['2020', 'the oldest year']);
    expect(codes(cohort.warnings)).toContain('young_cohort');
    expect(rows(report, 'evolution')).toMatchObject([
      { age: 0, complete: false, active: 1, value_to_date_per_member: '10.00' },
    ]);
    expect(rows(report, 'second_purchase')).toEqual([]);
    expect(rows(report, 'second_purchase_summary')[0]).toMatchObject({
      buyers: 1,
      repeat_buyers: 0,
      median_days: null,
    });
    expect(rows(report, 'pattern_kinds')[1]).toMatchObject({ kind: 'one purchase', customers: 1 });
    expect(rows(report, 'patterns')).toMatchObject([{ pattern: 'Y', customers: 1 }]);
    await base.store.close();
  });

  it('says that a chosen cohort is not old enough', async () => {
    const base = await baseOf(
      [
        { customer: 'a', ts: '2020-01-01', amount: '10' },
        { customer: 'b', ts: '2020-02-01', amount: '10' },
      ],
      { as_of: '2022-02-01' },
    );
    const chosen = async (granularity: 'year' | 'quarter') => {
      const { label, chosenBy } = await chooseCohort(base.mart, { ...noCohort, granularity });
      return [label, chosenBy];
    };
    expect(await chosen('year')).toEqual(['2020', 'the oldest complete year']);
    expect(await chosen('quarter')).toEqual(['2020-Q1', 'the oldest complete quarter old enough']);
    await base.store.close();
  });

  it('counts a wait of one day as one', async () => {
    const { report, base } = await reportOf([
      { customer: 'a', ts: '2020-01-03', amount: '10' },
      { customer: 'a', ts: '2020-01-04', amount: '10' },
    ]);
    const answers = report.answers.map(({ answer }) => answer).join('\n');
    expect(answers).toContain('100.0 % of the 1 buyer has made one so far');
    expect(answers).toContain(' after 1 day.');
    await base.store.close();
  });

  it('marks an incomplete last period and does not take it as a fall', async () => {
    const { report, base } = await reportOf(
      [
        { customer: 'a', ts: '2020-01-01', amount: '10' },
        { customer: 'b', ts: '2020-01-02', amount: '10' },
        { customer: 'a', ts: '2020-02-02', amount: '10' },
        { customer: 'a', ts: '2020-03-03', amount: '10' },
      ],
      { cohort: month(2020, 1) },
      { as_of: '2020-03-10' },
    );
    expect(rows(report, 'evolution').map((row) => row.complete)).toEqual([true, true, false]);
    expect(rows(report, 'repeat_buying').map((row) => row.complete)).toEqual([true, false]);
    expect(rows(report, 'patterns').map((row) => row.pattern)).toEqual(['YY', 'YN']);
    expect(codes(report.notes)).toContain('incomplete_last_period');
    expect(report.answers[0]!.answer).toContain('50.0 % ordered in 2020-02 (age 1)');
    await base.store.close();
  });

  it('counts calendar periods, not active ones', async () => {
    const { report, base } = await reportOf(
      [
        { customer: 'a', ts: '2020-01-01', amount: '10' },
        { customer: 'a', ts: '2020-06-30', amount: '10' },
        { customer: 'b', ts: '2020-01-31', amount: '10' },
      ],
      { cohort: month(2020, 1) },
    );
    expect(rows(report, 'evolution').map((row) => row.active)).toEqual([2, 0, 0, 0, 0, 1]);
    expect(rows(report, 'patterns').map((row) => row.pattern)).toEqual(['YNNNNY', 'YNNNNN']);
    await base.store.close();
  });

  it('a loss-making cohort has no share of the total to speak of, but adds up', async () => {
    const base = await baseOf(
      [
        { customer: 'a', ts: '2020-01-01', amount: '10', profit: '-5' },
        { customer: 'b', ts: '2020-01-02', amount: '10', profit: '2' },
        { customer: 'b', ts: '2020-02-02', amount: '10', profit: '3' },
      ],
      { as_of: '2020-03-31' },
    );
    const cohort = await chooseCohort(base.mart, { ...noCohort, cohort: month(2020, 1) });
    const report = await lens3(context(base.mart, { metric: 'profit' }), { cohort });
    expect(rows(report, 'evolution').map((row) => row.value_to_date_per_member)).toEqual([
      '-1.50',
      '0.00',
      '0.00',
    ]);
    expect(rows(report, 'value_to_date_deciles').map((row) => row.profit)).toEqual(['5.00', '-5.00']);
    expect(rows(report, 'value_to_date_deciles')[0]!.share_profit).toBeNull();
    await base.store.close();
  });

  it('with a customers file, counts who never bought and says so', async () => {
    const store = await emptyStore();
    await store.run(`insert into customer_records (customer_id, acquisition_ts) values
      ('a', '2020-01-03'), ('b', '2020-01-04'), ('never', '2020-01-05'), ('late', '2020-01-06')`);
    await store.run(`insert into order_lines (customer_id, order_id, has_order_id, order_ts, amount, is_return, is_cancelled) values
      ('a', '1', true, '2020-01-03', 10, false, false), ('b', '2', true, '2020-02-04', 20, false, false),
      ('late', '3', true, '2019-12-30', -5, true, false), ('late', '4', true, '2020-02-20', 7, false, false)`);
    const base = await ready(store, { as_of: '2020-03-31' });
    const { report } = await look(base, { cohort: month(2020, 1) });
    expect(rows(report, 'evolution').map((row) => [row.cohort_size, row.active, row.share_active])).toEqual([
      [4, 1, 0.25],
      [4, 2, 0.5],
      [4, 0, 0],
    ]);
    expect(rows(report, 'evolution')[2]).toMatchObject({
      value_to_date: '32.00',
      value_to_date_per_member: '8.00',
    });
    expect(rows(report, 'second_purchase_summary')[0]).toMatchObject({ buyers: 3, repeat_buyers: 0 });
    const basis = report.notes.find(({ code }) => code === 'acquisition_basis')!.text;
    expect(basis).toContain('by the acquisition date of the customers file');
    expect(basis).toContain('1 member has never ordered: this one counts in every share');
    expect(codes(report.notes)).toContain('events_before_acquisition');
    await store.close();
  });

  it('passes over a cohort that holds customers older than the data', async () => {
    const lines: Line[] = [];
    for (let i = 0; i < 90; i++)
      lines.push({
        customer: `old${i}`,
        ts: `2020-01-${String((i % 20) + 1).padStart(2, '0')}`,
        amount: '5',
      });
    for (let m = 2; m <= 12; m++)
      for (let i = 0; i < 10; i++)
        lines.push({
          customer: `m${m}-${i}`,
          ts: `2020-${String(m).padStart(2, '0')}-${String(2 * i + 2).padStart(2, '0')}`,
          amount: '5',
        });
    const base = await baseOf(lines, { as_of: '2020-12-31' });
    const month1 = await chooseCohort(base.mart, { ...noCohort, granularity: 'month' });
    expect([month1.label, codes(month1.notes)]).toEqual(['2020-02', ['left_truncated_skipped']]);
    const told = await chooseCohort(base.mart, { ...noCohort, granularity: 'month', history: 'with_data' });
    expect([told.label, codes(told.notes)]).toEqual(['2020-01', []]);
    const asked = await chooseCohort(base.mart, { ...noCohort, cohort: month(2020, 1) });
    expect(codes(asked.warnings)).toEqual(['left_truncated']);
    await base.store.close();
  });

  it('a cohort acquired over several periods grows until it is whole', async () => {
    const { report, base } = await reportOf(
      [
        { customer: 'a', ts: '2020-01-01', amount: '10' },
        { customer: 'b', ts: '2020-03-01', amount: '10' },
        { customer: 'c', ts: '2020-04-01', amount: '10' },
      ],
      { cohort: { text: '2020-Q1', granularity: 'quarter', year: 2020, index: 1 }, granularity: 'month' },
    );
    expect(rows(report, 'evolution').map((row) => row.cohort_size)).toEqual([1, 1, 2, 2]);
    expect(codes(report.notes)).toContain('cohort_forms_over_periods');
    await base.store.close();
  });

  it('follows fiscal years', async () => {
    const { report, cohort, base } = await reportOf(
      [
        { customer: 'a', ts: '2019-04-01', amount: '10' },
        { customer: 'a', ts: '2020-03-31', amount: '10' },
        { customer: 'a', ts: '2020-04-01', amount: '10' },
      ],
      { cohort: { text: '2019', granularity: 'year', year: 2019, index: 1 }, fiscalYearStart: 4 },
      { fiscal_year_start: 4, as_of: '2021-03-31' },
    );
    expect(cohort.label).toBe('FY2019');
    expect(rows(report, 'evolution').map((row) => [row.period, row.orders])).toEqual([
      ['FY2019', 2],
      ['FY2020', 1],
    ]);
    await base.store.close();
  });

  it('refuses a cohort without members', async () => {
    const base = await baseOf([{ customer: 'a', ts: '2020-05-05', amount: '10' }]);
    await expect(chooseCohort(base.mart, { ...noCohort, cohort: month(2020, 4) })).rejects.toThrow(
      '--cohort 2020-04: nobody was acquired in it',
    );
    await expect(chooseCohort(base.mart, { ...noCohort, cohort: month(2023, 4) })).rejects.toThrow(
      'begins after the end',
    );
    await base.store.close();
  });
});

describe('kindOf', () => {
  it.each([
    ['NNNN', false, 0, 'no purchase'],
    ['YNNN', false, 1, 'one purchase'],
    ['YNNN', false, 2, 'several, in one period only'],
    ['YYYY', false, 2, 'every period since the first purchase'],
    ['NNYY', false, 2, 'every period since the first purchase'],
    ['YYNN', false, 2, 'periods in a row, then silent'],
    ['YNNY', false, 2, 'intermittent'],
    ['NYNYN', false, 2, 'intermittent'],
    ['NNNN', true, 1, 'one purchase'],
    ['Y', true, 2, 'every period since the first purchase'],
    ['YYN', true, 2, 'intermittent'],
  ])('%s (active now: %s) with %i purchase days: %s', (pattern, isActiveNow, purchaseDays, kind) => {
    expect(kindOf({ pattern, isActiveNow, purchaseDays })).toBe(kind);
  });
});
