import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseCohort } from '../../../src/lenses/lens3/cohort.js';
import { lens3 } from '../../../src/lenses/lens3/lens3.js';
import type { LensReport } from '../../../src/lenses/report.js';
import { expectFigures } from '../figures.js';
import { type Base, baseOf, context, noCohort } from '../fixture.js';
import { expectRows } from '../naive/compare.js';

describe('lens 3 by hand', () => {
  let base: Base;
  let report: LensReport;
  const table = (id: string) => report.tables.find((candidate) => candidate.id === id)!;

  beforeAll(async () => {
    base = await baseOf(
      [
        { customer: 'A', ts: '2019-01-10', amount: '100', attributes: { channel: 'web' } },
        { customer: 'A', ts: '2019-01-17', amount: '50' },
        { customer: 'A', ts: '2019-08-01', amount: '30' },
        { customer: 'B', ts: '2019-02-01', amount: '20', attributes: { channel: 'web' } },
        { customer: 'C', ts: '2019-03-01', amount: '40', attributes: { channel: 'shop' } },
        { customer: 'C', ts: '2019-06-07', amount: '60' },
        { customer: 'C', ts: '2019-11-05', amount: '-10' },
        { customer: 'D', ts: '2019-03-31', amount: '10', attributes: { channel: 'shop' } },
        { customer: 'D', ts: '2020-01-05', amount: '10' },
        { customer: 'X', ts: '2019-04-02', amount: '500' },
      ],
      { as_of: '2020-03-31', attribute: 'channel' },
    );
    const cohort = await chooseCohort(base.mart, noCohort);
    expect([cohort.label, cohort.chosenBy]).toEqual(['2019-Q1', 'the oldest complete quarter old enough']);
    report = await lens3(context(base.mart, { by: 'channel' }), { cohort });
  });
  afterAll(() => base.store.close());

  it('holds every identity', () => {
    expect(report.identities.length).toBeGreaterThan(8);
    expect(report.identities.filter(({ holds }) => !holds)).toEqual([]);
  });

  it('shows every calendar quarter, the silent one with zeros', () => {
    expectRows(report.tables, 'evolution', [
      {
        age: 0,
        period: '2019-Q1',
        complete: true,
        cohort_size: 4,
        active: 4,
        share_active: 1,
        orders: 5,
        aof: 1.25,
        aov: '44.00',
        spend: '220.00',
        returns_only: '0.00',
        value_to_date: '220.00',
        value_to_date_per_member: '55.00',
      },
      {
        age: 1,
        period: '2019-Q2',
        complete: true,
        active: 1,
        share_active: 0.25,
        orders: 1,
        aof: 1,
        aov: '60.00',
        spend: '60.00',
        spend_per_active: '60.00',
        spend_per_member: '15.00',
        value_to_date_per_member: '70.00',
      },
      {
        age: 2,
        period: '2019-Q3',
        complete: true,
        active: 1,
        spend: '30.00',
        value_to_date_per_member: '77.50',
      },
      {
        age: 3,
        period: '2019-Q4',
        complete: true,
        active: 0,
        share_active: 0,
        orders: 0,
        aof: null,
        aov: null,
        spend: '0.00',
        returns_only: '-10.00',
        value_to_date_per_member: '75.00',
      },
      {
        age: 4,
        period: '2020-Q1',
        complete: true,
        active: 1,
        spend: '10.00',
        value_to_date: '310.00',
        value_to_date_per_member: '77.50',
      },
    ]);
  });

  it('means recency, frequency and money over those who bought', () => {
    const rows = table('rfm_by_age').rows;
    expect(rows.map((row) => [row.buyers, row.recency_days, row.frequency, row.monetary])).toEqual([
      [4, 40.25, 1.25, '55.00'],
      [4, (164 + 149 + 23 + 91) / 4, 1.5, '70.00'],
      [4, (60 + 241 + 115 + 183) / 4, 1.75, '77.50'],
      [4, 241.75, 1.75, '75.00'],
      [4, (243 + 424 + 298 + 86) / 4, 2, '77.50'],
    ]);
  });

  it('follows buyers from each quarter to the next', () => {
    expectRows(report.tables, 'repeat_buying', [
      { age: 0, active: 4, active_next: 1, rate: 0.25, complete: true },
      { age: 1, active: 1, active_next: 0, rate: 0 },
      { age: 2, active: 1, active_next: 0, rate: 0 },
      { age: 3, active: 0, active_next: 0, rate: null },
    ]);
  });

  it('writes buying patterns and sorts members into kinds', () => {
    expectRows(report.tables, 'patterns', [
      { pattern: 'YYNNN', customers: 1, share: 0.25 },
      { pattern: 'YNYNN', customers: 1 },
      { pattern: 'YNNNY', customers: 1 },
      { pattern: 'YNNNN', customers: 1 },
    ]);
    expectRows(report.tables, 'pattern_kinds', [
      { kind: 'no purchase', customers: 0 },
      { kind: 'one purchase', customers: 1 },
      { kind: 'several, in one period only', customers: 0 },
      { kind: 'every period since the first purchase', customers: 0 },
      { kind: 'periods in a row, then silent', customers: 1 },
      { kind: 'intermittent', customers: 2 },
    ]);
  });

  it('estimates the second purchase with the one who is still waiting', () => {
    expectRows(report.tables, 'second_purchase_summary', [
      {
        buyers: 4,
        repeat_buyers: 3,
        share_observed: 0.75,
        median_days: 98,
        share_4_weeks: 0.25,
        share_8_weeks: 0.25,
        share_16_weeks: 0.5,
        share_26_weeks: 0.5,
        share_52_weeks: 0.75,
      },
    ]);
    const weeks = table('second_purchase').rows;
    expect(weeks).toHaveLength(61);
    expect(weeks[0]).toMatchObject({
      week: 1,
      at_risk: 4,
      purchases: 1,
      hazard: 0.25,
      cumulative_share: 0.25,
    });
    expect(weeks[13]).toMatchObject({ week: 14, at_risk: 3, purchases: 1, cumulative_share: 0.5 });
    expect(weeks[13]!.hazard).toBeCloseTo(1 / 3, 12);
    expect(weeks[60]).toMatchObject({ week: 61, at_risk: 1, purchases: 0, complete: false });
    expectRows(report.tables, 'nth_purchase', [
      { from: 1, to: 2, customers: 4, reached: 3, median_days: 98, observed_median_days: 98 },
      { from: 2, to: 3, customers: 3, reached: 1, median_days: 196, observed_median_days: 196 },
      { from: 3, to: 4, customers: 1, reached: 0, median_days: null, observed_median_days: null },
    ]);
  });

  it('spreads the value to date', () => {
    expectRows(report.tables, 'value_to_date_deciles', [
      { decile: 1, customers: 1, orders: 3, spend: '180.00', share_spend: 180 / 310 },
      { decile: 2, customers: 1, orders: 2, spend: '90.00' },
      { decile: 3, customers: 1, orders: 1, spend: '20.00' },
      { decile: 4, customers: 1, orders: 2, spend: '20.00' },
    ]);
    expectRows(report.tables, 'value_to_date', [
      { measure: 'spend', customers: 4, mean: 77.5, median: 55, share_below_mean: 0.5 },
      { measure: 'orders', customers: 4, mean: 2, median: 2, share_below_mean: 0.25 },
    ]);
  });

  it('draws only what its tables hold', () => {
    expectFigures(report);
  });

  it('splits by an attribute', () => {
    expectRows(report.tables, 'by_attribute', [
      {
        segment: 'shop',
        customers: 2,
        share_repeat: 1,
        orders: 4,
        aof: 2,
        aov: '27.50',
        value_to_date_per_member: '55.00',
      },
      {
        segment: 'web',
        customers: 2,
        share_repeat: 0.5,
        orders: 4,
        aof: 2,
        aov: '50.00',
        value_to_date_per_member: '100.00',
      },
    ]);
  });
});
