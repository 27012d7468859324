import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lens5 } from '../../../src/lenses/lens5/lens5.js';
import type { ModelQuestion } from '../../../src/lenses/lens5/scope.js';
import type { LensReport } from '../../../src/lenses/report.js';
import { failed, type Opened, openLines, pick, table } from '../cohorts/setup.js';
import { tenRows } from '../cohorts/ten-rows.js';
import { expectFigures } from '../figures.js';

describe('lens 5 on ten rows worked by hand', () => {
  let opened: Opened;
  let report: LensReport;
  let asked: ModelQuestion;
  beforeAll(async () => {
    opened = await openLines(tenRows);
    report = await lens5(opened.context({ granularity: 'year', historyStart: 'with_data' }), {
      target: 0.1,
      index: true,
      model: (question) => {
        asked = question;
        const value = (i: number) => ({ value: 123.456 + i, low: 100 + i, high: 150 + i });
        return {
          modelId: 'bgnbd-1',
          fittedTo: '2020-12-31',
          interval: 0.95,
          periods: question.ends.map((_, i) => value(i)),
          together: value(1000),
        };
      },
      segmentPeriods: 3,
    });
  });
  afterAll(() => opened.store.close());

  it('splits 2020 by cohort; the return without an order is a row of its own', () => {
    const rows = table(report, 'c3').rows.filter((row) => row.period_start === '2020-01-01');
    expect(pick(rows, ['cohort', 'customers', 'orders', 'spend'])).toEqual([
      { cohort: '2018', customers: 1, orders: 1, spend: '40.00' },
      { cohort: '2019', customers: 1, orders: 1, spend: '10.00' },
      { cohort: '2020', customers: 1, orders: 1, spend: '70.00' },
      { cohort: 'returns without an order', customers: 0, orders: 0, spend: '-30.00' },
    ]);
    expect(rows.map(({ share }) => share)).toEqual([40 / 90, 10 / 90, 70 / 90, -30 / 90]);
    expect(failed(report)).toEqual([]);
    expectFigures(report);
  });

  it('follows the flow of customers', () => {
    expect(
      pick(table(report, 'flow').rows, [
        'period',
        'acquired',
        'repeat',
        'returning',
        'before_data',
        'active',
      ]),
    ).toEqual([
      { period: '2018', acquired: 2, repeat: 0, returning: 0, before_data: 0, active: 2 },
      { period: '2019', acquired: 2, repeat: 1, returning: 0, before_data: 0, active: 3 },
      { period: '2020', acquired: 1, repeat: 1, returning: 1, before_data: 0, active: 3 },
    ]);
  });

  it('splits growth', () => {
    const columns = [
      'period',
      'acquisition',
      'returning',
      'change_in_both',
      'inactive',
      'returns_without_order',
      'change',
    ];
    expect(pick(table(report, 'growth').rows, columns)).toEqual(
      [
        ['2019', '170.00', '0.00', '-120.00', '80.00', '0.00', '-30.00'],
        ['2020', '70.00', '40.00', '-70.00', '120.00', '-30.00', '-110.00'],
      ].map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]]))),
    );
  });

  it('says of growth every part that is not zero, so that they add up', () => {
    const said = report.answers.find(({ question }) => question.startsWith('Why did'))!.answer;
    expect(said).toContain(
      'less 120.00 of those now inactive, -30.00 by the change of returns without an order; together -110.00',
    );
  });

  it('carries over, and says what standing still and a target ask', () => {
    expect(pick(table(report, 'carry_over').rows, ['period', 'value', 'next_value', 'carry_over'])).toEqual([
      { period: '2018', value: '230.00', next_value: '30.00', carry_over: 30 / 230 },
      { period: '2019', value: '200.00', next_value: '20.00', carry_over: 0.1 },
    ]);
    expect(table(report, 'stand_still').rows).toEqual([
      { period: '2020', value: '90.00', carry_over: 0.1, value_per_new: '70.00', needed: 2, acquired: 1 },
    ]);
    const levers = pick(table(report, 'target').rows, [
      'lever',
      'needed',
      'now',
      'most_before',
      'seen_before',
    ]);
    expect(levers).toEqual([
      { lever: 'new customers', needed: 2, now: 1, most_before: 2, seen_before: true },
      {
        lever: 'carry-over',
        needed: expect.closeTo(29 / 90, 12),
        now: 0.1,
        most_before: 30 / 230,
        seen_before: false,
      },
      {
        lever: 'repeat-buying rate',
        needed: expect.closeTo(19 / 30, 12),
        now: 1 / 3,
        most_before: 0.5,
        seen_before: false,
      },
    ]);
  });

  it('has second purchases by age and repeat-buying rates', () => {
    expect(
      pick(table(report, 'second_purchase_by_age').rows, ['cohort', 'age', 'customers', 'second']),
    ).toEqual([
      { cohort: '2018', age: 0, customers: 2, second: 1 },
      { cohort: '2018', age: 1, customers: 2, second: 1 },
      { cohort: '2018', age: 2, customers: 2, second: 2 },
      { cohort: '2019', age: 0, customers: 2, second: 1 },
      { cohort: '2019', age: 1, customers: 2, second: 1 },
      { cohort: '2020', age: 0, customers: 1, second: 0 },
    ]);
    const all = table(report, 'repeat_buying').rows.filter(({ cohort }) => cohort === 'all');
    expect(pick(all, ['active', 'active_next', 'rate'])).toEqual([
      { active: 2, active_next: 1, rate: 0.5 },
      { active: 3, active_next: 1, rate: 1 / 3 },
    ]);
  });

  it('shows the index only with its parts, each of which moves it', () => {
    const { title, rows } = table(report, 'index');
    const ratios = rows.map(({ ratio }) => Number(ratio));
    const index = 100 * ratios.reduce((p, r) => p * r, 1) ** (1 / rows.length);
    expect(title).toContain(`Index ${index.toFixed(1)}:`);
    for (const row of rows) {
      expect(Number(row.if_10_up)).toBeCloseTo(index * 1.1 ** (1 / rows.length), 10);
      expect(Number(row.without)).toBeCloseTo(index / Number(row.ratio) ** (1 / rows.length), 10);
    }
    expect(rows.map(({ part }) => part)).toEqual([
      'new customers',
      'value per new customer',
      'carry-over',
      'spend per order',
    ]);
  });

  it('stands the model beside the forecast, and says that three years can’t test it', () => {
    const first = table(report, 'forecast').rows[0]!;
    expect(asked).toEqual({
      metric: 'spend',
      origin: '2020-12-31',
      ends: ['2021-03-31', '2021-06-30', '2021-09-30', '2021-12-31'],
    });
    const fresh =
      Number(first.forecast) -
      Number(first.existing) *
        (1 + Number(first.returns_without_order) / (Number(first.existing) + Number(first.new)));
    expect(first).toMatchObject({ period: '2021-Q1', model_existing: '123.46' });
    expect(Number(first.model)).toBeCloseTo(123.456 + fresh, 1);
    expect(Number(first.model_high) - Number(first.model_low)).toBeCloseTo(50, 2);
    expect(table(report, 'forecast_total').rows[0]).toMatchObject({ model_existing: '1123.46' });
    const series = table(report, 'forecast_series').rows;
    expect(series.at(-1)!.model).toBe(table(report, 'forecast').rows.at(-1)!.model);
    expect(series[0]).toMatchObject({ model: null, model_low: null });
    const figure = report.figures!.find(({ id }) => id === 'forecast_line')!;
    expect(figure.y).toEqual(['actual', 'forecast', 'model']);
    expect(figure.intervals!.model).toEqual({ low: 'model_low', high: 'model_high' });
    expect(report.notes.map(({ code }) => code)).toContain('forecast_granularity');
  });
});
