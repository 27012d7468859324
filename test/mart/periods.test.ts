import { expect, it } from 'vitest';
import type { Vars } from '../../src/mart/relation.js';
import { type Line, martOf, shown, using } from './fixture.js';

const on = (ts: string): Line => ({ customer: 'c', order: ts, ts, amount: '1' });
const periods = (
  days: readonly string[],
  vars: Partial<Vars>,
  columns = ['period_start', 'period_end', 'is_complete'],
) => using(martOf({ lines: days.map(on) }, vars), (mart) => shown(mart, 'periods', columns));

it('holds every calendar period from the first order to the end, empty ones too', async () => {
  expect(await periods(['2023-11-30', '2024-03-01'], { granularity: 'month', as_of: '2024-03-30' })).toEqual([
    '2023-11-01 2023-12-01 true',
    '2023-12-01 2024-01-01 true',
    '2024-01-01 2024-02-01 true',
    '2024-02-01 2024-03-01 true',
    '2024-03-01 2024-04-01 false',
  ]);
});

it('has leap days, weeks from Monday over the end of the year, and running numbers', async () => {
  expect(
    await periods(['2020-12-27', '2021-01-04'], { granularity: 'week', as_of: '2021-01-10' }, [
      'period_start',
      'period_end',
      'period_index',
    ]),
  ).toEqual(['2020-12-21 2020-12-28 2659', '2020-12-28 2021-01-04 2660', '2021-01-04 2021-01-11 2661']);
  expect(
    await periods(['2024-02-29'], { granularity: 'all', as_of: '2024-02-29' }, [
      'granularity',
      'period_start',
      'period_end',
      'period_index',
    ]),
  ).toEqual([
    'month 2024-02-01 2024-03-01 24289',
    'quarter 2024-01-01 2024-04-01 8096',
    'week 2024-02-26 2024-03-04 2825',
    'year 2024-01-01 2025-01-01 2024',
  ]);
});

it.each([
  [4, 'year', '2020-02-29', '2019-04-01 2020-04-01 2019'],
  [4, 'year', '2020-03-31', '2019-04-01 2020-04-01 2019'],
  [4, 'year', '2020-04-01', '2020-04-01 2021-04-01 2020'],
  [12, 'year', '2020-11-30', '2019-12-01 2020-12-01 2019'],
  [12, 'year', '2020-12-31', '2020-12-01 2021-12-01 2020'],
  [2, 'quarter', '2024-01-31', '2023-11-01 2024-02-01 8095'],
  [2, 'quarter', '2024-02-29', '2024-02-01 2024-05-01 8096'],
  [3, 'quarter', '2024-05-31', '2024-03-01 2024-06-01 8096'],
  [11, 'quarter', '2024-10-31', '2024-08-01 2024-11-01 8095'],
] as const)('starts fiscal years in month %i: the %s of %s', async (month, granularity, day, expected) => {
  const vars = { fiscal_year_start: month, granularity, as_of: day };
  expect(await periods([day], vars, ['period_start', 'period_end', 'period_index'])).toEqual([expected]);
});

it('is complete within the median gap at both ends, at the end only when that was not asked for', async () => {
  const week = ['2024-01-08', '2024-01-15', '2024-01-22', '2024-01-24'];
  const completeness = async (vars: Partial<Vars>, days: readonly string[] = week) =>
    (await periods(days, { granularity: 'month', ...vars }, ['is_complete'])).join();
  expect(await completeness({})).toBe('true');
  expect(await completeness({ as_of: '2024-01-30' })).toBe('false');
  expect(await completeness({ as_of: '2024-01-31' })).toBe('true');
  expect(await completeness({}, ['2024-01-09', ...week.slice(1)])).toBe('false');
  expect(await completeness({}, ['2024-01-08', '2024-01-15', '2024-01-22', '2024-01-23'])).toBe('false');
});

it('allows one day at the least', async () => {
  const daily = ['2024-01-02', '2024-01-03', '2024-01-30'];
  const completeness = (days: readonly string[]) => periods(days, { granularity: 'month' }, ['is_complete']);
  expect(await completeness(daily)).toEqual(['true']);
  expect(await completeness(['2024-01-31'])).toEqual(['false']);
  expect(await completeness(['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-29'])).toEqual(['false']);
});
