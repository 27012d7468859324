import { describe, expect, test } from 'vitest';
import { ClvError } from '../../src/common/errors.js';
import type { IngestSettings } from '../../src/ingest/settings.js';
import { codes, file, lines, load, refused } from './harness.js';

const withDates = (dates: readonly string[]) =>
  `customer;order_date;amount\n${dates.map((date) => `C;${date};1\n`).join('')}`;

async function instants(dates: readonly string[], settings: Partial<IngestSettings> = {}) {
  const { store } = await load(file('o.csv', withDates(dates)), { settings });
  return (await store.rows('select order_ts from order_lines order by row_number')).map(
    (row) => row.order_ts,
  );
}

async function message(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ClvError) return `${error.exitCode} ${error.code} ${error.message}`;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('dates', () => {
  test('ISO 8601 in its forms, and other forms that leave no doubt', async () => {
    const forms: [string, string][] = [
      ['2024-02-29', '2024-02-29T00:00:00'],
      ['2024-02-29 10:11', '2024-02-29T10:11:00'],
      ['2024-02-29T10:11:12', '2024-02-29T10:11:12'],
      ['2024-02-29T10:11:12.5', '2024-02-29T10:11:12.5'],
      ['2024-02-29T10:11:12Z', '2024-02-29T10:11:12'],
      ['2024-02-29 10:11:12+02:00', '2024-02-29T08:11:12'],
      ['2024-02-29T10:11:12-0530', '2024-02-29T15:41:12'],
      ['20240229', '2024-02-29T00:00:00'],
      ['1709201472', '2024-02-29T10:11:12'],
      ['1709201472500', '2024-02-29T10:11:12.5'],
      ['2024/2/9 8:05', '2024-02-09T08:05:00'],
      ['29 Feb 2024', '2024-02-29T00:00:00'],
      ['Feb 29, 2024 1:05 PM', '2024-02-29T13:05:00'],
    ];
    expect(await instants(forms.map(([form]) => form))).toEqual(forms.map(([, instant]) => instant));
    for (const [form, instant] of forms) expect(await instants([form])).toEqual([instant]);
  });

  test.each([
    '31/02/2024',
    '2023-02-29',
    '2024-02-29 25:00:00',
    'infinity',
    'epoch',
    'now',
    '2024-02-29 10:11:60',
  ])('%s is no date', async (date) => {
    const { store } = await load(file('o.csv', withDates(['2024-01-01', date, '13/12/2024'])));
    expect(await refused(store)).toContain(`2 order_date bad_timestamp ${date}`);
  });

  test('naive times are in the declared zone, offsets keep their instant', async () => {
    expect(
      await instants(['2024-07-01 12:00:00', '2024-01-01 12:00:00', '2024-07-01 12:00:00Z', '2024-01-01'], {
        timeZone: 'Europe/Berlin',
      }),
    ).toEqual(['2024-07-01T10:00:00', '2024-01-01T11:00:00', '2024-07-01T12:00:00', '2023-12-31T23:00:00']);
  });

  test('the whole file decides between day and month first', async () => {
    expect(await instants(['1/2/2010', '12/13/2010 8:26'])).toEqual([
      '2010-01-02T00:00:00',
      '2010-12-13T08:26:00',
    ]);
    expect(await instants(['1/2/2010', '13.12.10'])).toEqual(['2010-02-01T00:00:00', '2010-12-13T00:00:00']);
    const many = Array.from({ length: 3000 }, (_, k) => `${(k % 12) + 1}/${(k % 11) + 1}/2010`);
    expect((await instants([...many, '25/3/2010']))[1]).toBe('2010-02-02T00:00:00');
    expect((await instants([...many, '3/25/2010']))[0]).toBe('2010-01-01T00:00:00');
    expect((await instants([...many, '3/25/2010']))[12]).toBe('2010-01-02T00:00:00');
  });

  test('rows that contradict the rest are refused', async () => {
    const { store, intake } = await load(
      file('o.csv', withDates(['25/12/2010', '26/12/2010', '12/27/2010'])),
    );
    expect(await refused(store)).toEqual(['3 order_date bad_timestamp 12/27/2010']);
    expect(codes(intake.notes)).toContain('dates_read');
  });

  test('a file that does not tell is an error that asks', async () => {
    const path = file('o.csv', withDates(['1/2/2010', '3/4/2010']));
    expect(await message(load(path))).toBe(
      `3 ambiguous_dates ${path}: every date in "order_date" can be read day first or month first, such as "1/2/2010". Say which: --date-format "%d/%m/%Y" or --date-format "%m/%d/%Y".`,
    );
    const iso = Array.from({ length: 600 }, () => '2010-01-01');
    const late = Array.from({ length: 600 }, () => '1/2/2010');
    expect(await message(load(file('o.csv', withDates([...iso, ...late]))))).toMatch(/^3 ambiguous_dates/);
    expect(await instants(['1/2/2010', '3/4/2010'], { dateFormat: '%d/%m/%Y' })).toEqual([
      '2010-02-01T00:00:00',
      '2010-04-03T00:00:00',
    ]);
  });

  test('another file of the same command tells for it', async () => {
    const one = file('a.csv', withDates(['1/2/2010']));
    const two = file('b.csv', withDates(['13/2/2010']));
    const { store } = await load([one, two]);
    expect((await lines(store)).map((row) => row.order_ts)).toEqual([
      '2010-02-01T00:00:00',
      '2010-02-13T00:00:00',
    ]);
  });

  test('numeric dates that come late in a file are read by the same rule', async () => {
    const many = Array.from({ length: 3000 }, () => '2010-01-01');
    expect((await instants([...many, '1/2/2010', '13/2/2010'])).slice(3000)).toEqual([
      '2010-02-01T00:00:00',
      '2010-02-13T00:00:00',
    ]);
  });
});

describe('currencies', () => {
  const orders = (rows: readonly string[]) =>
    `customer,date,amount,currency\n${rows.map((row) => `C,2024-01-05,${row}\n`).join('')}`;

  test('one currency is the currency; empty cells count as it', async () => {
    const { intake } = await load(file('o.csv', orders(['1,eur', '2,EUR', '3,', '4,eur'])));
    expect(intake).toMatchObject({ currency: 'EUR', rowsUsed: 4 });
    expect(codes(intake.notes)).toEqual(['no_order_ids', 'blank_currency']);
  });

  test('several are an error with their counts', async () => {
    const expected =
      '3 mixed_currencies The orders are in several currencies: EUR 3, USD 2 rows. Use --currency to keep one, or --rates to convert them.';
    expect(await message(load(file('o.csv', orders(['1,USD', '2,EUR', '3,EUR', '4,USD', '5,EUR']))))).toBe(
      expected,
    );
    const one = file('a.csv', orders(['2,EUR', '3,EUR', '5,EUR']));
    expect(await message(load([one, file('b.csv', orders(['1,USD', '4,USD']))]))).toBe(expected);
  });

  test('rows that need the thorough reading are in the declared currency, too', async () => {
    const path = file('o.csv', orders([...Array.from({ length: 40 }, () => '3,USD'), '(2),USD', '4,EUR']));
    const { store, intake } = await load(path, { settings: { currency: 'EUR', rates: { USD: '0.5' } } });
    const amounts = (await lines(store)).map((row) => row.amount);
    expect(new Set(amounts)).toEqual(new Set(['1.5000', '-1.0000', '4.0000']));
    expect(amounts).toHaveLength(42);
    expect(intake.currency).toBe('EUR');
  });

  test('a declared one refuses the others, with rates they are converted', async () => {
    const path = file('o.csv', orders(['1,USD', '2,EUR', '3,', '4,GBP']));
    const kept = await load(path, { settings: { currency: 'eur' } });
    expect(await refused(kept.store)).toEqual([
      '1 currency currency_mismatch USD',
      '4 currency currency_mismatch GBP',
    ]);
    expect(kept.intake.currency).toBe('EUR');
    const converted = await load(path, {
      settings: { currency: 'EUR', rates: { USD: '0.91235', GBP: '1.2' } },
    });
    expect((await lines(converted.store)).map((row) => row.amount).sort()).toEqual([
      '0.9124',
      '2.0000',
      '3.0000',
      '4.8000',
    ]);
    expect(await message(load(path, { settings: { rates: { USD: '1' } } }))).toMatch(
      /^2 rates_without_currency/,
    );
  });
});
