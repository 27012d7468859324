import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { literal } from '../../src/store/sql.js';
import { isSlowSuite } from '../slow-suite.js';
import { file, type Loaded, load, unaccounted } from './harness.js';

/** Rows of which some are good, some bad, in the forms that people write. */
const cell = fc.record({
  order: fc.constantFrom('A1', 'A2', ' A3', '', 'ü', '"q"', 'x,y'),
  customer: fc.constantFrom('C1', '00123', 'C 2', '', '😀', "o'x"),
  date: fc.constantFrom(
    '2024-01-05',
    '2024-01-05 10:11:12',
    '2024-01-05T10:11:12Z',
    '20240105',
    '31/12/2024',
    '2024-02-30',
    '',
    'epoch',
  ),
  amount: fc.constantFrom('1', '-2.5', '1.00005', '$3', '1e2', 'x', '', 'NaN', '1_000', ' 4 ', '(5)'),
  city: fc.constantFrom('Oslo', '', 'Köln', 'a\nb', 'tab\there'),
});
type Row = Readonly<Record<'order' | 'customer' | 'date' | 'amount' | 'city', string>>;
// One good row keeps a table from being refused as a whole.
const good: Row = { order: 'A0', customer: 'C0', date: '2024-01-01', amount: '1', city: '' };
const table: fc.Arbitrary<Row[]> = fc.array(cell, { maxLength: 40 }).map((rows) => [...rows, good]);
const keys = ['order', 'customer', 'date', 'amount', 'city'] as const;
const header = ['order_id', 'customer_id', 'order_ts', 'amount', 'city'];

const quoted = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const csv = (rows: readonly Row[], newline = '\n') =>
  [header.join(','), ...rows.map((row) => keys.map((key) => quoted(row[key])).join(','))].join(newline) +
  newline;
const ndjson = (rows: readonly Row[]) =>
  rows
    .map((row) => JSON.stringify(Object.fromEntries(keys.map((key, k) => [header[k], row[key]]))))
    .join('\n');

async function outcome({ store, intake }: Loaded) {
  expect(unaccounted(intake).every((n) => n === 0)).toBe(true);
  return {
    lines: await store.rows('select * exclude (file, row_number) from order_lines order by all'),
    refused: await store.rows(
      'select reason, value, count(*) as n from quarantine group by all order by all',
    ),
  };
}

const read = async (content: string | Uint8Array) => load(file('orders', content), options).then(outcome);
const options = { settings: { attributes: 'all' } } as const;

test('the order of rows, the files that hold them and how they are written change nothing', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.integer(), async (rows, seed) => {
      const expected = await read(csv(rows));
      const shuffled = [...rows].sort((a, b) => hash(a, seed) - hash(b, seed));
      expect(await read(csv(shuffled))).toEqual(expected);
      expect(await read(csv(rows, '\r\n'))).toEqual(expected);
      expect(await read(Buffer.from(`\ufeff${csv(rows)}`, 'utf16le'))).toEqual(expected);
      expect(await read(gzipSync(csv(rows)))).toEqual(expected);
      expect(await read(ndjson(rows))).toEqual(expected);
      expect(await read(`[${ndjson(rows).split('\n').join(',\n')}]`)).toEqual(expected);
      const cut = Math.abs(seed) % (rows.length + 1);
      const parts = [rows.slice(0, cut), rows.slice(cut)].map((part) => file('part.csv', csv(part)));
      expect(await load(parts, options).then(outcome)).toEqual(expected);
    }),
    { numRuns: isSlowSuite ? 8 : 2 },
  );
});

test('Parquet of the same texts gives the same lines', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const source = await load(file('seed.csv', 'customer,date,amount\nC,2024-01-01,1\n'));
      const path = file('rows.parquet', '');
      const plain = file('rows.ndjson', ndjson(rows));
      await source.store.run(
        `copy (select * from read_json(${literal(plain)}, format = 'newline_delimited', columns = {${header.map((name) => `${name}: 'varchar'`).join(', ')}})) to ${literal(path)} (format parquet)`,
      );
      expect(await load(path, options).then(outcome)).toEqual(await read(csv(rows)));
    }),
    { numRuns: isSlowSuite ? 5 : 2 },
  );
});

function hash(row: Row, seed: number): number {
  let h = seed | 0;
  for (const c of JSON.stringify(row)) h = (Math.imul(h, 31) + c.charCodeAt(0)) | 0;
  return h;
}
