import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentProgress } from '../../src/common/progress.js';
import { STORED_RELATIONS } from '../../src/mart/fingerprint.js';
import { findOverlap, mergeIncoming } from '../../src/mart/merge.js';
import { patchRelations } from '../../src/mart/patch.js';
import { martRelations } from '../../src/mart/relations.js';
import { removeOrders } from '../../src/mart/remove-orders.js';
import { closeTouched, openTouched } from '../../src/mart/touched.js';
import type { Store } from '../../src/store/store.js';
import {
  type Customer,
  createSources,
  defaultVars,
  fill,
  type Line,
  memoryStore,
  type Product,
  type Sources,
  testMart,
} from './fixture.js';

let patched: Store;
let whole: Store;
beforeAll(async () => {
  patched = await memoryStore();
  whole = await memoryStore();
  await patched.run(`attach ':memory:' as incoming`);
  await patched.run('use incoming');
  await createSources(patched, martRelations);
  await patched.run('use memory');
  for (const store of [patched, whole]) await createSources(store, martRelations);
  await patched.run(
    'create table deleted_orders (order_id varchar, customer_id varchar, load_number integer)',
  );
});
afterAll(async () => {
  await patched.close();
  await whole.close();
});

/** Rows of every stored relation. */
async function tables(store: Store): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const name of STORED_RELATIONS) found[name] = await store.rows(`select * from ${name} order by all`);
  return found;
}

/** Rows of a load, and an order that is deleted after it. */
type Batch = Sources & { readonly deletes?: string };

/** Loads one batch into the store whose relations stand, and recomputes what it touches. */
async function load(batch: Batch): Promise<void> {
  await read(batch);
  await patched.transaction(() => merge(batch));
}

async function read(batch: Batch): Promise<void> {
  await patched.run('use incoming');
  await fill(patched, batch);
  await patched.run('use memory');
}

async function merge(batch: Batch): Promise<void> {
  await openTouched(patched);
  const manner = { how: 'replace', orderKey: 'id', standing: [], loadNumber: null } as const;
  await mergeIncoming(patched, 'incoming', manner, await findOverlap(patched, 'incoming', manner));
  await patchTouched();
  if (!batch.deletes) return;
  await openTouched(patched);
  await patched.run(
    `create or replace temporary table listed_orders as select '${batch.deletes}' as order_id, null as customer_id`,
  );
  await removeOrders(patched, 'id', 1);
  await patchTouched();
}

async function patchTouched(): Promise<void> {
  await patchRelations(patched, STORED_RELATIONS, {
    list: martRelations,
    vars: defaultVars,
    checks: true,
    progress: silentProgress,
  });
  await closeTouched(patched);
}

/** What stands after the batches, by plain maps: an order, a product's start and a system's customer are replaced whole. */
function final(batches: readonly Batch[]): Sources {
  const orders = new Map<string, Line[]>();
  const products = new Map<string, Product>();
  const customers = new Map<string, Customer[]>();
  for (const batch of batches) {
    for (const [key, lines] of groups(
      batch.lines ?? [],
      (line) => line.order ?? `${line.customer} ${line.ts}`,
    ))
      orders.set(key, lines);
    for (const product of batch.products ?? []) products.set(`${product.id} ${product.from}`, product);
    for (const [key, records] of groups(batch.customers ?? [], ({ id, system }) => `${id} ${system}`)) {
      const again = new Set(records.map(({ from }) => from));
      const stay = (customers.get(key) ?? []).filter(({ from }) => !again.has(undefined) && !again.has(from));
      customers.set(key, [...stay, ...records]);
    }
    if (batch.deletes) orders.delete(batch.deletes);
  }
  return {
    lines: [...orders.values()].flat(),
    products: [...products.values()],
    customers: [...customers.values()].flat(),
  };
}

function groups<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) found.set(key(row), [...(found.get(key(row)) ?? []), row]);
  return found;
}

const money = fc.integer({ min: -300, max: 900 }).map((cents) => (cents / 100).toFixed(2));
const day = fc.integer({ min: 1, max: 9 }).map((n) => `2024-03-0${n}`);
const line = fc.record({
  order: fc.option(fc.constantFrom('o1', 'o2', 'o3', 'o4'), { nil: undefined, freq: 4 }),
  customer: fc.constantFrom('a', 'b', '00123'),
  ts: day,
  amount: money,
  quantity: fc.option(fc.constant('2'), { nil: undefined }),
  cost: fc.option(fc.constant('0.50'), { nil: undefined }),
  cancelled: fc.boolean(),
  product: fc.constantFrom('p', 'q'),
  attributes: fc.option(fc.record({ channel: fc.constantFrom('web', 'app') }), { nil: undefined }),
});
const product = fc.record({
  id: fc.constantFrom('p', 'q'),
  margin: fc.option(fc.constantFrom('0.2', '0.4'), { nil: undefined }),
  cost: fc.option(fc.constant('0.25'), { nil: undefined }),
  from: fc.option(day, { nil: undefined }),
});
const customer = fc.record({
  id: fc.constantFrom('a', 'b', 'only here'),
  system: fc.option(fc.constantFrom('crm', 'shop'), { nil: undefined }),
  acquired: day,
  written: day,
  visible: fc.option(fc.boolean(), { nil: undefined }),
  from: fc.option(day, { nil: undefined }),
  attributes: fc.option(fc.record({ city: fc.constantFrom('Bonn', 'Ulm') }), { nil: undefined }),
  consents: fc.option(fc.record({ mail: fc.boolean() }), { nil: undefined }),
});
/** An order id stands under one customer in a batch, and a product has one row for each start: reading sees to it. */
const batch = fc
  .record({
    lines: fc.array(line, { maxLength: 6 }),
    products: fc.array(product, { maxLength: 2 }),
    customers: fc.array(customer, { maxLength: 2 }),
    deletes: fc.option(fc.constantFrom('o1', 'o2'), { nil: undefined }),
  })
  .map(({ lines, products, customers, deletes }): Batch => {
    const owner = new Map<string, string>();
    for (const { order, customer: id } of lines) if (order && !owner.has(order)) owner.set(order, id);
    return {
      lines: lines.map((one) => ({ ...clean(one), customer: owner.get(one.order ?? '') ?? one.customer })),
      products: [...new Map(products.map((one) => [`${one.id} ${one.from}`, clean(one)])).values()],
      customers: customers.map(clean),
      ...(deletes === undefined ? {} : { deletes }),
    };
  });

function clean<T extends object>(row: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as never;
}

const BEFORE: Sources = {
  lines: [{ order: 'o0', customer: 'b', ts: '2024-02-01', amount: '1.00' }],
};

/** The batch, and after how many statements its load is killed for the first time, if at all. */
const step = fc.record({ batch, killedAfter: fc.option(fc.integer({ min: 1, max: 120 }), { nil: null }) });

/** Loads a batch; killed in the middle of it, the next run does it once more. */
async function loadThough({
  batch,
  killedAfter,
}: {
  batch: Batch;
  killedAfter: number | null;
}): Promise<void> {
  await read(batch);
  const run = patched.run;
  let left = killedAfter ?? Number.POSITIVE_INFINITY;
  patched.run = (...args) => (left-- > 0 ? run.apply(patched, args) : Promise.reject(new Killed()));
  const ended = patched
    .transaction(() => merge(batch))
    .finally(() => {
      patched.run = run;
    });
  await ended.catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
    return patched.transaction(() => merge(batch));
  });
}

class Killed extends Error {}

it('any sequence of loads, killed and run again, gives the tables of one build of the rows that stand in the end', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      await fill(patched, BEFORE);
      await testMart(patched, martRelations).build(STORED_RELATIONS);
      for (const one of steps) await loadThough(one);
      const batches = steps.map((one) => one.batch);
      await fill(whole, final([BEFORE, ...batches]));
      await testMart(whole, martRelations).build(STORED_RELATIONS);
      expect(await tables(patched)).toEqual(await tables(whole));
    }),
    { numRuns: 20 },
  ));

/** Orders that no earlier batch has, mostly of later days; some come without an id. */
const newOrder = fc.record({
  customer: fc.constantFrom('a', 'b', 'only here'),
  later: fc.integer({ min: -5, max: 2 }),
  hour: fc.integer({ min: 0, max: 23 }),
  amount: fc.constantFrom('0', '5.00', '7.25', '-1.10', '-7.25'),
  quantity: fc.option(fc.constantFrom('0', '2'), { nil: undefined }),
  cost: fc.option(fc.constant('0.50'), { nil: undefined }),
  cancelled: fc.constantFrom(false, false, false, true),
  named: fc.boolean(),
});
const nights = fc.array(
  fc.record({
    orders: fc.array(newOrder, { maxLength: 5 }),
    customers: fc.array(customer, { maxLength: 1 }),
    again: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

it('customers of new orders go on from the rows that stand, to the tables of one build', () =>
  fc.assert(
    fc.asyncProperty(nights, async (loads) => {
      const batches: Batch[] = [];
      for (const [night, { orders, customers, again }] of loads.entries()) {
        const lines = orders.map(({ later, hour, named, ...rest }, k): Line => {
          const time = `${String(hour).padStart(2, '0')}:00:0${k}`;
          const ts = `2024-03-${10 + 2 * night + later} ${time}`;
          return clean({ ...rest, ts, order: named ? `n${night}-${k}` : undefined }) as Line;
        });
        if (again && batches.length > 0) lines.push(...(batches.at(-1)!.lines ?? []).slice(0, 1));
        batches.push({ lines, customers: customers.map(clean) });
      }
      await fill(patched, BEFORE);
      await testMart(patched, martRelations).build(STORED_RELATIONS);
      for (const one of batches) await load(one);
      await fill(whole, final([BEFORE, ...batches]));
      await testMart(whole, martRelations).build(STORED_RELATIONS);
      expect(await tables(patched)).toEqual(await tables(whole));
    }),
    { numRuns: 25 },
  ));

it('reads earlier orders of nobody whose new ones come after them, and of those alone who bought before', async () => {
  const lines: Line[] = [
    { order: 'o1', customer: 'a', ts: '2024-03-05 10:00:00', amount: '5' },
    { order: 'o2', customer: 'b', ts: '2024-03-05 10:00:00', amount: '5' },
    { order: 'o3', customer: 'c', ts: '2024-03-05 10:00:00', amount: '5' },
    { order: 'o4', customer: 'd', ts: '2024-03-05 10:00:00', amount: '5' },
  ];
  const customers: Customer[] = [{ id: 'e', acquired: '2024-03-01', written: '2024-03-01' }];
  await fill(patched, { lines, customers });
  await testMart(patched, martRelations).build(STORED_RELATIONS);
  // Nothing but the rows that stand tells of this money.
  await patched.run('update customers set spend = spend + 100, net_spend = net_spend + 100 where orders > 0');
  await load({
    lines: [
      { order: 'n1', customer: 'a', ts: '2024-03-05 09:00:00', amount: '7' },
      { order: 'n2', customer: 'b', ts: '2024-03-04 10:00:00', amount: '7' },
      { order: 'n3', customer: 'c', ts: '2024-03-02 10:00:00', amount: '-2', isReturn: true },
      { order: 'n4', customer: 'e', ts: '2024-03-04 10:00:00', amount: '7' },
      { order: 'n5', customer: 'f', ts: '2024-03-04 10:00:00', amount: '7' },
      { order: 'n6', customer: 'd', ts: '2024-03-06 10:00:00', amount: '7' },
    ],
    customers: [{ id: 'd', acquired: '2024-02-01', written: '2024-03-01' }],
  });
  const rows = await patched.rows(
    `select customer_id, orders, order_days, net_spend, first_order_ts, last_order_date, acquisition_date
      from customers order by customer_id`,
  );
  expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
    'a 2 1 112.0000 2024-03-05T09:00:00 2024-03-05 2024-03-05',
    'b 2 2 12.0000 2024-03-04T10:00:00 2024-03-05 2024-03-04',
    'c 1 1 103.0000 2024-03-05T10:00:00 2024-03-05 2024-03-05',
    'd 2 2 12.0000 2024-03-05T10:00:00 2024-03-06 2024-02-01',
    'e 1 1 7.0000 2024-03-04T10:00:00 2024-03-04 2024-03-01',
    'f 1 1 7.0000 2024-03-04T10:00:00 2024-03-04 2024-03-04',
  ]);
});

it('recomputes the orders of a product from the day on which its row begins, and no others', async () => {
  const lines = [1, 2, 3].map((n) => ({
    order: `o${n}`,
    customer: 'a',
    ts: `2024-03-0${n}`,
    amount: '10',
    product: n === 3 ? 'q' : 'p',
  }));
  await fill(patched, { lines, products: [{ id: 'p', margin: '0.1' }] });
  await testMart(patched, martRelations).build(STORED_RELATIONS);
  await patched.run(`update orders set attributes = 'kept'`);
  await load({ products: [{ id: 'p', margin: '0.5', from: '2024-03-02' }] });
  const rows = await patched.rows('select order_id, attributes, profit from orders order by order_id');
  expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
    'o1 kept 1.0000',
    'o2  5.0000',
    'o3 kept ',
  ]);
});

it('adds new orders to the counts of days and lines, and counts anew where an order comes again', async () => {
  const first: Batch = {
    lines: [
      { order: 'o1', customer: 'a', ts: '2024-03-01', amount: '5', product: 'p' },
      { order: 'o1', customer: 'a', ts: '2024-03-01', amount: '0' },
      { order: 'o2', customer: 'b', ts: '2024-03-02', amount: '7' },
    ],
  };
  const fresh: Batch = {
    lines: [
      { order: 'o3', customer: 'a', ts: '2024-03-01', amount: '11' },
      { order: 'o3', customer: 'a', ts: '2024-03-01', amount: '-2', isReturn: true },
      { order: 'o4', customer: 'c', ts: '2024-03-05', amount: '3' },
      { order: 'o5', customer: 'c', ts: '2024-03-02', amount: '4', cancelled: true },
      { order: 'o5', customer: 'c', ts: '2024-03-02', amount: '0' },
      { customer: 'b', ts: '2024-03-02', amount: '0' },
    ],
  };
  const again: Batch = { lines: [{ order: 'o2', customer: 'b', ts: '2024-03-05', amount: '8' }] };
  await fill(patched, first);
  await testMart(patched, martRelations).build(STORED_RELATIONS);
  // Nothing but what is added tells this from the rest.
  await patched.run(`update order_days set orders = orders + 100 where order_date = '2024-03-01'`);
  await load(fresh);
  expect(await patched.rows('select orders from order_days order by order_date')).toEqual(
    [102, 2, 1].map((orders) => ({ orders })),
  );
  await patched.run(`update order_days set orders = orders - 100 where order_date = '2024-03-01'`);
  for (const batches of [
    [first, fresh],
    [first, fresh, again],
  ]) {
    if (batches.length === 3) await load(again);
    await fill(whole, final(batches));
    await testMart(whole, martRelations).build(STORED_RELATIONS);
    expect(await tables(patched)).toEqual(await tables(whole));
  }
});
