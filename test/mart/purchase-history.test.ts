import { expect, it } from 'vitest';
import { type Line, martOf, shown, using } from './fixture.js';

const order = (customer: string, ts: string, amount: string): Line => ({
  customer,
  order: `${customer}-${ts}`,
  ts,
  amount,
});

const TEN = [
  order('once', '2024-02-01', '5'),
  order('daily', '2024-01-01T08:00:00', '1'),
  order('daily', '2024-01-01T09:00:00', '2'),
  order('daily', '2024-01-02T00:00:00', '4'),
  order('leap', '2024-02-28', '10'),
  order('leap', '2024-03-01T23:59:59', '20'),
  order('leap', '2024-03-04T00:00:00', '40'),
  order('leap', '2024-03-04T12:00:00', '-40'),
  order('last', '2024-03-10', '0'),
  order('back', '2024-03-10', '-1'),
];
const SHOWN = ['customer_id', 'x', 't_x_days', 't_days', 'first_spend', 'repeat_spend'];

it('counts repeat days and exact days up to the end of observation', () =>
  using(martOf({ lines: TEN }), async (mart) => {
    expect(await shown(mart, 'purchase_history', SHOWN)).toEqual([
      'daily 1 1 69 3 4',
      'last 0 0 0 0 -',
      'leap 2 5 11 10 60',
      'once 0 0 38 5 -',
    ]);
    const logs = await mart.rows(
      `select cast(sum_log_gap as double) as s from {{ ref('purchase_history') }} order by customer_id`,
    );
    expect(logs.map(({ s }) => Number(s))).toEqual([0, 0, expect.closeTo(Math.log(2) + Math.log(3), 10), 0]);
  }));

it('counts each order as an occasion where asked, a day with two as a gap of nothing', () =>
  using(martOf({ lines: TEN }, { occasion: 'order', as_of: '2024-12-31' }), async (mart) => {
    expect(await shown(mart, 'purchase_history', SHOWN)).toEqual([
      'daily 2 1 365 1 6',
      'last 0 0 296 0 -',
      'leap 2 5 307 10 60',
      'once 0 0 334 5 -',
    ]);
  }));

it('counts days in the declared zone', () =>
  using(
    martOf(
      {
        lines: [
          order('c', '2024-03-30T23:00:00', '1'),
          order('c', '2024-03-31T21:59:59', '1'),
          order('c', '2024-03-31T22:00:00', '1'),
        ],
      },
      { time_zone: 'Europe/Berlin' },
    ),
    async (mart) => {
      expect(await shown(mart, 'purchase_history', SHOWN)).toEqual(['c 1 1 1 2 1']);
    },
  ));

it('groups equal histories', () =>
  using(martOf({ lines: [...TEN, order('once too', '2024-02-01', '7')] }), async (mart) => {
    expect(await shown(mart, 'purchase_history_counts', ['x', 't_x_days', 't_days', 'customers'])).toEqual([
      '0 0 0 1',
      '0 0 38 2',
      '1 1 69 1',
      '2 5 11 1',
    ]);
  }));
