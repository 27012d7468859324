import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NamedPeriod } from '../../../src/common/calendar.js';
import { choosePair, type PairRequest } from '../../../src/lenses/lens2/pair.js';
import type { Vars } from '../../../src/mart/relation.js';
import { type Base, baseOf, emptyStore, noPair, ready } from '../fixture.js';

const year = (n: number): NamedPeriod => ({ text: String(n), granularity: 'year', year: n, index: 1 });
const quarter = (n: number, index: number): NamedPeriod => ({
  text: `${n}-Q${index}`,
  granularity: 'quarter',
  year: n,
  index,
});
const month = (n: number, index: number): NamedPeriod => ({
  text: `${n}-${index}`,
  granularity: 'month',
  year: n,
  index,
});

/** An order every third day, so that periods are complete. */
async function steady(from: string, days: number, vars: Partial<Vars>): Promise<Base> {
  const store = await emptyStore();
  await store.run(
    `insert into order_lines (customer_id, order_id, has_order_id, order_ts, amount, is_return, is_cancelled)
    select 'c' || (i % 7), 'o' || i, true, cast(cast($from as date) + cast(3 * i as integer) as timestamp), 10, false, false
    from range(cast($orders as bigint)) as numbers (i)`,
    { from, orders: Math.ceil(days / 3) },
  );
  return ready(store, vars);
}

async function pairOf(base: Base, change: Partial<PairRequest>) {
  const pair = await choosePair(base.mart, { ...noPair, ...change });
  return [pair.first.label, pair.second.label, ...pair.warnings.map(({ code }) => code)];
}

describe('choosePair', () => {
  let base: Base;
  beforeAll(async () => {
    base = await steady('2018-03-10', 800, { as_of: '2020-05-17' });
  });
  afterAll(() => base.store.close());

  it('takes the same quarter a year apart where two years are not complete', async () => {
    expect(await pairOf(base, {})).toEqual(['2019-Q1', '2020-Q1']);
    expect(await pairOf(base, { granularity: 'month' })).toEqual(['2019-04', '2020-04']);
    expect(await pairOf(base, { granularity: 'week' })).toEqual(['2019-W20', '2020-W20']);
    await expect(pairOf(base, { granularity: 'year' })).rejects.toThrow(/no two complete periods/);
  });

  it('finds the counterpart of a period that was asked for', async () => {
    expect(await pairOf(base, { period: quarter(2019, 2) })).toEqual(['2018-Q2', '2019-Q2']);
    expect(await pairOf(base, { period: quarter(2018, 3) })).toEqual([
      '2018-Q2',
      '2018-Q3',
      'different_season',
    ]);
    expect(await pairOf(base, { period: year(2019) })).toEqual(['2018', '2019', 'period_before_data']);
    expect(await pairOf(base, { from: '2019-05-01', to: '2019-06-15' })).toEqual([
      '2018-05-01 to 2018-06-15',
      '2019-05-01 to 2019-06-15',
    ]);
  });

  it('puts the earlier period first, whichever was named first', async () => {
    expect(await pairOf(base, { period: quarter(2018, 4), versus: quarter(2019, 4) })).toEqual([
      '2018-Q4',
      '2019-Q4',
    ]);
  });

  it('warns of seasons, lengths and what is not observed', async () => {
    expect(await pairOf(base, { period: quarter(2019, 4), versus: quarter(2019, 3) })).toEqual([
      '2019-Q3',
      '2019-Q4',
      'different_season',
    ]);
    expect(await pairOf(base, { period: month(2019, 10), versus: quarter(2018, 4) })).toEqual([
      '2018-Q4',
      '2019-10',
      'different_length',
    ]);
    expect(await pairOf(base, { period: quarter(2020, 2), versus: quarter(2019, 2) })).toEqual([
      '2019-Q2',
      '2020-Q2',
      'incomplete_period',
    ]);
  });

  it('refuses what can not be compared', async () => {
    await expect(pairOf(base, { period: year(2019), versus: quarter(2019, 2) })).rejects.toThrow(
      '--versus 2019-Q2 and --period 2019 share days',
    );
    await expect(pairOf(base, { period: year(2019), versus: year(2011) })).rejects.toThrow(
      '--versus 2011: the data run from 2018-03-10 to 2020-05-17',
    );
    await expect(pairOf(base, { period: year(2018) })).rejects.toThrow(
      '--period 2018: neither the same period',
    );
    await expect(pairOf(base, { period: year(2031) })).rejects.toThrow('--period 2031');
  });

  it('takes consecutive quarters with a warning where no year apart is there', async () => {
    const short = await steady('2020-01-01', 300, { as_of: '2020-10-20' });
    expect(await pairOf(short, {})).toEqual(['2020-Q2', '2020-Q3', 'different_season']);
    await short.store.close();
  });

  it('takes the last two complete years, by the fiscal year where there is one', async () => {
    const long = await steady('2017-01-01', 1200, { as_of: '2020-04-10' });
    expect(await pairOf(long, {})).toEqual(['2018', '2019']);
    await long.store.close();
    const fiscal = await steady('2017-01-01', 1200, { as_of: '2020-04-10', fiscal_year_start: 4 });
    expect(await pairOf(fiscal, { fiscalYearStart: 4 })).toEqual(['FY2018', 'FY2019']);
    await fiscal.store.close();
  });

  it('refuses an empty and a one-day base', async () => {
    const empty = await baseOf([]);
    await expect(pairOf(empty, {})).rejects.toThrow(/no order to report on/);
    await empty.store.close();
    const oneDay = await baseOf([{ customer: 'a', ts: '2020-01-05', amount: '1' }]);
    await expect(pairOf(oneDay, {})).rejects.toThrow(/no two complete periods/);
    await oneDay.store.close();
  });
});
