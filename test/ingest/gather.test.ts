import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planOf } from '../../src/ingest/ingest.js';
import type { LineColumn } from '../../src/ingest/line-columns.js';
import { GATHERED_LINES } from '../../src/ingest/stage.js';
import { readGathered } from '../../src/mart/gathered.js';
import { martRelations } from '../../src/mart/relations.js';
import { createSources, testMart } from '../mart/fixture.js';
import { isSlowSuite } from '../slow-suite.js';
import { codes, file, load } from './harness.js';

const row = fc.record({
  customer: fc.constantFrom('Ann', 'Bo', ''),
  order: fc.constantFrom('o1', 'o2', ' o2', ''),
  time: fc.constantFrom('2024-03-01 10:00:00', '2024-03-01 23:30:00', '2024-03-02 00:30:00', '1/2'),
  quantity: fc.constantFrom('1', '2', '-1', '0', 'x'),
  price: fc.constantFrom('2.5', '0.0001', '0', '99999999'),
  cost: fc.constantFrom('', '1', '0.5'),
  type: fc.constantFrom('purchase', 'purchase', 'purchase', 'return', 'cancelled'),
  city: fc.constantFrom('', 'Oslo', 'Bergen'),
});
type Row = Readonly<
  Record<'customer' | 'order' | 'time' | 'quantity' | 'price' | 'cost' | 'type' | 'city', string>
>;

const HEADER = 'customer_id,order_id,order_ts,quantity,unit_price,unit_cost,type,city';
const line = (r: Row) => [r.customer, r.order, r.time, r.quantity, r.price, r.cost, r.type, r.city].join(',');

const good: Row = {
  customer: 'Cy',
  order: 'o0',
  time: '2024-03-01 10:00:00',
  quantity: '2',
  price: '2.5',
  cost: '1',
  type: 'purchase',
  city: '',
};

async function relations(rows: readonly Row[], zeroValue: 'keep' | 'drop', also: readonly LineColumn[]) {
  const path = file('orders.csv', `${HEADER}\n${[good, ...rows].map(line).join('\n')}\n`);
  const { store, intake } = await load(path, {
    settings: { attributes: 'all', orderCollisions: 'split' },
    want: new Set<LineColumn>(['quantity', 'cost', 'profit', 'attributes', ...also]),
  });
  const { stage, ordersWhole } = planOf(intake);
  await createSources(store, martRelations);
  const mart = testMart(store, martRelations, { zero_value: zeroValue, time_zone: 'Europe/Oslo' });
  if (stage.gathered) readGathered(mart, GATHERED_LINES, ordersWhole);
  await mart.build(['orders', 'returns', 'line_counts']);
  const { files, moneyUsed, moneyRefused, rowsUsed } = intake;
  return {
    gathered: stage.gathered,
    whole: ordersWhole,
    tables: {
      orders: await mart.rows(`select * from {{ ref('orders') }} order by order_id, customer_id`),
      returns: await mart.rows(`select * from {{ ref('returns') }} order by all`),
      counts: await mart.rows(`select * from {{ ref('line_counts') }}`),
      account: {
        moneyUsed,
        moneyRefused,
        rowsUsed,
        files: files.map(({ rowsQuarantined }) => rowsQuarantined),
      },
      notes: codes(intake.notes),
    },
  };
}

test('lines added up while they are read make the orders and returns that single lines make', {
  timeout: 120_000,
}, async () => {
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('keep', 'drop'),
      fc.boolean(),
      async (drawn, zeroValue, tidy) => {
        const rows = tidy
          ? drawn.map((r) => ({
              ...r,
              customer: 'Ann',
              order: 'o1',
              time: '2024-03-01 10:00:00',
              quantity: '2',
              price: '2.5',
              type: 'purchase',
            }))
          : drawn;
        const gathered = await relations(rows, zeroValue as 'keep', []);
        const single = await relations(rows, zeroValue as 'keep', ['line']);
        expect([gathered.gathered, single.gathered]).toEqual([true, false]);
        expect(gathered.tables).toEqual(single.tables);
        if (gathered.whole) whole++;
      },
    ),
    { numRuns: isSlowSuite ? 10 : 4 },
  );
  expect(whole).toBeGreaterThan(0);
});

test('orders are the gathered rows themselves only where no flag tells lines of an order apart', async () => {
  const whole = async (...rows: Row[]) => (await relations(rows, 'keep', [])).whole;
  expect(await whole(good, { ...good, order: 'o2' })).toBe(true);
  expect(await whole(good, { ...good, type: 'return' })).toBe(true);
  expect(await whole(good, { ...good, price: '0' })).toBe(false);
  expect(await whole(good, { ...good, cost: '' })).toBe(false);
  expect(await whole(good, { ...good, type: 'cancelled' })).toBe(false);
  expect(await whole(good, { ...good, type: 'cancelled', quantity: '-1' })).toBe(false);
  expect(await whole(good, { ...good, order: ' o2' })).toBe(false);
});
