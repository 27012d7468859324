import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lensRelations } from '../../src/lenses/relations.js';
import type { LensContext } from '../../src/lenses/report.js';
import type { Mart } from '../../src/mart/build.js';
import { observe } from '../../src/mart/observe.js';
import type { Vars } from '../../src/mart/relation.js';
import { martRelations } from '../../src/mart/relations.js';
import { literal } from '../../src/store/sql.js';
import type { Store } from '../../src/store/store.js';
import { createSources, insertLines, type Line, memoryStore, testMart } from '../mart/fixture.js';
import { isSlowSuite } from '../slow-suite.js';

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Whether the public data sets stand beside the project; tests that need them are skipped without. */
export const hasData = isSlowSuite && existsSync(data);

export const allRelations = [...martRelations, ...lensRelations];

export interface Base {
  readonly store: Store;
  readonly mart: Mart;
}

/** A mart over hand-written lines. */
export async function baseOf(lines: readonly Line[], vars: Partial<Vars> = {}): Promise<Base> {
  const store = await emptyStore();
  await insertLines(store, lines);
  return ready(store, vars);
}

export async function emptyStore(): Promise<Store> {
  const store = await memoryStore();
  await createSources(store, allRelations);
  return store;
}

export async function ready(store: Store, vars: Partial<Vars> = {}): Promise<Base> {
  const mart = testMart(store, allRelations, vars);
  await observe(mart);
  return { store, mart };
}

/** CDNOW: one order per customer and day. */
export async function cdnow(): Promise<Base> {
  const store = await emptyStore();
  await store.run(`insert into order_lines (customer_id, order_id, has_order_id, order_ts, amount, quantity, is_return, is_cancelled)
    select customer_id, '@' || cast(order_date as varchar), false, cast(order_date as timestamp), amount, units, false, false
    from read_csv(${literal(`${data}cdnow/orders.csv`)}, header = true, columns = {
      'customer_id': 'varchar', 'order_date': 'date', 'units': 'decimal(18,4)', 'amount': 'decimal(18,4)'})`);
  return ready(store);
}

/** Online Retail: cancellations have a negative quantity; rows without a customer are left out. */
export async function onlineRetail(): Promise<Base> {
  const store = await emptyStore();
  await store.run(`insert into order_lines (customer_id, order_id, has_order_id, order_ts, amount, quantity, profit, is_return, is_cancelled)
    select cast(cast("Customer ID" as bigint) as varchar), Invoice, true, cast(InvoiceDate as timestamp),
      amount, Quantity, case when StockCode like '2%' then cast(round(amount * 0.4, 4) as decimal(18,4)) end, Quantity < 0, false
    from (
      select *, cast(Quantity as decimal(9, 0)) * cast(Price as decimal(9, 4)) as amount
      from read_parquet(${literal(`${data}online-retail/2009-12-to-2010-12.parquet`)}) where "Customer ID" is not null
    )`);
  return ready(store);
}

/** What a lens is given besides its own options. */
export function context(mart: Mart, change: Partial<LensContext> = {}): Omit<LensContext, 'period'> {
  return { mart, metric: null, by: null, currency: null, digits: 2, asOf: '2100-01-01', ...change };
}

/** Nothing asked: lens 2 chooses its pair. */
export const noPair = {
  period: null,
  from: null,
  to: null,
  granularity: null,
  fiscalYearStart: 1,
  versus: null,
} as const;

/** Nothing asked: lens 3 chooses its cohort. */
export const noCohort = { cohort: null, granularity: null, fiscalYearStart: 1, history: 'auto' } as const;
