import { describe, expect, it } from 'vitest';
import { historyShort, lengthWarning, marginUnknown } from '../../../src/common/messages/lens2.js';
import { lens2 } from '../../../src/lenses/lens2/lens2.js';
import { choosePair } from '../../../src/lenses/lens2/pair.js';
import type { LensReport } from '../../../src/lenses/report.js';
import type { Line } from '../../mart/fixture.js';
import { baseOf, context, noPair } from '../fixture.js';

const spans = {
  from: '2020-01-01',
  to: '2020-12-31',
  versus: { from: '2019-01-01', to: '2019-12-31', label: null },
};

async function reportOf(
  lines: readonly Line[],
  metric: 'profit' | 'spend' | null = null,
): Promise<LensReport> {
  const { store, mart } = await baseOf(lines, { as_of: '2020-12-31' });
  const pair = await choosePair(mart, { ...noPair, ...spans });
  const report = await lens2(context(mart, { metric }), { pair, fiscalYearStart: 1, segments: null });
  expect(report.identities.filter(({ holds }) => !holds)).toEqual([]);
  await store.close();
  return report;
}

const rows = (report: LensReport, id: string) => report.tables.find((table) => table.id === id)?.rows ?? [];

describe('lens 2 at the edges', () => {
  it('nobody in both periods', async () => {
    const report = await reportOf([
      { customer: 'a', ts: '2019-05-01', amount: '10' },
      { customer: 'b', ts: '2020-05-01', amount: '30' },
    ]);
    expect(rows(report, 'repeat_buying')[0]).toMatchObject({ active_both: 0, rate: 0 });
    expect(rows(report, 'same_customers')).toEqual([]);
    expect(rows(report, 'up_down').every((row) => row.customers === 0 && row.share_customers === null)).toBe(
      true,
    );
    expect(rows(report, 'change_histogram')).toEqual([]);
    expect(report.answers.map(({ question }) => question)).not.toContain(
      'Did the same customers bring more or less?',
    );
  });

  it('all customers new: the first period is empty', async () => {
    const report = await reportOf(
      [
        { customer: 'a', ts: '2018-12-01', amount: '1' },
        { customer: 'b', ts: '2020-05-01', amount: '30', profit: '12' },
        { customer: 'c', ts: '2020-06-01', amount: '50', profit: '-2' },
      ],
      'profit',
    );
    expect(rows(report, 'attribution').map((row) => [row.component, row.first, row.effect])).toEqual([
      ['customers', 0, '10.00'],
      ['aof', null, '0.00'],
      ['aov', null, '0.00'],
      ['margin', null, '0.00'],
      ['total', 0, '10.00'],
    ]);
    expect(rows(report, 'repeat_buying')[0]).toMatchObject({ active_first: 0, rate: null, share_second: 0 });
    expect(rows(report, 'decile_switching')).toEqual([]);
  });

  it('the second period is empty but for returns', async () => {
    const report = await reportOf([
      { customer: 'a', ts: '2019-05-01', amount: '10' },
      { customer: 'a', ts: '2020-05-01', amount: '-10' },
    ]);
    expect(rows(report, 'overlap').at(-1)).toMatchObject({ spend_first: '10.00', spend_second: '-10.00' });
    expect(rows(report, 'attribution').map((row) => row.effect)).toEqual([
      '-10.00',
      '0.00',
      '0.00',
      '-10.00',
      '-20.00',
    ]);
    expect(rows(report, 'decile_switching').filter((row) => row.customers !== 0)).toMatchObject([
      { from: '1', to: 'inactive', customers: 1 },
    ]);
  });

  it('both periods empty is an error that says what to do', async () => {
    await expect(reportOf([{ customer: 'a', ts: '2018-05-01', amount: '10' }])).rejects.toThrow(
      'nobody ordered in either. Choose others with --period and --versus.',
    );
  });

  it('profit that is negative, zero, and unknown in one period', async () => {
    const report = await reportOf(
      [
        { customer: 'a', ts: '2019-05-01', amount: '100', profit: '-20' },
        { customer: 'b', ts: '2019-05-02', amount: '100', profit: '20' },
        { customer: 'a', ts: '2020-05-01', amount: '100' },
        { customer: 'b', ts: '2020-05-02', amount: '100' },
      ],
      'profit',
    );
    expect(rows(report, 'attribution').map((row) => [row.component, row.effect])).toEqual([
      ['customers', '0.00'],
      ['aof', '0.00'],
      ['profit_per_order', '0.00'],
      ['total', '0.00'],
    ]);
    expect(report.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['profit_per_order', 'up_down_unknown']),
    );
    expect(rows(report, 'same_customers').map((row) => row.measure)).toEqual(['spend', 'orders']);
  });

  it('ties stand together in the better tenth', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => [
      { customer: `c${i}`, ts: '2019-05-01', amount: i < 2 ? '50' : '10' },
      { customer: `c${i}`, ts: '2020-05-01', amount: '10' },
    ]).flat();
    const report = await reportOf(lines);
    expect(rows(report, 'decile_switching').filter((row) => row.customers !== 0)).toMatchObject([
      { from: '1', to: '2', customers: 2 },
      { from: '2', to: '2', customers: 18 },
    ]);
  });

  it('a first day and a last day of a period belong to it; the days between periods make a customer returning', async () => {
    const { store, mart } = await baseOf(
      [
        { customer: 'a', ts: '2019-01-01', amount: '1' },
        { customer: 'a', ts: '2019-03-31T23:59:59', amount: '1' },
        { customer: 'b', ts: '2019-06-01', amount: '1' },
        { customer: 'b', ts: '2020-03-31T23:59:59', amount: '1' },
        { customer: 'c', ts: '2020-01-01', amount: '1' },
        { customer: 'd', ts: '2020-04-01', amount: '1' },
      ],
      { as_of: '2020-12-31' },
    );
    const pair = await choosePair(mart, {
      ...noPair,
      period: { text: '2020-Q1', granularity: 'quarter', year: 2020, index: 1 },
    });
    const report = await lens2(context(mart), { pair, fiscalYearStart: 1, segments: null });
    expect(rows(report, 'overlap').map((row) => [row.group, row.customers])).toEqual([
      ['only_first', 1],
      ['both', 0],
      ['first_ever', 1],
      ['returning', 1],
      ['total', 3],
    ]);
    expect(report.answers.map(({ answer }) => answer).join('\n')).toContain(
      'Of the 2 customers of 2020-Q1, 1 was first-ever and 1 returned after a silence.',
    );
    await store.close();
  });

  it('counts one as one', () => {
    expect(historyShort(1, '2018-12-31', '2019-01-01').text).toMatch(
      /^Only 1 day before the first period is in the data /,
    );
    expect(historyShort(2, '2018-12-30', '2019-01-01').text).toMatch(
      /^Only 2 days before the first period are in the data /,
    );
    expect(marginUnknown(1).text).toContain(': 1 customer of both periods ');
    expect(lengthWarning('A', 1, 'B', 2).text).toMatch(/^A has 1 day and B has 2: /);
  });

  it('names rows by hostile ids without harm', async () => {
    const report = await reportOf([
      { customer: "'; drop table orders; --", ts: '2019-05-01', amount: '10' },
      { customer: "'; drop table orders; --", ts: '2020-05-01', amount: '30' },
      { customer: '👩‍🚀', ts: '2020-05-01', amount: '30' },
    ]);
    expect(rows(report, 'repeat_buying')[0]).toMatchObject({
      active_first: 1,
      active_second: 2,
      active_both: 1,
    });
  });
});
