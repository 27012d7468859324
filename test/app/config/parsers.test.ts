import { describe, expect, it } from 'vitest';
import type { Parse } from '../../../src/app/config/key.js';
import { KEYS, type KeyName } from '../../../src/app/config/keys.js';

const where = { name: '--flag', base: '/base' };

function read(name: KeyName, raw: unknown): unknown {
  return (KEYS[name].parse as Parse<unknown>)(raw, where);
}

function refusal(name: KeyName, raw: unknown): string {
  try {
    read(name, raw);
  } catch (error) {
    const { code, exitCode, message } = error as { code: string; exitCode: number; message: string };
    expect(exitCode).toBe(2);
    return `${code}: ${message}`;
  }
  throw new Error(`${name} ${String(raw)} was taken`);
}

describe('values that are taken', () => {
  const cases: readonly [KeyName, unknown, unknown][] = [
    ['timeout', '30s', 30_000],
    ['timeout', '10m', 600_000],
    ['timeout', '1h30m', 5_400_000],
    ['timeout', '1.5h', 5_400_000],
    ['timeout', '500ms', 500],
    ['timeout', '24d', 2_073_600_000],
    ['timeout', 'none', null],
    ['timeout', null, null],
    ['wait', '0', 0],
    ['wait', '0s', 0],
    ['memoryLimit', '1GB', 1_000_000_000],
    ['memoryLimit', '1.5gb', 1_500_000_000],
    ['memoryLimit', '512MiB', 536_870_912],
    ['memoryLimit', '2 G', 2_000_000_000],
    ['maxLine', '3MB', 3_000_000],
    ['maxQuarantine', '5%', 0.05],
    ['maxQuarantine', '0.05', 0.05],
    ['maxQuarantine', 0.1, 0.1],
    ['maxQuarantine', '0', 0],
    ['maxQuarantine', '100 %', 1],
    ['maxMissingCustomer', 'none', null],
    ['margin', '41%', '0.41'],
    ['margin', '.5', '0.5'],
    ['margin', -0.1, '-0.1'],
    ['margin', '12.3456%', '0.123456'],
    ['threads', '4', 4],
    ['threads', 2, 2],
    ['fiscalYearStart', 'april', 4],
    ['fiscalYearStart', 'Oct', 10],
    ['fiscalYearStart', '07', 7],
    ['fiscalYearStart', 12, 12],
    ['asOf', '2024-02-29', '2024-02-29'],
    ['asOf', '2000-02-29', '2000-02-29'],
    ['from', '1970-01-01', '1970-01-01'],
    ['period', '2019', { text: '2019', granularity: 'year', year: 2019, index: 1 }],
    ['period', '2019-q4', { text: '2019-Q4', granularity: 'quarter', year: 2019, index: 4 }],
    ['period', '2019-11', { text: '2019-11', granularity: 'month', year: 2019, index: 11 }],
    ['period', '2020-W53', { text: '2020-W53', granularity: 'week', year: 2020, index: 53 }],
    ['period', 'Last', 'last'],
    ['granularity', 'Quarter', 'quarter'],
    ['timeZone', 'utc', 'UTC'],
    ['timeZone', 'europe/berlin', 'Europe/Berlin'],
    ['timeZone', 'Asia/Kolkata', 'Asia/Kolkata'],
    ['currency', 'eur', 'EUR'],
    ['delimiter', 'tab', '\t'],
    ['delimiter', '\\t', '\t'],
    ['delimiter', ';', ';'],
    ['thousands', 'space', ' '],
    ['thousands', "'", "'"],
    ['decimalComma', 'yes', true],
    ['decimalComma', 'off', false],
    ['dateFormat', '%d/%m/%Y', '%d/%m/%Y'],
    ['columns', ['order_ts=Invoice Date', 'amount=a=b'], { amount: 'a=b', order_ts: 'Invoice Date' }],
    ['columns', 'order_ts=When,customer_id=Who', { customer_id: 'Who', order_ts: 'When' }],
    ['columns', { order_ts: 'When' }, { order_ts: 'When' }],
    ['categoryMargins', { Books: 0.35, 'Arts & crafts': '40%' }, { 'Arts & crafts': '0.4', Books: '0.35' }],
    ['rates', { usd: 0.92, GBP: '1.17' }, { USD: '0.92', GBP: '1.17' }],
    ['rates', 'rates.csv', '/base/rates.csv'],
    ['orders', ['a.csv', '/x/*.csv', '-'], ['/base/a.csv', '/x/*.csv', '-']],
    ['attributes', 'channel, city,channel', ['channel', 'city']],
    ['attributes', 'all', 'all'],
    ['out', '../report.html', '/report.html'],
    [
      'rfmSegments',
      '[{"name":"best","recency":[4,5],"orders":[2,null],"frequency":5}]',
      [
        {
          name: 'best',
          recency: [4, 5],
          frequency: [5, 5],
          monetary: [null, null],
          orders: [2, null],
          recencyDays: [null, null],
        },
      ],
    ],
  ];
  it.each(cases)('%s %j', (name, raw, expected) => {
    expect(read(name, raw)).toEqual(expected);
  });
});

describe('values that are refused, word for word', () => {
  const cases: readonly [KeyName, unknown, string][] = [
    ['timeout', '30', 'bad_duration: --flag "30" has no unit. Write 30s or 30m.'],
    ['timeout', 'soon', 'bad_duration: --flag "soon" is not a duration. Write it like 30s, 10m or 2h.'],
    ['timeout', '0s', 'bad_duration: --flag "0s" is too short. Use at least 1ms.'],
    ['timeout', '25d', 'bad_duration: --flag "25d" is too long. Use at most 24d.'],
    ['timeout', '-5s', 'bad_duration: --flag "-5s" is not a duration. Write it like 30s, 10m or 2h.'],
    ['memoryLimit', '1000', 'bad_size: --flag "1000" has no unit. Write it like 500MB or 2GB.'],
    ['memoryLimit', 'lots', 'bad_size: --flag "lots" is not a size. Write it like 500MB or 2GB.'],
    ['memoryLimit', '10MB', 'bad_size: --flag "10MB" is too small. Use at least 200MB.'],
    ['memoryLimit', '999999999TB', 'bad_size: --flag "999999999TB" is too large. Use less.'],
    ['maxQuarantine', '5', 'bad_share: --flag "5" is not a share. Write it like 5% or 0.05.'],
    ['maxQuarantine', '12.5', 'bad_share: --flag "12.5" is not a share. Write it like 12.5% or 0.125.'],
    ['maxQuarantine', '-1%', 'bad_share: --flag "-1%" is not a share. Write it like 5% or 0.05.'],
    ['maxQuarantine', '1e-2', 'bad_share: --flag "1e-2" is not a share. Write it like 5% or 0.05.'],
    [
      'margin',
      '-150%',
      'bad_margin: --flag "-150%" is more than the whole spend. A margin is profit as a share of the spend, from -100% to 100%: write it like 40% or 0.4.',
    ],
    ['margin', '41', 'bad_share: --flag "41" is not a share. Write it like 41% or 0.41.'],
    ['margin', '0.1234567', 'bad_share: --flag "0.1234567" is not a share. Write it like 5% or 0.05.'],
    [
      'threads',
      '0',
      'bad_count: --flag "0" is not a whole number in range. Use a whole number from 1 to 1024.',
    ],
    [
      'threads',
      '2.5',
      'bad_count: --flag "2.5" is not a whole number in range. Use a whole number from 1 to 1024.',
    ],
    [
      'fiscalYearStart',
      '13',
      'bad_month: --flag "13" is not a month. Use a number from 1 to 12 or a name such as april.',
    ],
    [
      'fiscalYearStart',
      'ju',
      'bad_month: --flag "ju" is not a month. Use a number from 1 to 12 or a name such as april.',
    ],
    ['asOf', '31/12/2024', 'bad_date: --flag "31/12/2024" is not a date. Write it like 2024-12-31.'],
    [
      'asOf',
      '2023-02-29',
      'bad_date: --flag "2023-02-29" is not a day of the calendar. That month has 28 days.',
    ],
    ['asOf', '1900-02-29', 'bad_date: --flag "1900-02-29" is out of range. Use a day from 1970 to 2199.'],
    [
      'asOf',
      '2100-02-29',
      'bad_date: --flag "2100-02-29" is not a day of the calendar. That month has 28 days.',
    ],
    [
      'asOf',
      '2024-13-01',
      'bad_date: --flag "2024-13-01" is not a day of the calendar. Months go from 01 to 12.',
    ],
    [
      'period',
      'Q4',
      'bad_period: --flag "Q4" is not a period. Write it like 2019, 2019-Q4, 2019-11, 2019-W07 or last.',
    ],
    [
      'period',
      '2019-13',
      'bad_period: --flag "2019-13" is not a month of the calendar. Write it like 2019, 2019-Q4, 2019-11, 2019-W07 or last.',
    ],
    [
      'period',
      '2019-W53',
      'bad_period: --flag "2019-W53" is not a week of the calendar. Write it like 2019, 2019-Q4, 2019-11, 2019-W07 or last.',
    ],
    [
      'period',
      '1919',
      'bad_period: --flag "1919" is out of range (1970 to 2199). Write it like 2019, 2019-Q4, 2019-11, 2019-W07 or last.',
    ],
    [
      'granularity',
      'monht',
      'bad_choice: --flag "monht" is not one of week, month, quarter, year. Did you mean month?',
    ],
    [
      'format',
      'xlsx',
      'bad_choice: --flag "xlsx" is not one of table, csv, json, markdown, html. Use one of them.',
    ],
    ['timeZone', 'Berlin', 'bad_time_zone: --flag "Berlin" is not a time zone. Did you mean Europe/Berlin?'],
    [
      'timeZone',
      'Europe/Berln',
      'bad_time_zone: --flag "Europe/Berln" is not a time zone. Did you mean Europe/Berlin?',
    ],
    [
      'timeZone',
      'new york',
      'bad_time_zone: --flag "new york" is not a time zone. Did you mean America/New_York?',
    ],
    [
      'timeZone',
      '+02:00',
      'bad_time_zone: --flag "+02:00" is not a time zone. Use an IANA name such as Europe/Berlin, or UTC.',
    ],
    [
      'currency',
      '€',
      'bad_currency: --flag "€" is not a currency code. Use three letters such as EUR or USD.',
    ],
    [
      'delimiter',
      '||',
      'bad_character: --flag "||" is not one character that can separate. Give one character such as ; or the word tab.',
    ],
    [
      'delimiter',
      '"',
      'bad_character: --flag "\\"" is not one character that can separate. Give one character such as ; or the word tab.',
    ],
    ['decimalComma', 'maybe', 'bad_boolean: --flag "maybe" is neither yes nor no. Use true or false.'],
    [
      'dateFormat',
      'dd/mm/yyyy',
      'bad_date_format: --flag "dd/mm/yyyy" has no date fields. Write it with percent signs, such as %d/%m/%Y or %Y-%m-%d %H:%M.',
    ],
    ['by', ' ', 'empty_setting: --flag " " is empty. Give a value.'],
    [
      'columns',
      ['Invoice Date'],
      'bad_pair: --flag "Invoice Date" is not name=value. Write it like order_ts="Invoice Date".',
    ],
    [
      'columns',
      ['order_ts=a', 'order_ts=b'],
      'bad_pair: --flag "order_ts" comes twice. Give each name once.',
    ],
    [
      'rates',
      { USD: 0 },
      'bad_rate: --flag USD 0 is not an exchange rate. Use a decimal number above zero with at most 12 digits after the point, such as 0.92.',
    ],
    [
      'rates',
      { dollars: 0.9 },
      'bad_currency: --flag "dollars" is not a currency code. Use three letters such as EUR or USD.',
    ],
    [
      'rfmSegments',
      '[]',
      'bad_segments: --flag "[]" is not a list of segments. Write it like [{"name": "best", "recency": [4, 5], "frequency": [4, 5]}].',
    ],
    [
      'rfmSegments',
      [{ name: 'best', recency: [5, 4] }],
      'bad_range: --flag, segment best, recency [5,4] is not a range. Write [low, high], null for an open end, such as [4, 5].',
    ],
  ];
  it.each(cases)('%s %j', (name, raw, expected) => {
    expect(refusal(name, raw)).toBe(expected);
  });
});

it('shows a hostile value on one line, escaped and short', () => {
  expect(refusal('currency', '\u001b[2Jx\n\u202ey')).toBe(
    'bad_currency: --flag "\\u001b[2Jx\\n\\u202ey" is not a currency code. Use three letters such as EUR or USD.',
  );
  expect(refusal('currency', 'x'.repeat(100_000)).length).toBeLessThan(200);
});
