import { expect, it } from 'vitest';
import { addDays } from '../../src/common/calendar.js';
import { observe } from '../../src/mart/observe.js';
import { type Line, martOf, shown, using } from './fixture.js';

const SHOWN = [
  'as_of',
  'first_order_date',
  'last_order_date',
  'first_stray_date',
  'order_days',
  'longest_gap_days',
  'median_gap_days',
];

const on = (ts: string, customer = 'c'): Line => ({ customer, order: `${customer}-${ts}`, ts, amount: '1' });
const days = (...list: string[]) => list.map((day) => on(day));
/** `n` orders of one day. */
const crowd = (n: number, day: string) => Array.from({ length: n }, (_, i) => on(day, `c${i}`));

it('ends on the last order day', () =>
  using(martOf({ lines: days('2024-01-01', '2024-01-03', '2024-01-04', '2024-01-14') }), async (mart) => {
    expect(await shown(mart, 'observation', SHOWN)).toEqual(['2024-01-14 2024-01-01 2024-01-14 - 4 10 2']);
  }));

it('ends where it is told to, and knows only what was by then', () =>
  using(
    martOf({ lines: days('2024-01-01', '2024-01-03', '2024-01-14') }, { as_of: '2024-01-10' }),
    async (mart) => {
      expect(await shown(mart, 'observation', SHOWN)).toEqual(['2024-01-10 2024-01-01 2024-01-03 - 2 2 2']);
      mart.set({ as_of: '2025-01-01' });
      expect(await shown(mart, 'observation', SHOWN)).toEqual([
        '2025-01-01 2024-01-01 2024-01-14 - 3 11 6.5',
      ]);
      mart.set({ as_of: '2023-12-31' });
      expect(await shown(mart, 'observation', SHOWN)).toEqual(['2023-12-31 - - - 0 - -']);
    },
  ));

it('has no end without orders', () =>
  using(martOf({ lines: [{ ...on('2024-01-01'), amount: '-1' }] }), async (mart) => {
    expect(await shown(mart, 'observation', SHOWN)).toEqual(['- - - - 0 - -']);
    expect((await observe(mart)).asOf).toBeNull();
    expect(await shown(mart, 'periods', ['period_start'])).toEqual([]);
  }));

const regular = days('2024-01-01', '2024-01-08', '2024-01-20');
const cases: readonly [string, readonly Line[], asOf: string, stray: string][] = [
  ['one row dated 2099 is left out', [...regular, on('2099-12-31')], '2024-01-20', '2099-12-31'],
  [
    'two rows of under 1,000 stay',
    [...regular, on('2099-12-31', 'a'), on('2099-12-31', 'b')],
    '2099-12-31',
    '-',
  ],
  ['a gap of 365 days stays', [...regular, on(addDays('2024-01-20', 365))], addDays('2024-01-20', 365), '-'],
  [
    'a gap of 366 days goes',
    [...regular, on(addDays('2024-01-20', 366))],
    '2024-01-20',
    addDays('2024-01-20', 366),
  ],
  [
    'ten times the longest earlier gap stays',
    [...days('2020-01-01', '2020-02-20'), on(addDays('2020-02-20', 500))],
    addDays('2020-02-20', 500),
    '-',
  ],
  [
    'more than ten times goes',
    [...days('2020-01-01', '2020-02-20'), on(addDays('2020-02-20', 501))],
    '2020-02-20',
    addDays('2020-02-20', 501),
  ],
  [
    'two of 2,000 rows go',
    [...crowd(1998, '2024-01-01'), on('2030-01-01', 'x'), on('2031-01-01', 'y')],
    '2024-01-01',
    '2030-01-01',
  ],
  ['three of 2,000 rows stay', [...crowd(1997, '2024-01-01'), ...crowd(3, '2030-01-01')], '2030-01-01', '-'],
];

it.each(cases)('decides stray days over all rows: %s', (_, lines, asOf, stray) =>
  using(martOf({ lines: [...lines].reverse() }), async (mart) => {
    expect(await shown(mart, 'observation', ['as_of', 'first_stray_date'])).toEqual([`${asOf} ${stray}`]);
  }),
);

it('cuts what every later relation reads, and says so', () =>
  using(
    martOf({ lines: [...regular, on('2099-12-31', 'late'), { ...on('2024-02-01', 'c'), amount: '-1' }] }),
    async (mart) => {
      await mart.build(['customers', 'customer_periods', 'profile_gaps']);
      const observation = await observe(mart);
      expect(observation).toMatchObject({ asOf: '2024-01-20', linesAfter: 2 });
      expect(observation.warnings.map(({ text }) => text)).toEqual([
        '2 lines from 2099-12-31 on stand alone after a long gap and are left out; the observation ends on 2024-01-20. Give --as-of to decide otherwise.',
      ]);
      expect(await shown(mart, 'customers', ['customer_id', 'orders', 'returns'])).toEqual(['c 3 0']);
      expect(
        await shown(mart, 'customer_periods', ['granularity', 'period_start', 'orders', 'returns']),
      ).toEqual([
        'month 2024-01-01 3 0',
        'quarter 2024-01-01 3 0',
        'week 2024-01-01 1 0',
        'week 2024-01-08 1 0',
        'week 2024-01-15 1 0',
        'year 2024-01-01 3 0',
      ]);
      expect(await shown(mart, 'profile_gaps', ['next_day', 'silent_days'])).toEqual([
        '2024-01-08 6',
        '2024-01-20 11',
      ]);
      expect(await shown(mart, 'line_counts', ['lines'])).toEqual(['5']);
    },
  ));

it('says nothing of stray days when the end was asked for', () =>
  using(martOf({ lines: [...regular, on('2099-12-31')] }, { as_of: '2024-01-10' }), async (mart) => {
    expect((await observe(mart)).warnings.map(({ text }) => text)).toEqual([
      '2 lines after the end of observation, 2024-01-10, are left out.',
    ]);
  }));
