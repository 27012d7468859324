import { product } from '../../../src/lenses/product/product.js';
import type { ProductContext, ProductOptions } from '../../../src/lenses/product/scope.js';
import { lensRelations } from '../../../src/lenses/relations.js';
import type { LensReport } from '../../../src/lenses/report.js';
import type { Mart } from '../../../src/mart/build.js';
import { observe } from '../../../src/mart/observe.js';
import type { Vars } from '../../../src/mart/relation.js';
import { martRelations } from '../../../src/mart/relations.js';
import { lineFacts } from '../../../src/mart/stored-lines.js';
import type { Store } from '../../../src/store/store.js';
import { createSources, type Line, memoryStore, testMart } from '../../mart/fixture.js';

const all = [...martRelations, ...lensRelations];

export const noOptions: ProductOptions = { level: null, top: null, cohort: null };

/** A store whose sources are empty. */
export async function emptyStore(): Promise<Store> {
  const store = await memoryStore();
  await createSources(store, all);
  return store;
}

export function productMart(store: Store, vars: Partial<Vars> = {}): Mart {
  return testMart(store, all, vars);
}

export interface Run {
  readonly from: string;
  readonly to: string;
  readonly options?: Partial<ProductOptions>;
  readonly context?: Partial<ProductContext>;
  readonly vars?: Partial<Vars>;
  /** The mart knows what all lines have in common, as in a report on a file. */
  readonly told?: boolean;
}

/** The product lens over what stands in the store. */
export async function runProduct(
  store: Store,
  { from, to, options, context, vars, told }: Run,
): Promise<LensReport> {
  const mart = productMart(store, { ...vars, ...(context?.by ? { attribute: context.by } : {}) });
  if (told === true) mart.tell(await lineFacts(store));
  const observation = await observe(mart);
  return product(
    {
      mart,
      period: { from, to, label: `${from} to ${to}`, complete: true, chosenBy: 'asked', notes: [] },
      metric: null,
      by: null,
      currency: 'EUR',
      digits: 2,
      asOf: observation.asOf!,
      granularity: null,
      fiscalYearStart: 1,
      historyStart: 'with_data',
      leaveLines: async () => {},
      ...context,
    },
    { ...noOptions, ...options },
  );
}

/** Puts lines into `order_lines` in one statement. */
export async function fillLines(store: Store, lines: readonly Line[]): Promise<void> {
  const rows = lines.map((line) => ({
    customer: line.customer,
    order_id: line.order ?? `@${line.ts}`,
    has: line.order !== undefined,
    ts: line.ts,
    amount: line.amount,
    quantity: line.quantity ?? null,
    profit: line.profit ?? null,
    is_return: line.isReturn ?? line.amount.startsWith('-'),
    cancelled: line.cancelled ?? false,
    product: line.product ?? null,
    category: line.category ?? null,
    attributes: line.attributes ? JSON.stringify(line.attributes) : null,
  }));
  await store.run('delete from order_lines');
  await store.run(
    `insert into order_lines select null, null, r.customer, r.order_id, r.has, cast(r.ts as timestamp), cast(r.amount as decimal(18,4)),
      cast(r.quantity as decimal(18,4)), null, cast(r.profit as decimal(18,4)), r.is_return, r.cancelled, r.product, r.category, r.attributes
    from (select unnest(from_json($rows, '[{"customer":"varchar","order_id":"varchar","has":"boolean","ts":"varchar","amount":"varchar",
      "quantity":"varchar","profit":"varchar","is_return":"boolean","cancelled":"boolean","product":"varchar","category":"varchar","attributes":"varchar"}]')) as r)`,
    { rows: JSON.stringify(rows) },
  );
}

export function rowsOf(report: LensReport, id: string) {
  const table = report.tables.find((candidate) => candidate.id === id);
  if (!table) throw new Error(`no table ${id}`);
  return table.rows;
}

/** The rows of a table, some columns only. */
export function cellsOf(report: LensReport, id: string, columns: readonly string[]) {
  return rowsOf(report, id).map((row) => columns.map((column) => row[column]));
}

export function broken(report: LensReport) {
  return report.identities.filter(({ holds }) => !holds);
}
