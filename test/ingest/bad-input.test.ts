import { createReadStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ClvError } from '../../src/common/errors.js';
import { codes, file, type LoadOptions, lines, load, refused, unaccounted } from './harness.js';

const header = 'order_id,customer_id,order_ts,amount';
const rows = (n: number, from = 0) =>
  Array.from({ length: n }, (_, k) => `O${from + k},C${(from + k) % 7},2024-01-05,${k % 100}.50`);
const csv = (lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`;

/** Code, exit code and text of the error that loading gives; the folder of the file is cut off. */
async function failure(path: string | string[], options?: LoadOptions): Promise<[string, number, string]> {
  try {
    await load(path, options);
  } catch (error) {
    if (!(error instanceof ClvError)) throw error;
    const first = typeof path === 'string' ? path : path[0]!;
    return [error.code, error.exitCode, error.message.replaceAll(`${dirname(first)}/`, '')];
  }
  throw new Error('nothing was refused');
}

describe('files that can not be read', () => {
  test('no file, no match, a folder', async () => {
    const path = file('orders.csv', '');
    expect(await failure(join(dirname(path), 'none.csv'))).toEqual([
      'file_missing',
      2,
      'none.csv: no such file. Check the name and the folder; quote globs and names with spaces.',
    ]);
    expect(await failure(join(dirname(path), '*.json'))).toEqual([
      'no_match',
      2,
      '*.json: no file matches. Check the folder, or list the files one by one.',
    ]);
    mkdirSync(join(dirname(path), 'folder'));
    expect(await failure(join(dirname(path), 'folder'))).toEqual([
      'is_directory',
      2,
      'folder is a folder, not a file. Name the files in it, for example "folder/*.csv".',
    ]);
  });

  test('an empty file, and one of blank lines', async () => {
    for (const content of ['', '\n \n\n', '\ufeff']) {
      expect(await failure(file('orders.csv', content))).toEqual([
        'empty_file',
        3,
        'orders.csv is empty: it has no header and no rows. Was the export cut off?',
      ]);
    }
  });

  test('binary files are named for what they are', async () => {
    const junk = Buffer.from(Array.from({ length: 5000 }, (_, k) => (k * 7919) % 256));
    const expected = (kind: string) => [
      'not_text',
      3,
      `x is ${kind}, not a table that can be read. Save it as CSV, JSON, NDJSON or Parquet and name that file.`,
    ];
    expect(await failure(file('x', junk))).toEqual(expected('a binary file'));
    expect(await failure(file('x', Buffer.from('PK\x03\x04xxxxxxxx', 'latin1')))).toEqual(
      expected('an Excel workbook or a ZIP archive'),
    );
    expect(await failure(file('x', '%PDF-1.7'))).toEqual(expected('a PDF document'));
  });

  test('a header without rows is zero rows and a warning', async () => {
    for (const content of [header, `${header}\n`, `${header}\r\n\r\n`, '[]']) {
      const { intake, store } = await load(file('orders.csv', content));
      expect(intake).toMatchObject({ rowsRead: 0, rowsUsed: 0, rowsQuarantined: 0 });
      expect(codes(intake.warnings)).toEqual(['header_only']);
      expect(await lines(store)).toEqual([]);
    }
  });

  test('a column twice', async () => {
    expect(await failure(file('orders.csv', `${header},Order ID\nO1,C1,2024-01-05,1,O2\n`))).toEqual([
      'duplicate_column',
      3,
      'orders.csv has the columns "order_id" and "Order ID", which are the same name when case, spaces and underscores are ignored. Rename or remove one of them.',
    ]);
    expect(await failure(file('orders.csv', `${header},amount\nO1,C1,2024-01-05,1,2\n`))).toEqual([
      'duplicate_column',
      3,
      'orders.csv has the column "amount" twice. Rename or remove one of them.',
    ]);
  });

  test('missing columns, and a missing header', async () => {
    expect(await failure(file('orders.csv', 'order_id,when,amount\nO1,2024-01-05,1\n'))).toEqual([
      'missing_column',
      3,
      'orders.csv has no column that looks like customer_id. Its columns are: order_id, when, amount. Name the right one with --columns customer_id="…".',
    ]);
    expect(await failure(file('orders.csv', 'customer,date,price\nC,2024-01-05,1\n'))).toEqual([
      'missing_column',
      3,
      'orders.csv has no amount, nor quantity and unit_price. Its columns are: customer, date, price. Name the right one with --columns amount="…".',
    ]);
    expect(await failure(file('orders.csv', 'C1,2024-01-05,12.50\nC2,2024-01-06,13\n'))).toEqual([
      'missing_column',
      3,
      'orders.csv: the first row looks like data, not like column names (C1, 2024-01-05, 12.50). Put a row with column names first.',
    ]);
  });

  test('overrides that name nothing', async () => {
    const path = file('orders.csv', csv(rows(2)));
    expect(await failure(path, { settings: { columns: { amount: 'Total Price' } } })).toEqual([
      'unknown_column',
      2,
      '--columns amount="Total Price": no file has the column "Total Price". The columns are: order_id, customer_id, order_ts, amount.',
    ]);
    expect((await failure(path, { settings: { columns: { sum: 'amount' } } })).slice(0, 2)).toEqual([
      'unknown_role',
      2,
    ]);
  });

  test('unknown encoding and delimiter', async () => {
    const path = file('orders.csv', csv(rows(2)));
    expect(await failure(path, { settings: { encoding: 'klingon' } })).toEqual([
      'unknown_encoding',
      2,
      '"klingon" is not an encoding that can be read. Use for example utf-8, utf-16le, windows-1252, iso-8859-1 or shift_jis.',
    ]);
    expect((await failure(path, { settings: { delimiter: '"' } })).slice(0, 2)).toEqual(['bad_delimiter', 2]);
  });

  test('damaged gzip, zstd and Parquet', async () => {
    const whole = gzipSync(csv(rows(500)));
    expect(await failure(file('o.csv.gz', whole.subarray(0, whole.length / 2)))).toEqual([
      'damaged_compression',
      3,
      'o.csv.gz is compressed with gzip and is damaged or cut off. Transfer the file again.',
    ]);
    const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3, 4]);
    expect((await failure(file('o.csv.zst', magic)))[0]).toBe('damaged_compression');
    expect(await failure(file('o.parquet', 'PAR1 and then nothing'))).toEqual([
      'bad_parquet',
      3,
      "o.parquet is a Parquet file that can't be read: it is damaged or cut off. Write it again.",
    ]);
  });

  test('JSON of another shape', async () => {
    expect(await failure(file('o.json', '{\n "orders": [\n {"a": 1}\n ]\n}\n'))).toEqual([
      'json_shape',
      3,
      'o.json is JSON, but neither an array of rows nor one row a line. Export it as [{…}, {…}] or as NDJSON.',
    ]);
  });

  test('standard input: absent, twice, and spooled', async () => {
    expect((await failure('-'))[0]).toBe('stdin_absent');
    expect((await failure(['-', '-'], { stdin: Readable.from([]) }))[0]).toBe('stdin_twice');
    const path = file('o.csv.gz', gzipSync(csv(rows(20))));
    const { intake } = await load('-', { stdin: createReadStream(path) });
    expect(intake.files).toMatchObject([{ name: 'standard input', rowsUsed: 20, compression: 'gzip' }]);
    expect(intake.files[0]!.sha256).toHaveLength(64);
  });
});

describe('broken rows', () => {
  test('an unclosed quote early in 200,000 lines loses exactly one row', async () => {
    const all = rows(200_000);
    all[1000] = 'O1000,"C1,2024-01-05,1.50';
    const { intake, store } = await load(file('orders.csv', csv(all)), { want: new Set() });
    expect(intake).toMatchObject({ rowsRead: 200_000, rowsUsed: 199_999, rowsQuarantined: 1 });
    expect(await store.rows('select row_number, reason, raw from quarantine')).toEqual([
      { row_number: 1001, reason: 'malformed_row', raw: 'O1000,"C1,2024-01-05,1.50' },
    ]);
  });

  test('an unclosed quote among quoted fields loses exactly one row, wherever it stands', async () => {
    for (const at of [0, 1, 50, 98, 99]) {
      const all = rows(100).map((line) =>
        line
          .split(',')
          .map((cell) => `"${cell}"`)
          .join(','),
      );
      all[at] = all[at]!.replace('"C', 'C').replace('","2024', ',"2024').replace('.50"', '.50');
      const { intake, store } = await load(file('orders.csv', csv(all)));
      expect(intake).toMatchObject({ rowsRead: 100, rowsUsed: 99 });
      expect(await store.rows('select row_number from quarantine')).toEqual([{ row_number: at + 1 }]);
    }
  });

  test('a quoted line end is part of its record, and numbers count records', async () => {
    const text = `${header},note\nO1,C1,2024-01-05,1,"two\nlines, ""quoted"""\n\nO2,C1,2024-01-05,x,\r\nO3,C1,2024-01-05,1,"a\r\nb"\r\n`;
    const { store, intake } = await load(file('orders.csv', text), { settings: { attributes: 'all' } });
    expect(await store.rows('select row_number, attributes from order_lines order by 1')).toEqual([
      { row_number: 1, attributes: '{"note":"two\\nlines, \\"quoted\\""}' },
      { row_number: 4, attributes: '{"note":"a\\r\\nb"}' },
    ]);
    expect(await refused(store)).toEqual(['3 amount bad_amount x']);
    expect(intake.rowsRead).toBe(3);
  });

  test('a quote within an unquoted field is a letter', async () => {
    const text = `${header},item\nO1,C1,2024-01-05,1,5" pipe\nO2,C1,2024-01-05,1,a "b" c\n`;
    const { store } = await load(file('orders.csv', text), { settings: { attributes: ['item'] } });
    expect((await lines(store)).map((row) => row.attributes)).toEqual([
      '{"item":"5\\" pipe"}',
      '{"item":"a \\"b\\" c"}',
    ]);
  });

  test('backslash escapes are understood', async () => {
    const text = `${header},item\nO1,C1,2024-01-05,1,"5\\" pipe, long"\nO2,C1,2024-01-05,1,"plain"\n`;
    const { store } = await load(file('orders.csv', text), { settings: { attributes: ['item'] } });
    expect((await lines(store)).map((row) => row.attributes)).toEqual([
      '{"item":"5\\" pipe, long"}',
      '{"item":"plain"}',
    ]);
  });

  test('a line over the limit is lost alone', async () => {
    const all = rows(3000);
    all[2000] = `O2000,${'x'.repeat(3_000_000)},2024-01-05,1.50`;
    const { intake, store } = await load(file('orders.csv', csv(all)));
    expect(intake).toMatchObject({ rowsRead: 3000, rowsUsed: 2999 });
    const [row] = await store.rows('select *, length(raw) as kept from quarantine');
    expect(row).toMatchObject({ row_number: 2001, reason: 'line_too_long', field: 'row', kept: 1001 });
    const longer = await load(file('orders.csv', csv(all)), { settings: { maxLineBytes: 4_000_000 } });
    expect(longer.intake.rowsUsed).toBe(3000);
  });

  test('a customer id of 100,000 characters is an id', async () => {
    const id = 'é'.repeat(100_000);
    const { store } = await load(file('orders.csv', csv([`O1,${id},2024-01-05,1`])));
    expect((await lines(store))[0]!.customer_id).toBe(id);
  });

  test('hostile values are values', async () => {
    const ids = ['../../etc/passwd', "'; drop table order_lines; --", '=1+1', '{{x}}', '$x', '\\', '%'];
    const path = file('orders.csv', csv(ids.map((id, k) => `${id},${id},2024-01-05,${k}`)));
    const { store } = await load(path, { settings: { columns: { customer_id: 'customer_id' } } });
    expect((await lines(store)).map((row) => row.customer_id).sort()).toEqual([...ids].sort());
    expect((await lines(store)).map((row) => row.order_id).sort()).toEqual([...ids].sort());
  });

  test('hostile file and column names are names', async () => {
    for (const name of ["o'; drop table x; --.csv", 'o[1]*?.csv', 'ö {a,b} é.csv', '"q" $x {{ y }}.csv']) {
      const path = file(name, `${header},'; drop table x\nO1,C1,2024-01-05,1,v\nO2,C1,2024-01-05,x,v\n`);
      const { store } = await load(path, { settings: { attributes: 'all' } });
      expect(await store.rows('select file, attributes from order_lines')).toEqual([
        { file: path, attributes: `{"'; drop table x":"v"}` },
      ]);
      expect(await store.rows('select file, row_number from quarantine')).toEqual([
        { file: path, row_number: 2 },
      ]);
    }
  });

  test('spaces alone make a blank line, commas alone a row without a customer', async () => {
    const { store, intake } = await load(
      file('orders.csv', `\n${header}\n  \nO1,C1,2024-01-05,1\n,,,\n   \n`),
    );
    expect(intake).toMatchObject({ rowsRead: 2, rowsUsed: 1 });
    expect(await refused(store)).toEqual(['3 customer_id missing_customer null']);
  });
});

describe('limits', () => {
  const mixed = (bad: number, line = 'OX,C1,2024-01-05,oops') =>
    csv([...rows(100 - bad), ...Array(bad).fill(line)]);

  test('too many refused rows', async () => {
    const options = { settings: { maxQuarantine: 0.05 } };
    expect((await load(file('orders.csv', mixed(5)), options)).intake.rowsUsed).toBe(95);
    const path = file('orders.csv', mixed(6));
    expect(await failure(path, options)).toEqual([
      'too_many_refused',
      3,
      '6 rows of 100 (6.0 %) of the orders were refused; the limit is 5.0 %. Reasons: bad_amount 6.\n  orders.csv row 95: amount "oops" is not a decimal number.\nMend the rows, or raise --max-quarantine.',
    ]);
  });

  test('rows without a customer are told apart from those that pass the limit', async () => {
    const bad = [...Array(6).fill('OX,C1,2024-01-05,oops'), ...Array(2).fill('OY,,2024-01-05,5')];
    const path = file('orders.csv', csv([...rows(92), ...bad]));
    const [code, , message] = await failure(path, { settings: { maxQuarantine: 0.05 } });
    expect(code).toBe('too_many_refused');
    expect(String(message).split('\n')[0]).toBe(
      '6 rows of 100 (6.0 %) of the orders were refused; the limit is 5.0 %. Reasons: bad_amount 6. Besides, 2 rows without a customer, counted apart (--max-missing-customer).',
    );
    const none = file('none.csv', csv(['OX,C1,2024-01-05,oops', 'OY,,2024-01-05,5']));
    expect((await failure(none, { settings: { maxQuarantine: 0.05 } }))[2]).toMatch(
      /^All 2 rows of the orders were refused; the limit is 5\.0 %\. Reasons: bad_amount 1, missing_customer 1\.\n/,
    );
  });

  test('too much refused money', async () => {
    const path = file('orders.csv', mixed(1, 'OX,C1,never,1000000'));
    expect((await failure(path, { settings: { maxQuarantine: 0.05 } }))[2]).toMatch(
      /^Rows with 99\.\d % of the money of the orders were refused \(1 row of 100\); the limit is 5\.0 %\. Reasons: bad_timestamp 1\.\n {2}orders\.csv row 100: order_ts "never" is not a date that can be read\.\nUse --date-format if the dates have their own form\. Mend/,
    );
  });

  test('decimal commas get their hint', async () => {
    const path = file('orders.csv', 'customer;date;amount\nC;2024-01-05;12,50\nC;2024-01-05;7,00\n');
    expect(await failure(path, { settings: { maxQuarantine: 0.05 } })).toEqual([
      'all_refused',
      3,
      'All 2 rows of the orders were refused; the limit is 5.0 %. Reasons: bad_amount 2.\n  orders.csv row 1: amount "12,50" is not a decimal number.\nUse --decimal-comma if commas are decimal points. Mend the rows, or raise --max-quarantine.',
    ]);
  });

  test('rows without a customer do not count, but have a limit of their own', async () => {
    const text = csv([...rows(50), ...rows(50).map((line) => line.replace(/C\d/, ''))]);
    const { intake } = await load(file('orders.csv', text), { settings: { maxQuarantine: 0.05 } });
    expect(intake.refused).toEqual({ missing_customer: 50 });
    expect(intake.notes.map((note) => note.text)).toEqual([
      '50 rows (50.0 %, 50.0 % of the money) have no customer and are left out.',
    ]);
    expect(await failure(file('orders.csv', text), { settings: { maxMissingCustomer: 0.3 } })).toEqual([
      'too_many_without_customer',
      3,
      '50 rows of 100 (50.0 %) have no customer; --max-missing-customer is 30.0 %. Check the export, or raise the limit.',
    ]);
  });

  test('all rows refused, even when only customers are missing', async () => {
    expect((await failure(file('orders.csv', csv([',,2024-01-05,1']))))[0]).toBe('all_refused');
  });

  test('the account closes for every kind of breach at once', async () => {
    const text = csv([...rows(90), 'O,C,x,1', ',,,', 'a', 'O,C,2024-01-01,"1', 'O,C,2024-01-01,nan']);
    const { intake } = await load([file('a.csv', text), file('b.csv', text), file('c.csv', csv(rows(3)))]);
    expect(unaccounted(intake)).toEqual([0, 0, 0]);
    expect(intake.rowsRead).toBe(95 + 95 + 3);
  });
});
