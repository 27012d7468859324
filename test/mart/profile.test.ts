import { expect, it } from 'vitest';
import { type Line, martOf, shown, using } from './fixture.js';

const order = (customer: string, ts: string, amount: string, more: Partial<Line> = {}): Line => ({
  customer,
  order: `${customer}-${ts}`,
  ts,
  amount,
  ...more,
});

const TEN = [
  order('a', '2024-01-01', '10', { profit: '4', quantity: '1' }),
  order('a', '2024-01-01', '10', { profit: '4', quantity: '1' }),
  order('a', '2024-01-04', '30'),
  order('a', '2024-01-10', '40'),
  order('b', '2024-01-04', '0'),
  order('b', '2024-01-04T10:00:00', '5'),
  order('b', '2024-03-01', '-5'),
  order('c', '2024-03-05', '7', { attributes: { city: 'Ulm' } }),
];

it('sums up what is there', () =>
  using(martOf({ lines: TEN }), async (mart) => {
    expect(
      await shown(mart, 'profile_totals', [
        'orders',
        'lines',
        'customers',
        'customers_two_days',
        'customers_three_days',
        'zero_orders',
        'returns',
        'return_lines',
        'spend',
        'returned',
        'profit',
        'profit_known_spend',
        'median_order',
      ]),
    ).toEqual(['6 7 3 1 1 1 1 1 102 5 8 20 13.5']);
    expect(await shown(mart, 'profile_duplicates', ['duplicate_lines', 'most_copies'])).toEqual(['1 2']);
  }));

it('finds silences and the volume of every month, empty ones too', () =>
  using(martOf({ lines: TEN }), async (mart) => {
    expect(await shown(mart, 'profile_gaps', ['last_day_before', 'next_day', 'silent_days'])).toEqual([
      '2024-01-01 2024-01-04 2',
      '2024-01-04 2024-01-10 5',
      '2024-01-10 2024-03-05 54',
    ]);
    expect(
      await shown(mart, 'profile_volume', ['period_start', 'is_complete', 'orders', 'customers', 'spend']),
    ).toEqual(['2024-01-01 true 5 2 95', '2024-02-01 true 0 0 0', '2024-03-01 false 1 1 7']);
  }));

it('ranks the ten largest orders, ties by order id', () => {
  const lines = Array.from({ length: 12 }, (_, i) =>
    order(`c${String(i).padStart(2, '0')}`, '2024-01-01', i < 2 ? '5' : '9'),
  );
  return using(martOf({ lines }), async (mart) => {
    expect(await shown(mart, 'profile_extremes', ['spend_rank', 'customer_id', 'spend'])).toEqual(
      lines.slice(2).map(({ customer }, i) => `${i + 1} ${customer} 9`),
    );
  });
});

it('measures regularity by the share of the first gap in the first two', () => {
  // Shares 1/4 and 3/4 of two customers: mean 1/2, variance 1/16. A third with two days has no say.
  const lines = [
    ...['2024-01-01', '2024-01-02', '2024-01-05', '2024-02-01'].map((day) => order('a', day, '1')),
    ...['2024-01-01', '2024-01-04', '2024-01-04T10:00:00', '2024-01-05'].map((day) => order('b', day, '1')),
    ...['2024-01-01', '2024-01-04'].map((day) => order('c', day, '1')),
  ];
  return using(martOf({ lines }), async (mart) => {
    expect(await shown(mart, 'profile_regularity', ['customers', 'variance'])).toEqual(['2 0.0625']);
  });
});

it('measures the same regularity to the last digit in whatever order the rows came', async () => {
  const days = Array.from({ length: 3000 }, (_, i) => [0, 1 + ((i * 7) % 53), 90 + ((i * 31) % 211)]);
  const lines = days.flatMap((gaps, i) =>
    gaps.map((gap) => order(`c${i}`, new Date(Date.UTC(2023, 0, 1 + gap)).toISOString().slice(0, 10), '1')),
  );
  const variances: string[][] = [];
  for (const rows of [lines, lines.toReversed()]) {
    await using(martOf({ lines: rows }), async (mart) => {
      variances.push(await shown(mart, 'profile_regularity', ['customers', 'variance']));
    });
  }
  expect(variances[1]).toEqual(variances[0]);
});

it('gives each segment its own history', () =>
  using(martOf({ lines: TEN }, { attribute: 'city' }), async (mart) => {
    expect(
      await shown(mart, 'profile_segments', [
        'segment',
        'customers',
        'first_order_date',
        'last_order_date',
        'customers_two_days',
        'customers_three_days',
        'spend',
      ]),
    ).toEqual(['(none) 2 2024-01-01 2024-01-10 1 1 90', 'Ulm 1 2024-03-05 2024-03-05 0 0 7']);
  }));

it('is a row of zeros over nothing', () =>
  using(martOf({}), async (mart) => {
    expect(await shown(mart, 'profile_totals', ['orders', 'spend', 'profit', 'median_order'])).toEqual([
      '0 0 - -',
    ]);
    expect(await shown(mart, 'profile_duplicates', ['duplicate_lines', 'most_copies'])).toEqual(['0 0']);
    expect(await shown(mart, 'profile_regularity', ['customers', 'variance'])).toEqual(['0 -']);
    expect(await shown(mart, 'profile_volume', ['orders'])).toEqual([]);
  }));
