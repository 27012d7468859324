import { existsSync } from 'node:fs';
import type { Row, Table } from '../../../src/common/result.js';
import type { CohortContext } from '../../../src/lenses/cohorts/settings.js';
import { lensRelations } from '../../../src/lenses/relations.js';
import type { LensReport } from '../../../src/lenses/report.js';
import type { Mart } from '../../../src/mart/build.js';
import { observe } from '../../../src/mart/observe.js';
import type { Vars } from '../../../src/mart/relation.js';
import { martRelations } from '../../../src/mart/relations.js';
import type { Store } from '../../../src/store/store.js';
import { createSources, insertLines, type Line, memoryStore, testMart } from '../../mart/fixture.js';
import { isSlowSuite } from '../../slow-suite.js';

export const allRelations = [...martRelations, ...lensRelations];

const shared = new URL('../../../../shared/data/', import.meta.url).pathname;
export const hasData = isSlowSuite && existsSync(`${shared}cdnow/orders.csv`);

export interface Opened {
  store: Store;
  mart: Mart;
  asOf: string;
  context: (change?: Partial<CohortContext>) => CohortContext;
}

export async function open(fill: (store: Store) => Promise<void>, vars: Partial<Vars> = {}): Promise<Opened> {
  const store = await memoryStore();
  await createSources(store, allRelations);
  await fill(store);
  const base = await contextOn(store, {}, vars);
  return {
    store,
    mart: base.mart,
    asOf: base.asOf,
    context: (change = {}) => ({ ...base, ...change }),
  };
}

/** A new mart over the lines of a store, and what a lens on cohorts reads. */
export async function contextOn(
  store: Store,
  change: Partial<CohortContext> = {},
  vars: Partial<Vars> = {},
): Promise<CohortContext> {
  const mart = testMart(store, allRelations, {
    fiscal_year_start: change.fiscalYearStart ?? 1,
    ...vars,
  });
  const { asOf, firstOrderDate } = await observe(mart);
  return {
    mart,
    period: {
      from: firstOrderDate ?? '2000-01-01',
      to: asOf ?? '2000-01-01',
      label: 'whole span',
      complete: false,
      chosenBy: 'whole span',
      notes: [],
    },
    metric: null,
    by: null,
    currency: 'EUR',
    digits: 2,
    asOf: asOf ?? '2000-01-01',
    granularity: null,
    fiscalYearStart: 1,
    cohortBy: { kind: 'acquisition' },
    historyStart: 'auto',
    segments: null,
    ...change,
  };
}

export function openLines(lines: readonly Line[], vars: Partial<Vars> = {}): Promise<Opened> {
  return open((store) => insertLines(store, lines), vars);
}

/** CDNOW: a customer-day is an order, spend only. */
export async function cdnow(store: Store): Promise<void> {
  await store.run(`insert into order_lines select null, null, customer_id, '@' || order_date, false, cast(order_date as timestamp),
    cast(amount as decimal(18,4)), cast(units as decimal(18,4)), null, null, false, false, null, null, null
    from read_csv('${shared}cdnow/orders.csv', all_varchar = true)`);
}

/** Online Retail with returns; a margin of 40 or 25 %, unknown for the lines of some products. */
export async function onlineRetail(store: Store): Promise<void> {
  await store.run(`insert into order_lines select null, null, cast(cast("Customer ID" as bigint) as varchar), "Invoice", true,
    "InvoiceDate", cast("Quantity" as decimal(18,4)) * cast("Price" as decimal(18,4)), "Quantity", null,
    case when "StockCode" not like '2%0' then cast(round(cast("Quantity" as decimal(18,4)) * cast("Price" as decimal(18,4)) * case when "StockCode" like '8%' then 0.25 else 0.4 end, 4) as decimal(18,4)) end,
    "Quantity" < 0, false, "StockCode", null, json_object('country', "Country")
    from read_parquet('${shared}online-retail/*.parquet') where "Customer ID" is not null`);
}

export function table(report: Pick<LensReport, 'tables'>, id: string): Table {
  const found = report.tables.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no table ${id}`);
  return found;
}

/** Rows with the named columns only. */
export function pick(rows: readonly Row[], columns: readonly string[]): Row[] {
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]!])));
}

export function failed(report: LensReport) {
  return report.identities.filter(({ holds }) => !holds);
}
