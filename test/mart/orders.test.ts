import { expect, it } from 'vitest';
import { type Line, martOf, shown, using } from './fixture.js';

const ORDER = [
  'order_id',
  'customer_id',
  'order_date',
  'lines',
  'units',
  'spend',
  'profit_known_spend',
  'order_ts',
];
const RETURN = [
  'return_id',
  'customer_id',
  'return_date',
  'lines',
  'units',
  'amount',
  'profit_effect',
  'profit_known_amount',
];
const COUNTS = ['lines', 'return_lines', 'zero_lines', 'cancelled_lines', 'dropped_zero_lines'];

const TEN: readonly Line[] = [
  { customer: 'c1', order: 'o1', ts: '2024-02-29T22:30:00', amount: '10.00', quantity: '1', profit: '4' },
  { customer: 'c1', order: 'o1', ts: '2024-02-29T22:29:59', amount: '5.50', quantity: '2' },
  { customer: 'c1', order: 'o1', ts: '2024-03-02T10:00:00', amount: '-4.00', quantity: '-1', profit: '-1.5' },
  { customer: 'c1', order: 'o1', ts: '2024-03-02T23:00:00', amount: '-1.00', quantity: '-1' },
  { customer: 'c9', order: 'o1', ts: '2024-03-01', amount: '7', quantity: '1' },
  { customer: 'c2', order: 'r9', ts: '2024-03-05', amount: '-3.25' },
  { customer: 'c2', order: 'o3', ts: '2024-03-06', amount: '8' },
  { customer: 'c2', order: 'o3', ts: '2024-03-06', amount: '0', cancelled: true },
  { customer: 'c3', ts: '2024-03-07T08:00:00', amount: '0', quantity: '1' },
  { customer: 'c3', ts: '2024-03-07T08:00:00', amount: '2', quantity: '1', attributes: { channel: 'web' } },
];

it('makes orders of purchase lines, and returns of the others, on the day on which they happened', () =>
  using(martOf({ lines: TEN }), async (mart) => {
    expect(await shown(mart, 'orders', ORDER)).toEqual([
      '@2024-03-07T08:00:00 c3 2024-03-07 2 2 2 0 2024-03-07T08:00:00',
      'o1 c1 2024-02-29 2 3 15.5 10 2024-02-29T22:29:59',
      'o1 c9 2024-03-01 1 1 7 0 2024-03-01',
    ]);
    expect(await shown(mart, 'returns', RETURN)).toEqual([
      'o1 c1 2024-03-02 2 2 5 -1.5 4',
      'r9 c2 2024-03-05 1 - 3.25 - 0',
    ]);
    expect(await shown(mart, 'line_counts', COUNTS)).toEqual(['10 3 2 2 0']);
    expect(await shown(mart, 'order_days', ['order_date', 'orders', 'lines', 'spend'])).toEqual([
      '2024-02-29 1 2 15.5',
      '2024-03-01 1 1 7',
      '2024-03-07 1 2 2',
    ]);
  }));

it('leaves lines of value zero out where asked, and what they cancel stays cancelled', () =>
  using(
    martOf(
      { lines: [...TEN, { customer: 'c4', order: 'free', ts: '2024-03-08', amount: '0' }] },
      { zero_value: 'drop' },
    ),
    async (mart) => {
      expect(await shown(mart, 'orders', ['order_id', 'lines', 'units', 'spend'])).toEqual([
        '@2024-03-07T08:00:00 1 1 2',
        'o1 1 1 7',
        'o1 2 3 15.5',
      ]);
      expect(await shown(mart, 'line_counts', COUNTS)).toEqual(['11 3 3 2 2']);
    },
  ));

it('keeps an order of value zero', () =>
  using(
    martOf({ lines: [{ customer: 'c4', order: 'free', ts: '2024-03-08', amount: '0' }] }),
    async (mart) => {
      expect(await shown(mart, 'orders', ['order_id', 'spend'])).toEqual(['free 0']);
    },
  ));

it('takes returns of cancelled orders away too, and returns of value zero by the setting', () => {
  const lines: readonly Line[] = [
    { customer: 'c1', order: 'a', ts: '2024-01-01', amount: '9', cancelled: true },
    { customer: 'c1', order: 'a', ts: '2024-01-02', amount: '-9' },
    { customer: 'c2', order: 'a', ts: '2024-01-02', amount: '-2' },
    { customer: 'c1', order: 'b', ts: '2024-01-03', amount: '0', isReturn: true },
  ];
  return using(martOf({ lines }), async (mart) => {
    expect(await shown(mart, 'returns', ['return_id', 'customer_id', 'amount'])).toEqual([
      'a c2 2',
      'b c1 0',
    ]);
    mart.set({ zero_value: 'drop' });
    expect(await shown(mart, 'returns', ['return_id', 'customer_id', 'amount'])).toEqual(['a c2 2']);
    expect(await shown(mart, 'line_counts', COUNTS)).toEqual(['4 3 1 2 1']);
  });
});

it('tells apart orders without an id by customer and instant', () => {
  const lines: readonly Line[] = [
    { customer: 'c1', ts: '2024-01-01', amount: '1' },
    { customer: 'c1', ts: '2024-01-01', amount: '2' },
    { customer: 'c2', ts: '2024-01-01', amount: '4' },
    { customer: 'c1', ts: '2024-01-01T00:00:01', amount: '8' },
  ];
  return using(martOf({ lines }), async (mart) => {
    expect(await shown(mart, 'orders', ['order_id', 'customer_id', 'spend'])).toEqual([
      '@2024-01-01 c1 3',
      '@2024-01-01 c2 4',
      '@2024-01-01T00:00:01 c1 8',
    ]);
  });
});

it('takes days in the declared zone, on both days on which its clocks change', () => {
  const instants = [
    ['2024-03-30T22:59:59', '2024-03-30'],
    ['2024-03-30T23:00:00', '2024-03-31'],
    ['2024-03-31T21:59:59', '2024-03-31'],
    ['2024-03-31T22:00:00', '2024-04-01'],
    ['2024-10-26T22:00:00', '2024-10-27'],
    ['2024-10-27T22:59:59', '2024-10-27'],
    ['2024-10-27T23:00:00', '2024-10-28'],
  ] as const;
  const lines = instants.flatMap(([ts], i) => [
    { customer: 'c', order: `o${i}`, ts, amount: '1' },
    { customer: 'c', order: `o${i}`, ts, amount: '-1' },
  ]);
  return using(martOf({ lines }, { time_zone: 'Europe/Berlin' }), async (mart) => {
    const days = instants.map(([, day], i) => `o${i} ${day}`);
    expect(await shown(mart, 'orders', ['order_id', 'order_date'])).toEqual(days);
    expect(await shown(mart, 'returns', ['return_id', 'return_date'])).toEqual(days);
    mart.set({ time_zone: 'Pacific/Apia' });
    expect((await shown(mart, 'orders', ['order_date'])).at(0)).toBe('2024-03-31');
  });
});

it('is empty over nothing', () =>
  using(martOf({}), async (mart) => {
    expect(await shown(mart, 'orders', ORDER)).toEqual([]);
    expect(await shown(mart, 'returns', RETURN)).toEqual([]);
    expect(await shown(mart, 'line_counts', COUNTS)).toEqual(['0 0 0 0 0']);
  }));
