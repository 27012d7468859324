import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildOrdersById } from '../../src/mart/orders-by-id.js';
import { type Line, martOf, shown } from './fixture.js';
import { anyLine, anySettings } from './random-lines.js';

const COLUMNS = ['order_id', 'customer_id', 'order_date', 'lines', 'units', 'spend', 'profit', 'order_ts'];

/** Lines that all have an order id; those of an order are of one customer, but for some that are not. */
const linesWithIds = fc.array(
  fc.tuple(anyLine, fc.integer({ min: 0, max: 60 })).map(([line, chance]): Line => {
    const order = line.order ?? 'o8';
    return { ...line, order, customer: chance === 0 ? line.customer : `of ${order}` };
  }),
  { maxLength: 40, size: 'max' },
);

function eachUnderOne(lines: readonly Line[]): boolean {
  const customers = new Map<string, string>();
  for (const { order, customer } of lines) {
    if ((customers.get(order!) ?? customer) !== customer) return false;
    customers.set(order!, customer);
  }
  return true;
}

test('orders by their ids are the orders, or an id is known to stand under two customers', async () => {
  const seen = { one: 0, two: 0 };
  await fc.assert(
    fc.asyncProperty(linesWithIds, anySettings, async (lines, { zeroValue, timeZone }) => {
      const mart = await martOf({ lines }, { zero_value: zeroValue, time_zone: timeZone });
      const isOne = await buildOrdersById(mart);
      expect(isOne).toBe(eachUnderOne(lines));
      seen[isOne ? 'one' : 'two'] += 1;
      if (!isOne) return;
      const byId = (await shown(mart, 'orders', COLUMNS)).sort();
      mart.forget(['orders']);
      await mart.build(['orders']);
      expect((await shown(mart, 'orders', COLUMNS)).sort()).toEqual(byId);
    }),
    { numRuns: 60, seed: 4 },
  );
  expect(Math.min(seen.one, seen.two)).toBeGreaterThan(10);
});

test.each<[string, Partial<Line>, Partial<Line>]>([
  ['both bought', {}, {}],
  ['one gave it back', {}, { amount: '-5', isReturn: true }],
  ['both gave back', { amount: '-5', isReturn: true }, { amount: '-5', isReturn: true }],
  ['one cancelled', {}, { cancelled: true }],
  ['one got it for nothing', {}, { amount: '0' }],
])('an id of two customers where %s', async (_, first, second) => {
  const line = { order: 'o1', ts: '2024-01-01', amount: '5' };
  const lines = [
    { ...line, customer: 'a', ...first },
    { ...line, customer: 'b', ...second },
  ];
  expect(await buildOrdersById(await martOf({ lines }))).toBe(false);
  expect(await buildOrdersById(await martOf({ lines: [lines[0]!, { ...lines[1]!, customer: 'a' }] }))).toBe(
    true,
  );
});
