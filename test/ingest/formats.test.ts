import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { literal } from '../../src/store/sql.js';
import { codes, file, lines, load, newStore, refused } from './harness.js';

const text =
  'order_id,customer_id,order_ts,amount,city\nO1,Zoë,2024-01-05,1.5,Köln\nO2,C2,2024-01-06,2,Łódź €\n';
const cp1252 =
  'order_id,customer_id,order_ts,amount,city\nO1,Zoë,2024-01-05,1.5,Köln\nO2,C2,2024-01-06,2,€ “quoted”\n';
const bytes1252 = Buffer.from(
  cp1252.replace('€', '\x80').replace('“', '\x93').replace('”', '\x94'),
  'latin1',
);
const utf16be = (value: string) => Buffer.from(`\ufeff${value}`, 'utf16le').swap16();

async function read(content: string | Uint8Array, name = 'orders.csv', encoding: string | null = null) {
  const { store, intake } = await load(file(name, content), { settings: { attributes: 'all', encoding } });
  const rows = await store.rows(
    'select row_number, customer_id, amount, attributes from order_lines order by 1',
  );
  return { rows, intake };
}

const expected = [
  { row_number: 1, customer_id: 'Zoë', amount: '1.5000', attributes: '{"city":"Köln"}' },
  { row_number: 2, customer_id: 'C2', amount: '2.0000', attributes: '{"city":"Łódź €"}' },
];
const expected1252 = [expected[0], { ...expected[1], attributes: '{"city":"€ “quoted”"}' }];

describe('encodings', () => {
  test.each([
    ['utf-8', text],
    ['utf-8 with a BOM', `\ufeff${text}`],
    ['utf-8 with a BOM and quotes', `\ufeff"order_id",customer_id${text.slice(20)}`],
    ['utf-16le with a BOM', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be with a BOM', utf16be(text)],
    ['utf-16le without a BOM', Buffer.from(text, 'utf16le')],
  ])('%s', async (_, content) => {
    expect((await read(content)).rows).toEqual(expected);
  });

  test('windows-1252 is found, with a note; declared, without', async () => {
    const found = await read(bytes1252);
    expect(found.rows).toEqual(expected1252);
    expect(found.intake.files[0]).toMatchObject({ encoding: 'windows-1252', bytes: bytes1252.length });
    expect(codes(found.intake.notes)).toEqual(['encoding_guessed']);
    const declared = await read(bytes1252, 'orders.csv', 'latin1');
    expect(declared.rows).toEqual(expected1252);
    expect(declared.intake.notes).toEqual([]);
  });

  test('a byte beyond ASCII far down in the file is found too', async () => {
    const plain = 'O,C,2024-01-05,1,Oslo\n'.repeat(40_000);
    const content = Buffer.from(
      `order_id,customer_id,order_ts,amount,city\n${plain}O1,Zo\xeb,2024-01-05,1,K\xf6ln\n`,
      'latin1',
    );
    const { store, intake } = await load(file('orders.csv', content), { want: new Set() });
    expect(intake.rowsUsed).toBe(40_001);
    expect(await store.rows(`select customer_id from order_lines where order_id = 'O1'`)).toEqual([
      { customer_id: 'Zoë' },
    ]);
    expect(intake.files[0]!.encoding).toBe('windows-1252');
  });

  test('UTF-8 with a broken byte stays UTF-8', async () => {
    const broken = Buffer.concat([
      Buffer.from(text),
      Buffer.from([0x4f, 0x33, 0x2c, 0xff]),
      Buffer.from(',2024-01-07,3,Åre é ü\n'),
    ]);
    const { rows, intake } = await read(broken);
    expect(rows.map((row) => row.customer_id)).toEqual(['Zoë', 'C2', '\ufffd']);
    expect(codes(intake.notes)).toEqual(['broken_characters']);
  });
});

describe('line ends', () => {
  test.each([
    ['\\r\\n', text.replaceAll('\n', '\r\n')],
    ['\\r', text.replaceAll('\n', '\r')],
    ['mixed', text.replace('\n', '\r\n')],
    ['mixed the other way', text.replace(/\n(?=O2)/, '\r\n')],
    ['none at the end', text.trimEnd()],
    ['blank lines at the end', `${text}\n\n \n`],
  ])('%s', async (_, content) => {
    expect((await read(content)).rows).toEqual(expected);
  });
});

describe('delimiters', () => {
  test.each([';', '\t', '|'])('%j is found', async (delimiter) => {
    const { rows, intake } = await read(text.replaceAll(',', delimiter));
    expect(rows).toEqual(expected);
    expect(intake.files[0]!.delimiter).toBe(delimiter);
  });

  test('decimal commas do not make the comma a delimiter', async () => {
    const path = file('o.csv', 'customer;date;amount\nC;2024-01-05;12,50\nC;2024-01-05;7,00\n');
    const { store } = await load(path, { settings: { decimalComma: true } });
    expect((await lines(store)).map((row) => row.amount).sort()).toEqual(['12.5000', '7.0000']);
  });

  test('any other by option', async () => {
    for (const delimiter of ['^', '~~', '¦']) {
      const { store } = await load(file('o.csv', text.replaceAll(',', delimiter)), {
        settings: { delimiter },
      });
      expect(await lines(store)).toHaveLength(2);
    }
  });
});

describe('compression', () => {
  test('gzip, in members too; bytes and SHA-256 are those of the file', async () => {
    const [head, tail] = [text.slice(0, 60), text.slice(60)];
    const content = Buffer.concat([gzipSync(head), gzipSync(tail)]);
    const { rows, intake } = await read(content, 'orders.csv.gz');
    expect(rows).toEqual(expected);
    expect(intake.files[0]).toMatchObject({ compression: 'gzip', bytes: content.length });
  });

  test('gzip of windows-1252', async () => {
    expect((await read(gzipSync(bytes1252))).rows).toEqual(expected1252);
  });

  test('zstd', async () => {
    const path = file('orders.parquet', '');
    const store = await newStore();
    const zst = path.replace('parquet', 'csv.zst');
    await store.run(
      `copy (select 'O' || i as order_id, 'C' || i % 10 as customer_id, date '2024-01-05' as order_ts, i as amount from range(50000) t(i)) to ${literal(zst)} (format csv, header, compression zstd)`,
    );
    const { intake } = await load(zst, { want: new Set() });
    expect(intake).toMatchObject({ rowsUsed: 50_000, moneyUsed: '1249975000.0000' });
    expect(intake.files[0]!.compression).toBe('zstd');
  });
});

describe('JSON', () => {
  const json = [
    '{"order_id":"O1","customer":"Zoë","date":"2024-01-05","amount":1.5,"metadata":{"channel":"web","tags":["a","b"],"deep":{"x":1}},"items":[{"a":1}]}',
    '{"order_id":2,"customer":13085.0,"date":"2024-01-06T10:00:00+02:00","amount":"2","metadata":{"channel":""},"late":null}',
  ];

  test('NDJSON: nested objects are attributes of their own, arrays stay JSON', async () => {
    const { store, intake } = await load(file('o.ndjson', `${json[0]}\n\n{broken\n[1]\n${json[1]}\n`), {
      settings: { attributes: 'all' },
    });
    expect(
      await store.rows(
        'select row_number, order_id, customer_id, order_ts, amount, attributes from order_lines order by 1',
      ),
    ).toEqual([
      {
        row_number: 1,
        order_id: 'O1',
        customer_id: 'Zoë',
        order_ts: '2024-01-05T00:00:00',
        amount: '1.5000',
        attributes:
          '{"items":"[{\\"a\\":1}]","metadata.channel":"web","metadata.deep.x":"1","metadata.tags":"[\\"a\\",\\"b\\"]"}',
      },
      {
        row_number: 5,
        order_id: '2',
        customer_id: '13085',
        order_ts: '2024-01-06T08:00:00',
        amount: '2.0000',
        attributes: null,
      },
    ]);
    expect(await refused(store)).toEqual(['3 row malformed_row null', '4 row malformed_row null']);
    expect(await store.rows('select raw from quarantine order by row_number')).toEqual([
      { raw: '{broken' },
      { raw: '[1]' },
    ]);
    expect(intake.attributeNames.orders).toContain('metadata.channel');
  });

  test('an array, pretty-printed or not, cut off or not', async () => {
    const pretty = JSON.stringify(
      json.map((row) => JSON.parse(row)),
      null,
      2,
    );
    for (const content of [`[${json.join(',')}]`, pretty, `\ufeff${pretty}\n`]) {
      const { store } = await load(file('o.json', content));
      expect((await lines(store)).map((row) => row.customer_id)).toEqual(['13085', 'Zoë']);
    }
    const { store, intake } = await load(file('o.json', pretty.slice(0, -40)));
    expect(intake).toMatchObject({ rowsRead: 2, rowsUsed: 1 });
    expect(await refused(store)).toEqual(['2 row malformed_row null']);
  });

  test('a key that first comes late is a column', async () => {
    const early = Array.from(
      { length: 3000 },
      (_, k) => `{"customer":"C${k}","date":"2024-01-05","amount":1}`,
    );
    const { store } = await load(
      file(
        'o.ndjson',
        [...early, '{"customer":"C","date":"2024-01-05","amount":1,"order_id":"A"}'].join('\n'),
      ),
    );
    expect(await store.rows('select order_id from order_lines where has_order_id')).toEqual([
      { order_id: 'A' },
    ]);
  });

  test('a line over the limit is lost alone', async () => {
    const long = `{"customer":"${'x'.repeat(2_100_000)}","date":"2024-01-05","amount":1}`;
    const { store, intake } = await load(file('o.ndjson', `${json[0]}\n${long}\n${json[1]}`));
    expect(intake.rowsUsed).toBe(2);
    expect(await store.rows('select row_number, reason from quarantine')).toEqual([
      { row_number: 2, reason: 'line_too_long' },
    ]);
  });
});

describe('Parquet', () => {
  test('typed columns become text as people write them', async () => {
    const path = file('o.parquet', '');
    const store = await newStore();
    await store.run(
      `copy (select 13085.0::double as "Customer ID", 7::bigint as invoice, timestamp '2024-01-05 10:00:00' as InvoiceDate, 2::integer as quantity, 1.1::double as price, {'a': 1} as extra, true as flag union all select null, 8, timestamp '2024-01-06', 1, 'nan'::double, null, null) to ${literal(path)} (format parquet)`,
    );
    const { store: loaded, intake } = await load(path, {
      settings: { attributes: 'all', decimalComma: true },
    });
    expect(
      await loaded.rows(
        'select row_number, customer_id, order_id, order_ts, amount, attributes from order_lines',
      ),
    ).toEqual([
      {
        row_number: 1,
        customer_id: '13085',
        order_id: '7',
        order_ts: '2024-01-05T10:00:00',
        amount: '2.2000',
        attributes: '{"extra":"{\\"a\\":1}","flag":"true"}',
      },
    ]);
    expect(await refused(loaded)).toEqual(['2 Customer ID missing_customer null']);
    expect(intake.files[0]).toMatchObject({ format: 'parquet', encoding: null, delimiter: null });
  });
});

test('the zstd tool and fzstd agree on several frames', async () => {
  const path = file('a.csv', text);
  try {
    execFileSync('zstd', ['-q', '-f', path]);
  } catch {
    return;
  }
  const frame = readFileSync(`${path}.zst`);
  const second = file('b.csv', 'O3,C3,2024-01-07,3,Oslo\n');
  execFileSync('zstd', ['-q', '-f', second]);
  const { rows } = await read(Buffer.concat([frame, readFileSync(`${second}.zst`)]), 'orders.csv.zst');
  expect(rows.map((row) => row.customer_id)).toEqual(['Zoë', 'C2', 'C3']);
});
