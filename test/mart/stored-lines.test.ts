import { expect, it } from 'vitest';
import { byPlaces } from '../../src/mart/line-facts.js';
import { buildFrom, lineFacts } from '../../src/mart/stored-lines.js';
import { type Line, martOf, shown, using } from './fixture.js';

const ATTRIBUTED: readonly Line[] = [
  { customer: 'c1', order: 'o1', ts: '2024-01-02', amount: '1', attributes: { channel: 'web' } },
  { customer: 'c1', order: 'o1', ts: '2024-01-02', amount: '2', attributes: { channel: "O'Hara" } },
  { customer: 'c1', order: 'o1', ts: '2024-01-02', amount: '3' },
  { customer: 'c2', order: 'o2', ts: '2024-01-03', amount: '4', attributes: { channel: 'é' } },
  { customer: 'c3', order: 'o3', ts: '2024-01-03', amount: '5' },
];
const COLUMNS = ['order_id', 'attributes', 'units', 'spend', 'cost', 'profit', 'profit_known_spend'];

it('says what no line has', () =>
  using(martOf({ lines: [{ customer: 'c1', order: 'o1', ts: '2024-01-02', amount: '1' }] }), async (mart) => {
    expect(await lineFacts(mart.store)).toEqual({
      lacks: ['attributes', 'quantity', 'cost', 'profit'],
      attributes: null,
    });
  }));

it('takes nothing for lacking that margins or products may bring', async () => {
  const lines: Line[] = [{ customer: 'c1', order: 'o1', ts: '2024-01-02', amount: '1', quantity: '2' }];
  await using(martOf({ lines, margins: [[null, '0.4']] }), async (mart) => {
    expect((await lineFacts(mart.store)).lacks).toEqual(['attributes', 'unknown_quantity', 'cost']);
  });
  await using(martOf({ lines, products: [{ id: 'p1', cost: '1' }] }), async (mart) => {
    expect((await lineFacts(mart.store)).lacks).toEqual(['attributes', 'unknown_quantity']);
  });
  await using(martOf({ lines: [{ ...lines[0]!, profit: '1' }] }), async (mart) => {
    expect((await lineFacts(mart.store)).lacks).toEqual(['attributes', 'unknown_quantity', 'cost']);
  });
});

it('misses quantities where one line has none', () =>
  using(
    martOf({
      lines: [
        { customer: 'c1', order: 'o1', ts: '2024-01-02', amount: '1', quantity: '2' },
        { customer: 'c1', order: 'o1', ts: '2024-01-02', amount: '1' },
      ],
    }),
    async (mart) => {
      expect((await lineFacts(mart.store)).lacks).toEqual(['attributes', 'cost', 'profit']);
    },
  ));

it('lists few attributes, and not many', async () => {
  await using(martOf({ lines: ATTRIBUTED }), async (mart) => {
    expect((await lineFacts(mart.store)).attributes).toEqual([
      `{"channel":"O'Hara"}`,
      '{"channel":"web"}',
      '{"channel":"é"}',
    ]);
  });
  const many = Array.from(
    { length: 257 },
    (_, i): Line => ({ ...ATTRIBUTED[0]!, attributes: { n: `${i}` } }),
  );
  await using(martOf({ lines: many }), async (mart) => {
    expect((await lineFacts(mart.store)).attributes).toBeNull();
  });
});

it('makes the same orders with and without what it says', async () => {
  await using(martOf({ lines: ATTRIBUTED }), async (mart) => {
    const plainly = await shown(mart, 'orders', COLUMNS);
    mart.forget(['orders']);
    mart.tell(await lineFacts(mart.store));
    expect(await shown(mart, 'orders', COLUMNS)).toEqual(plainly);
    expect(plainly[0]).toBe(`o1 {"channel":"O'Hara"} - 6 - - 0`);
  });
});

it('makes the same orders from a copy of the lines', async () => {
  await using(martOf({ lines: ATTRIBUTED }), async (mart) => {
    const plainly = await shown(mart, 'orders', COLUMNS);
    mart.forget(['orders', 'line_profits']);
    await mart.store.run('create or replace temporary table copied_lines as select * from order_lines');
    await buildFrom(mart, 'copied_lines', ['orders']);
    expect(await shown(mart, 'orders', COLUMNS)).toEqual(plainly);
    const views = await mart.store.rows(`select 1 from duckdb_views() where view_name like 'same_%'`);
    expect(views).toEqual([]);
  });
});

it('changes the texts that take the smallest attributes alone', () => {
  expect(byPlaces('select min(attributes) as attributes from lines', ['a', "b'"])).toBe(
    `select cast(min(cast(attributes as enum('a', 'b'''))) as varchar) as attributes from lines`,
  );
  expect(byPlaces('select attributes from lines', ['a'])).toBe('select attributes from lines');
});
