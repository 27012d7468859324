import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeQuarantine } from '../../src/ingest/quarantine-csv.js';
import { emptyFolder, file, lines, load } from './harness.js';

const rows = [
  ['O1', 'C1', '2024-01-01', '1', 'plain'],
  ['O2', '', '2024-01-01', '2', 'semi;colon, comma'],
  ['O3', 'C3', 'never', '3', 'a "quote"'],
  ['O4', 'C4', '2024-01-01', 'x', 'two\nlines'],
];
const header = ['order_id', 'customer_id', 'order_ts', 'amount', 'note'];
const cell = (value: string) => (/[";,\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const csv = (delimiter: string) =>
  `${[header, ...rows].map((row) => row.map(cell).join(delimiter)).join('\n')}\n`;

test.each([
  ['commas', 'o.csv', csv(',')],
  ['semicolons', 'o.csv', csv(';')],
  ['semicolons and a broken row', 'o.csv', `${csv(';')}O5;C5;2024-01-01\n`],
  [
    'a row a line',
    'o.ndjson',
    rows
      .map((row) => JSON.stringify(Object.fromEntries(row.map((value, k) => [header[k], value]))))
      .join('\n'),
  ],
])('what was refused can be mended and loaded again: %s', async (_, name, content) => {
  const { store, intake } = await load(file(name, content));
  const folder = emptyFolder();
  const [path] = await writeQuarantine(store, 'memory', intake.files, folder);
  const mended = readFileSync(path!, 'utf8')
    .replace('O2,,', 'O2,C2,')
    .replace('never', '2024-01-02')
    .replace(',x,', ',4,')
    .split('\n')
    .filter((line) => !line.includes('malformed_row'))
    .join('\n');
  writeFileSync(path!, mended);
  const again = await load(path!, { settings: { attributes: 'all' } });
  expect(again.intake).toMatchObject({ rowsRead: 3, rowsUsed: 3 });
  expect(
    (await lines(again.store)).map((row) => [row.order_id, row.customer_id, row.amount, row.attributes]),
  ).toEqual([
    ['O2', 'C2', '2.0000', '{"note":"semi;colon, comma"}'],
    ['O3', 'C3', '3.0000', '{"note":"a \\"quote\\""}'],
    ['O4', 'C4', '4.0000', '{"note":"two\\nlines"}'],
  ]);
});
