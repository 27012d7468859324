import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customersOfLives } from '../../../src/lenses/rfm/customers-of-lives.js';
import type { Mart } from '../../../src/mart/build.js';
import type { Store } from '../../../src/store/store.js';
import { type Customer, insertCustomers, testMart } from '../../mart/fixture.js';
import { allRelations, emptyStore } from '../fixture.js';
import { insertRandom, randomLines } from '../random-lines.js';

/** What `customers_of_lives.sql` does not tell. */
const UNTOLD = [
  'source_systems',
  'is_visible',
  'last_order_date',
  'order_days',
  'units',
  'spend',
  'returns',
  'profit_known_spend',
  'last_order_ts',
  'acquisition_ts',
];

let store: Store;
beforeAll(async () => {
  store = await emptyStore();
});
afterAll(() => store.close());

function narrowMart(lacksProfit: boolean): Mart {
  const vars = {
    time_zone: 'Europe/Berlin',
    fiscal_year_start: 4,
    from_date: '2019-03-01',
    to_date: '2019-12-31',
    rfm_to: '2019-12-31',
  };
  const mart = testMart(store, allRelations, vars, 'temporary');
  if (lacksProfit) mart.lack(['profit']);
  mart.narrow('customers', UNTOLD);
  return mart;
}

async function customersOf(mart: Mart): Promise<unknown[]> {
  await mart.build(['customers']);
  const rows = await mart.rows(`select * from {{ ref('customers') }} order by customer_id`);
  await mart.discard(['customers', 'customer_lives', 'customer_profiles', 'orders', 'returns']);
  return rows;
}

/** Customers with orders, with returns alone and without either; known before and after their first order. */
const records: fc.Arbitrary<Customer[]> = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 1, max: 18 }).map((n) => `c${n}`),
    acquired: fc.constantFrom('2018-01-05', '2019-06-30T23:30:00', '2021-01-01', undefined),
  }),
  { maxLength: 6, selector: ({ id }) => id },
) as fc.Arbitrary<Customer[]>;

test('customers made of lives are those made of orders', () =>
  fc.assert(
    fc.asyncProperty(randomLines, records, fc.boolean(), async (lines, known, lacksProfit) => {
      await insertRandom(
        store,
        lines.map((line) => ({ ...line, margin: lacksProfit ? null : line.margin })),
      );
      await store.run('delete from customer_records');
      await insertCustomers(store, known);
      const usual = await customersOf(narrowMart(lacksProfit));
      const mart = narrowMart(lacksProfit);
      await mart.build(['customer_lives']);
      await customersOfLives(mart);
      expect(mart.stands('customers')).toBe(true);
      expect(await customersOf(mart)).toEqual(usual);
    }),
    { numRuns: 40 },
  ));

test('without lives customers are made of orders', async () => {
  const mart = narrowMart(false);
  await customersOfLives(mart);
  expect(mart.stands('customers')).toBe(false);
});
