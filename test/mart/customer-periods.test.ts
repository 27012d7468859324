import { expect, it } from 'vitest';
import { type Line, martOf, shown, using } from './fixture.js';

const TEN: readonly Line[] = [
  { customer: 'c1', order: 'o1', ts: '2023-12-31T10:00:00', amount: '10', quantity: '1', profit: '4' },
  { customer: 'c1', order: 'o2', ts: '2023-12-31T12:00:00', amount: '20', quantity: '2' },
  { customer: 'c1', order: 'o3', ts: '2024-01-01T00:00:00', amount: '5', quantity: '1', profit: '1' },
  { customer: 'c1', order: 'o1', ts: '2024-01-02T00:00:00', amount: '-10', quantity: '-1', profit: '-4' },
  { customer: 'c2', order: 'o4', ts: '2024-02-29T23:59:59', amount: '7' },
  { customer: 'c2', order: 'r1', ts: '2024-03-01T00:00:00', amount: '-7' },
];
const SHOWN = [
  'customer_id',
  'period_start',
  'period_end',
  'orders',
  'order_days',
  'units',
  'spend',
  'returns',
  'net_spend',
  'profit',
  'profit_known_spend',
];

it('sums orders, and returns in the period in which they happened', () =>
  using(martOf({ lines: TEN }, { granularity: 'month' }), async (mart) => {
    expect(await shown(mart, 'customer_periods', SHOWN)).toEqual([
      'c1 2023-12-01 2024-01-01 2 1 3 30 0 30 4 10',
      'c1 2024-01-01 2024-02-01 1 1 0 5 10 -5 -3 -5',
      'c2 2024-02-01 2024-03-01 1 1 - 7 0 7 - 0',
      'c2 2024-03-01 2024-04-01 0 0 - 0 7 -7 - 0',
    ]);
  }));

it('knows weeks, quarters and (fiscal) years', () =>
  using(martOf({ lines: TEN }), async (mart) => {
    const COLUMNS = [
      'granularity',
      'customer_id',
      'period_start',
      'period_index',
      'orders',
      'first_ts',
      'last_ts',
    ];
    expect(await shown(mart, 'customer_periods', COLUMNS)).toEqual([
      'month c1 2023-12-01 24287 2 2023-12-31T10:00:00 2023-12-31T12:00:00',
      'month c1 2024-01-01 24288 1 2024-01-01 2024-01-02',
      'month c2 2024-02-01 24289 1 2024-02-29T23:59:59 2024-02-29T23:59:59',
      'month c2 2024-03-01 24290 0 2024-03-01 2024-03-01',
      'quarter c1 2023-10-01 8095 2 2023-12-31T10:00:00 2023-12-31T12:00:00',
      'quarter c1 2024-01-01 8096 1 2024-01-01 2024-01-02',
      'quarter c2 2024-01-01 8096 1 2024-02-29T23:59:59 2024-03-01',
      'week c1 2023-12-25 2816 2 2023-12-31T10:00:00 2023-12-31T12:00:00',
      'week c1 2024-01-01 2817 1 2024-01-01 2024-01-02',
      'week c2 2024-02-26 2825 1 2024-02-29T23:59:59 2024-03-01',
      'year c1 2023-01-01 2023 2 2023-12-31T10:00:00 2023-12-31T12:00:00',
      'year c1 2024-01-01 2024 1 2024-01-01 2024-01-02',
      'year c2 2024-01-01 2024 1 2024-02-29T23:59:59 2024-03-01',
    ]);
    mart.set({ fiscal_year_start: 3, granularity: 'year' });
    expect(
      await shown(mart, 'customer_periods', ['customer_id', 'period_start', 'orders', 'returns']),
    ).toEqual(['c1 2023-03-01 3 10', 'c2 2023-03-01 1 0', 'c2 2024-03-01 0 7']);
  }));
