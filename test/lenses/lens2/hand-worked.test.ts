import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lens2 } from '../../../src/lenses/lens2/lens2.js';
import { choosePair } from '../../../src/lenses/lens2/pair.js';
import type { LensReport } from '../../../src/lenses/report.js';
import { expectFigures } from '../figures.js';
import { type Base, baseOf, context, noPair } from '../fixture.js';
import { expectRows } from '../naive/compare.js';

describe('lens 2 by hand', () => {
  let base: Base;
  let report: LensReport;

  beforeAll(async () => {
    base = await baseOf(
      [
        { customer: 'A', ts: '2019-02-01', amount: '100', profit: '40', attributes: { channel: 'web' } },
        { customer: 'A', ts: '2019-06-01', amount: '60', profit: '24' },
        { customer: 'A', ts: '2020-03-01', amount: '80', profit: '40' },
        { customer: 'B', ts: '2019-03-01', amount: '50', profit: '20', attributes: { channel: 'shop' } },
        { customer: 'B', ts: '2020-05-01', amount: '70', profit: '28' },
        { customer: 'B', ts: '2020-06-01', amount: '30', profit: '12' },
        { customer: 'C', ts: '2019-04-01', amount: '30', profit: '12', attributes: { channel: 'web' } },
        { customer: 'D', ts: '2020-02-02', amount: '200', profit: '80', attributes: { channel: 'web' } },
        { customer: 'E', ts: '2018-05-05', amount: '10', profit: '4', attributes: { channel: 'shop' } },
        { customer: 'E', ts: '2020-07-07', amount: '20', profit: '8' },
        { customer: 'F', ts: '2019-08-01', amount: '40', profit: '16' },
        { customer: 'F', ts: '2020-01-10', amount: '-40', profit: '-16' },
      ],
      { as_of: '2020-12-31', attribute: 'channel' },
    );
    const pair = await choosePair(base.mart, noPair);
    expect([pair.first.label, pair.second.label, pair.chosenBy]).toEqual([
      '2019',
      '2020',
      'the last two complete years',
    ]);
    report = await lens2(context(base.mart, { by: 'channel' }), { pair, fiscalYearStart: 1, segments: null });
  });
  afterAll(() => base.store.close());

  it('holds every identity', () => {
    expect(report.identities.length).toBeGreaterThan(20);
    expect(report.identities.filter(({ holds }) => !holds)).toEqual([]);
  });

  it('counts who bought in which period', () => {
    const none = { spend_first: '0.00', profit_first: '0.00' };
    expectRows(report.tables, 'overlap', [
      {
        group: 'only_first',
        customers: 2,
        share_first: 0.5,
        share_second: 0,
        spend_first: '70.00',
        spend_second: '0.00',
        spend_change: '-70.00',
        profit_change: '-28.00',
      },
      {
        group: 'both',
        customers: 2,
        share_first: 0.5,
        share_second: 0.5,
        spend_first: '210.00',
        spend_second: '180.00',
        spend_change: '-30.00',
        profit_change: '-4.00',
      },
      {
        group: 'first_ever',
        customers: 1,
        share_second: 0.25,
        ...none,
        spend_second: '200.00',
        profit_change: '80.00',
      },
      {
        group: 'returning',
        customers: 1,
        share_second: 0.25,
        ...none,
        spend_second: '20.00',
        profit_change: '8.00',
      },
      {
        group: 'returns_only',
        customers: null,
        share_second: null,
        ...none,
        spend_second: '-40.00',
        profit_change: '-16.00',
      },
      {
        group: 'total',
        customers: 6,
        spend_first: '280.00',
        spend_second: '360.00',
        spend_change: '80.00',
        profit_first: '112.00',
        profit_second: '152.00',
        profit_change: '40.00',
      },
    ]);
    expectRows(report.tables, 'repeat_buying', [
      { active_first: 4, active_second: 4, active_both: 2, rate: 0.5, share_second: 0.5 },
    ]);
  });

  it('decomposes each group in each period', () => {
    expectRows(report.tables, 'groups', [
      {
        group: 'only_first',
        period: '2019',
        customers: 2,
        orders: 2,
        aof: 1,
        aov: '35.00',
        margin: 0.4,
        spend: '70.00',
        profit: '28.00',
      },
      {
        group: 'both',
        period: '2019',
        customers: 2,
        orders: 3,
        aof: 1.5,
        aov: '70.00',
        margin: 0.4,
        spend: '210.00',
        profit: '84.00',
      },
      {
        group: 'all',
        period: '2019',
        customers: 4,
        orders: 5,
        aof: 1.25,
        aov: '56.00',
        margin: 0.4,
        spend: '280.00',
        profit: '112.00',
      },
      {
        group: 'both',
        period: '2020',
        customers: 2,
        orders: 3,
        aof: 1.5,
        aov: '60.00',
        margin: 80 / 180,
        spend: '180.00',
        profit: '80.00',
      },
      {
        group: 'first_ever',
        period: '2020',
        customers: 1,
        orders: 1,
        aof: 1,
        aov: '200.00',
        margin: 0.4,
        spend: '200.00',
        profit: '80.00',
      },
      {
        group: 'returning',
        period: '2020',
        customers: 1,
        orders: 1,
        aof: 1,
        aov: '20.00',
        margin: 0.4,
        spend: '20.00',
        profit: '8.00',
      },
      {
        group: 'all',
        period: '2020',
        customers: 4,
        orders: 5,
        aof: 1.25,
        aov: '80.00',
        margin: 0.42,
        spend: '400.00',
        profit: '168.00',
      },
      { group: 'returns_only', period: '2020', customers: 1, orders: 0, spend: '-40.00', profit: '-16.00' },
    ]);
  });

  it('attributes the change of profit', () => {
    expectRows(report.tables, 'attribution', [
      { component: 'customers', first: 4, second: 4, effect: '0.00' },
      { component: 'aof', first: 1.25, second: 1.25, effect: '0.00' },
      { component: 'aov', first: 56, second: 80, effect: '49.20' },
      { component: 'margin', first: 0.4, second: 0.42, effect: '6.80' },
      { component: 'returns_only', first: 0, second: -16, effect: '-16.00' },
      { component: 'total', first: 112, second: 152, effect: '40.00' },
    ]);
  });

  it('follows the same customers', () => {
    expectRows(report.tables, 'same_customers', [
      {
        measure: 'profit',
        customers: 2,
        share_up: 0.5,
        share_down: 0.5,
        mean_up: 20,
        mean_down: -24,
        mean: -2,
        net: -4,
        median: -2,
      },
      {
        measure: 'spend',
        customers: 2,
        share_up: 0.5,
        share_down: 0.5,
        mean_up: 50,
        mean_down: -80,
        mean: -15,
        net: -30,
        median: -15,
      },
      {
        measure: 'orders',
        customers: 2,
        share_up: 0.5,
        share_down: 0.5,
        mean_up: 1,
        mean_down: -1,
        mean: 0,
        net: 0,
        median: 0,
      },
    ]);
  });

  it('shows all 16 combinations of ups and downs, and who stayed the same', () => {
    const table = report.tables.find(({ id }) => id === 'up_down')!;
    expect(table.rows).toHaveLength(16);
    expect(table.rows.filter((row) => row.customers !== 0)).toEqual([
      {
        profit: 'up',
        orders: 'up',
        aov: 'up',
        margin: 'up',
        customers: 1,
        share_customers: 0.5,
        profit_change: '20.00',
        profit_unchanged: 0,
        orders_unchanged: 0,
        aov_unchanged: 1,
        margin_unchanged: 1,
      },
      {
        profit: 'down',
        orders: 'down',
        aov: 'up',
        margin: 'up',
        customers: 1,
        share_customers: 0.5,
        profit_change: '-24.00',
        profit_unchanged: 0,
        orders_unchanged: 0,
        aov_unchanged: 1,
        margin_unchanged: 0,
      },
    ]);
  });

  it("places customers by the first period's cuts", () => {
    const table = report.tables.find(({ id }) => id === 'decile_switching')!;
    expect(table.rows).toHaveLength(120);
    const cells = table.rows.filter((row) => row.customers !== 0);
    expect(cells.map(({ from, to, customers }) => [from, to, customers])).toEqual([
      ['1', '2', 1],
      ['2', '2', 1],
      ['3', 'inactive', 1],
      ['4', 'inactive', 1],
      ['inactive', '1', 1],
      ['inactive', '10', 1],
    ]);
    expectRows(report.tables, 'decile_switching_summary', [
      {
        customers: 2,
        share_diagonal: 0.5,
        share_within_one: 1,
        share_better: 0,
        share_worse: 0.5,
        best_stayed: 0,
        best_inactive: 0,
      },
    ]);
  });

  it('shows when the customers of both periods were acquired', () => {
    const table = report.tables.find(({ id }) => id === 'cohort_mix')!;
    expect(
      table.rows.map(({ cohort, period, customers, spend }) => [cohort, period, customers, spend]),
    ).toEqual([
      ['2018', '2019', 0, '0.00'],
      ['2018', '2020', 1, '20.00'],
      ['2019', '2019', 4, '280.00'],
      ['2019', '2020', 2, '180.00'],
      ['2020', '2019', 0, '0.00'],
      ['2020', '2020', 1, '200.00'],
    ]);
  });

  it('draws only what its tables hold', () => {
    expectFigures(report);
  });

  it('looks at another pair on the same mart', async () => {
    const versus = { from: '2018-01-01', to: '2018-12-31', label: '2018' };
    const pair = await choosePair(base.mart, { ...noPair, from: '2019-01-01', to: '2019-12-31', versus });
    const other = await lens2(context(base.mart), { pair, fiscalYearStart: 1, segments: null });
    expectRows(other.tables, 'repeat_buying', [
      { active_first: 1, active_second: 4, active_both: 0, rate: 0 },
    ]);
  });

  it('splits by an attribute', () => {
    expectRows(report.tables, 'by_attribute', [
      {
        segment: 'web',
        customers_first: 2,
        customers_second: 2,
        repeat_buying_rate: 0.5,
        share_first_ever: 0.5,
        spend_first: '190.00',
        spend_second: '280.00',
        spend_change: '90.00',
        small_cell: true,
      },
      {
        segment: 'shop',
        customers_first: 1,
        customers_second: 2,
        repeat_buying_rate: 1,
        share_first_ever: 0,
        spend_first: '50.00',
        spend_second: '120.00',
        spend_change: '70.00',
        small_cell: true,
      },
      {
        segment: '(none)',
        customers_first: 1,
        customers_second: 0,
        repeat_buying_rate: 0,
        share_first_ever: null,
        spend_first: '40.00',
        spend_second: '0.00',
        spend_change: '-40.00',
        small_cell: true,
      },
    ]);
  });

  it('says that the history before the first period is short and who is left out', () => {
    const codes = report.notes.map(({ code }) => code);
    expect(codes).toContain('history_short');
    expect(codes).toContain('returns_without_order');
    expect(codes).not.toContain('up_down_unknown');
    expect(report.notes.find(({ code }) => code === 'history_short')!.text).toContain(
      'Only 241 days before the first period',
    );
    expect(report.warnings).toEqual([]);
  });
});
