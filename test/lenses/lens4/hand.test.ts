import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lens4 } from '../../../src/lenses/lens4/lens4.js';
import type { LensReport } from '../../../src/lenses/report.js';
import { failed, type Opened, openLines, pick, table } from '../cohorts/setup.js';
import { tenRows } from '../cohorts/ten-rows.js';
import { expectFigures } from '../figures.js';

/** Cohorts 2018: A, B; 2019: C, D; 2020: E. D gives something back in 2020 without ordering. */
describe('lens 4 on ten rows worked by hand', () => {
  let opened: Opened;
  let report: LensReport;
  beforeAll(async () => {
    opened = await openLines(tenRows);
    report = await lens4(opened.context({ granularity: 'year', historyStart: 'with_data' }));
  });
  afterAll(() => opened.store.close());

  it('lists the cohorts', () => {
    expect(
      pick(table(report, 'cohorts').rows, [
        'cohort',
        'customers',
        'whole',
        'orders',
        'spend',
        'value_per_member',
      ]),
    ).toEqual([
      { cohort: '2018', customers: 2, whole: true, orders: 5, spend: '300.00', value_per_member: '150.00' },
      { cohort: '2019', customers: 2, whole: true, orders: 4, spend: '150.00', value_per_member: '75.00' },
      { cohort: '2020', customers: 1, whole: true, orders: 1, spend: '70.00', value_per_member: '70.00' },
    ]);
    expect(failed(report)).toEqual([]);
    expectFigures(report);
  });

  it('aligns them by age', () => {
    const columns = [
      'cohort',
      'age',
      'active',
      'orders',
      'spend',
      'returns_only',
      'value_to_date_per_member',
    ];
    expect(pick(table(report, 'left_aligned').rows, columns)).toEqual(
      [
        ['2018', 0, 2, 3, '230.00', '0.00', '115.00'],
        ['2018', 1, 1, 1, '30.00', '0.00', '130.00'],
        ['2018', 2, 1, 1, '40.00', '0.00', '150.00'],
        ['2019', 0, 2, 3, '170.00', '0.00', '85.00'],
        ['2019', 1, 1, 1, '10.00', '-30.00', '75.00'],
        ['2020', 0, 1, 1, '70.00', '0.00', '70.00'],
      ].map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]]))),
    );
  });

  it('has repeat-buying rates', () => {
    const columns = ['cohort', 'age', 'active', 'active_next', 'rate'];
    expect(pick(table(report, 'repeat_buying').rows, columns)).toEqual([
      { cohort: '2018', age: 0, active: 2, active_next: 1, rate: 0.5 },
      { cohort: '2018', age: 1, active: 1, active_next: 0, rate: 0 },
      { cohort: '2019', age: 0, active: 2, active_next: 1, rate: 0.5 },
    ]);
  });

  it('has second purchase days: A on day 180, B on day 638, C on day 14', () => {
    const weeks = table(report, 'second_purchase').rows.filter((row) => row.purchases !== 0);
    expect(pick(weeks, ['cohort', 'week', 'at_risk', 'purchases', 'hazard', 'cumulative_share'])).toEqual([
      { cohort: '2018', week: 26, at_risk: 2, purchases: 1, hazard: 0.5, cumulative_share: 0.5 },
      { cohort: '2018', week: 92, at_risk: 1, purchases: 1, hazard: 1, cumulative_share: 1 },
      { cohort: '2019', week: 2, at_risk: 2, purchases: 1, hazard: 0.5, cumulative_share: 0.5 },
    ]);
  });

  it('attributes differences at equal age', () => {
    const columns = ['cohort', 'other', 'through_age', 'component', 'effect'];
    expect(pick(table(report, 'pairs').rows, columns)).toEqual(
      [
        ['2020', '2019', 0, 'active_periods_per_member', '0.00'],
        ['2020', '2019', 0, 'aof', '-31.67'],
        ['2020', '2019', 0, 'aov', '16.67'],
        ['2020', '2019', 0, 'spend_per_member', '-15.00'],
        ['2019', '2018', 1, 'active_periods_per_member', '0.00'],
        ['2019', '2018', 1, 'aof', '0.00'],
        ['2019', '2018', 1, 'aov', '-40.00'],
        ['2019', '2018', 1, 'returns_without_order', '-15.00'],
        ['2019', '2018', 1, 'spend_per_member', '-55.00'],
      ].map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]]))),
    );
  });

  it('fits no line through two cohorts, and gives no p-value', () => {
    expect(table(report, 'trend').rows.every(({ p }) => p === null)).toBe(true);
    expect(report.notes.map(({ code }) => code)).toContain('few_cohorts');
  });

  it('puts everybody into a segment', () => {
    const rows = table(report, 'segment_mix').rows;
    expect(rows.reduce((n, { customers }) => n + Number(customers), 0)).toBe(5);
  });
});
