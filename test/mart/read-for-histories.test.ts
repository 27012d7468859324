import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mart } from '../../src/mart/build.js';
import { compile, relationText } from '../../src/mart/compile.js';
import { historyRelations } from '../../src/mart/list/histories.js';
import { observe } from '../../src/mart/observe.js';
import { readForHistories } from '../../src/mart/read-for-histories.js';
import type { Vars } from '../../src/mart/relation.js';
import { martRelations } from '../../src/mart/relations.js';
import { temporaryType } from '../../src/mart/temporary-table.js';
import type { Store } from '../../src/store/store.js';
import { createSources, fill, memoryStore, shown, testMart } from './fixture.js';
import { oddLines, oddRecords, oddVars } from './odd-bases.js';

const all = [...martRelations, ...historyRelations];
const CUSTOMERS = [
  'customer_id',
  'acquisition_basis',
  'acquisition_date',
  'first_order_date',
  'last_order_date',
  'orders',
  'order_days',
  'spend',
];
const HISTORIES = ['customer_id', 'x', 't_x_days', 't_days', 'sum_log_gap', 'first_spend', 'repeat_spend'];

let stores: readonly [usual: Store, short: Store];
beforeAll(async () => {
  stores = [await memoryStore(), await memoryStore()];
  for (const store of stores) await createSources(store, martRelations);
});
afterAll(() => {
  for (const store of stores) store.close();
});

async function told(mart: Mart): Promise<unknown> {
  return {
    customers: await shown(mart, 'customers', CUSTOMERS),
    histories: await shown(mart, 'purchase_history', HISTORIES),
    counts: await shown(mart, 'purchase_history_counts', ['x', 't_x_days', 't_days', 'customers']),
  };
}

function martOver(store: Store, vars: Partial<Vars>): Mart {
  return testMart(store, all, vars, 'temporary');
}

test('customers and histories made of buyers are those made of orders', () =>
  fc.assert(
    fc.asyncProperty(oddLines, oddRecords, oddVars, async (lines, customers, vars) => {
      for (const store of stores) await fill(store, { lines, customers });
      const [usual, short] = [martOver(stores[0], vars), martOver(stores[1], vars)];
      await observe(usual);
      await observe(short);
      readForHistories(short);
      expect(await told(short)).toEqual(await told(usual));
      // In one statement, as where histories are written, and under the other occasion on the same mart.
      for (const mart of [usual, short]) mart.set({ occasion: vars.occasion === 'day' ? 'order' : 'day' });
      const atOnce = async (mart: Mart) =>
        mart.store.rows(
          `select ${HISTORIES.map((name) => `cast(${name} as varchar) as ${name}`).join(', ')} from (${await mart.query('purchase_history')}) order by all`,
        );
      expect(await atOnce(short)).toEqual(await atOnce(usual));
      expect(await told(short)).toEqual(await told(usual));
    }),
    { numRuns: 40 },
  ));

test('a cut after customers were made has them made again', async () => {
  const lines = ['2024-01-01', '2024-01-01T09:00:00', '2024-02-01', '2024-03-01'].map((ts, i) => ({
    customer: 'a',
    order: `o${i}`,
    ts,
    amount: '1',
  }));
  await fill(stores[1], { lines });
  const mart = martOver(stores[1], { as_of: '2024-02-15' });
  readForHistories(mart);
  expect(await shown(mart, 'customers', ['customer_id', 'orders', 'order_days'])).toEqual(['a 4 3']);
  await observe(mart);
  expect(await shown(mart, 'customers', ['customer_id', 'orders', 'order_days'])).toEqual(['a 3 2']);
  expect(await shown(mart, 'purchase_history', ['x', 'first_spend', 'repeat_spend'])).toEqual(['1 2 1']);
});

test('customers that stand are left alone', async () => {
  await fill(stores[0], { lines: [{ customer: 'a', order: 'o', ts: '2024-01-01', amount: '1' }] });
  const mart = martOver(stores[0], {});
  await mart.build(['customers']);
  readForHistories(mart);
  await mart.build(['purchase_history']);
  expect(mart.stands('buyers')).toBe(false);
});

test.each(historyRelations.map((relation) => [relation.name, relation] as const))(
  '%s is bound by the engine with the documented columns, inputs and vars',
  async (name, relation) => {
    const { refs, vars } = compile(relationText(relation));
    expect([refs, vars]).toEqual([[...relation.inputs].sort(), [...relation.vars].sort()]);
    await martOver(stores[1], {}).build([name]);
    const rows = await stores[1].rows(`describe select * from ${name}`);
    expect(rows.map((row) => [row.column_name, row.column_type])).toEqual(
      relation.columns.map((column) => [column.name, temporaryType(column)]),
    );
  },
);
