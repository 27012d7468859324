import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSlowSuite } from '../slow-suite.js';
import { file, load } from './harness.js';

/** Rows in forms that the first rows of a file may not show. */
const row = fc.record({
  day: fc.constantFrom('2024-03-01 10:00:00', '2024-03-01', '20240301', '01.03.2024x', '2024-03-01 10:00+01'),
  quantity: fc.constantFrom('1', '-2', '3.5', '1_0', '99999999999999', ''),
  price: fc.constantFrom('2.5', '0', '-1', '$4', '99999999', '1.00005'),
  cost: fc.constantFrom('', '1', 'x', '99999999999', '1e2', ' 2 '),
  kind: fc.constantFrom('purchase', 'return', 'Return ', 'REFUND', 'void', 'cancelled', 'odd', ''),
  product: fc.constantFrom('', 'P1', ' P1 ', 'P\u00a0', '\u3000P', 'Ø', '\tP'),
  city: fc.constantFrom(
    '',
    'Oslo',
    ' Bergen ',
    'a"b',
    'a\\b',
    'tab\there',
    'a\nb',
    '😀',
    '{"x":1}',
    'Bodø\u3000',
  ),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

const HEADER = 'customer_id,order_id,order_ts,quantity,unit_price,unit_cost,type,city,product_id';
const quoted = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const line = ({ day, quantity, price, cost, kind, city, product }: Row, k: number) =>
  ['odd', `o${k}`, day, quantity, price, cost, kind, city, product].map(quoted).join(',');
const plain = Array.from(
  { length: 600 },
  (_, k) => `plain,p${k},2024-01-01 10:00:00,1,2.50,1.25,purchase,Oslo,P1`,
);

async function read(lines: readonly string[], numbered: boolean) {
  const { store } = await load(file('orders.csv', `${HEADER}\n${lines.join('\n')}\n`), {
    settings: { attributes: 'all' },
    ...(numbered
      ? {}
      : { want: new Set(['quantity', 'cost', 'profit', 'product_id', 'category', 'attributes'] as const) }),
  });
  const rows = await store.rows(
    `select * exclude (file, row_number) from order_lines where customer_id = 'odd' order by all`,
  );
  const refused = await store.rows('select row_number, reason, field, value from quarantine order by all');
  const numbers = numbered
    ? await store.rows(`select row_number from order_lines where customer_id = 'odd' order by all`)
    : [];
  const shift = lines.length > 600 ? 600 : 0;
  const moved = (list: typeof refused) =>
    list.map((each) => ({ ...each, row_number: Number(each.row_number) - shift }));
  return { rows, refused: moved(refused), numbers: moved(numbers) };
}

test('a row is read the same whether the rows before it show its form or not, and keeps its number', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), fc.boolean(), async (odd, numbered) => {
      const good: Row = {
        day: '2024-03-01',
        quantity: '1',
        price: '2.5',
        cost: '',
        kind: '',
        city: '',
        product: '',
      };
      const lines = [...odd, good].map(line);
      expect(await read([...plain, ...lines], numbered)).toEqual(await read(lines, numbered));
    }),
    { numRuns: isSlowSuite ? 12 : 4 },
  );
});

test('returns that begin after the first rows are negative, with their cost and profit', async () => {
  const { rows } = await read([...plain, 'odd,r1,2024-03-01 10:00:00,2,2.50,1.00,return,Oslo,'], true);
  expect(rows).toMatchObject([
    { amount: '-5.0000', quantity: '-2.0000', cost: '-2.0000', profit: '-3.0000', is_return: true },
  ]);
});

test('blanks beyond ASCII around an id or an attribute are trimmed, wherever the row stands', async () => {
  const row = (customer: string, order: string, city: string) =>
    `${customer},${order},2024-03-01 10:00:00,1,2.50,,,${city},`;
  const { store } = await load(
    file(
      'orders.csv',
      `${HEADER}\n${[...plain, row('\u00a0odd', 'o1', '\u2003Bodø'), row('odd\u3000', 'o1\u00a0', 'Bodø\u00a0'), row('Åse', 'ø1', '東京')].join('\n')}\n`,
    ),
    { settings: { attributes: 'all' } },
  );
  const rows = await store.rows(
    `select distinct customer_id, order_id, attributes from order_lines where customer_id <> 'plain' order by all`,
  );
  expect(rows).toEqual([
    { customer_id: 'odd', order_id: 'o1', attributes: '{"city":"Bodø"}' },
    { customer_id: 'Åse', order_id: 'ø1', attributes: '{"city":"東京"}' },
  ]);
});
