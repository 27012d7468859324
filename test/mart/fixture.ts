import { tmpdir } from 'node:os';
import { afterAll } from 'vitest';
import { silentProgress } from '../../src/common/progress.js';
import { Mart } from '../../src/mart/build.js';
import { createSourceTables } from '../../src/mart/create-sources.js';
import type { Relation, Vars } from '../../src/mart/relation.js';
import { martRelations } from '../../src/mart/relations.js';
import { defaultVars } from '../../src/mart/vars.js';
import { Store } from '../../src/store/store.js';

export { createSourceTables as createSources, defaultVars };

export function memoryStore(): Promise<Store> {
  return Store.open({ memoryMegabytes: 500, tempDirectory: tmpdir() });
}

export function testMart(
  store: Store,
  list: readonly Relation[],
  vars: Partial<Vars> = {},
  place: 'stored' | 'temporary' = 'stored',
): Mart {
  return new Mart(
    store,
    { ...defaultVars, ...vars },
    { list, checks: true, place, progress: silentProgress },
  );
}

export interface Line {
  customer: string;
  order?: string;
  /** UTC, `YYYY-MM-DD` or with a time. */
  ts: string;
  amount: string;
  quantity?: string;
  cost?: string;
  profit?: string;
  isReturn?: boolean;
  cancelled?: boolean;
  product?: string;
  category?: string;
  attributes?: Record<string, string>;
}

const SHAPE = {
  customer: 'VARCHAR',
  order: 'VARCHAR',
  has: 'BOOLEAN',
  ts: 'TIMESTAMP',
  amount: 'DECIMAL(18,4)',
  quantity: 'DECIMAL(18,4)',
  cost: 'DECIMAL(18,4)',
  profit: 'DECIMAL(18,4)',
  isReturn: 'BOOLEAN',
  cancelled: 'BOOLEAN',
  product: 'VARCHAR',
  category: 'VARCHAR',
  attributes: 'VARCHAR',
  row: 'BIGINT',
};

/** Puts lines into `order_lines`. */
export async function insertLines(store: Store, lines: readonly Line[]): Promise<void> {
  const rows = lines.map((line, i) => ({
    ...line,
    order: line.order ?? `@${line.ts}`,
    has: line.order !== undefined,
    isReturn: line.isReturn ?? line.amount.startsWith('-'),
    cancelled: line.cancelled ?? false,
    attributes: line.attributes ? JSON.stringify(line.attributes) : null,
    row: i + 1,
  }));
  await store.run(
    `insert into order_lines select 'test.csv', "row", customer, "order", has, ts, amount, quantity, cost, profit, isReturn, cancelled, product, category, attributes
      from (select unnest(from_json(cast($lines as json), '${JSON.stringify([SHAPE])}'), recursive := true))`,
    { lines: JSON.stringify(rows) },
  );
}

export interface Product {
  id: string;
  category?: string;
  margin?: string;
  cost?: string;
  from?: string;
}

export async function insertProducts(store: Store, products: readonly Product[]): Promise<void> {
  for (const { id, category, margin, cost, from } of products) {
    await store.run(
      'insert into products select $id, $category, cast($margin as decimal(9,6)), cast($cost as decimal(18,4)), cast($from as timestamp)',
      { id, category: category ?? null, margin: margin ?? null, cost: cost ?? null, from: from ?? null },
    );
  }
}

export async function insertMargin(store: Store, category: string | null, margin: string): Promise<void> {
  await store.run('insert into margins select $category, cast($margin as decimal(9,6))', {
    category,
    margin,
  });
}

export interface Customer {
  id: string;
  acquired?: string;
  written?: string;
  system?: string;
  visible?: boolean;
  /** Start of validity. */
  from?: string;
  attributes?: Record<string, string>;
  consents?: Record<string, boolean>;
}

export async function insertCustomers(store: Store, records: readonly Customer[]): Promise<void> {
  for (const [i, record] of records.entries()) {
    const { id, acquired = null, written = null, system = null, visible = null, from = null } = record;
    await store.run(
      `insert into customer_records select 'customers.csv', $row, $id, cast($acquired as timestamp), cast($written as timestamp), $system, cast($visible as boolean), cast($from as timestamp)`,
      { row: i + 1, id, acquired, written, system, visible, from },
    );
    const named = [
      ...Object.entries(record.attributes ?? {}).map(([name, value]) => ['attribute', name, value] as const),
      ...Object.entries(record.consents ?? {}).map(
        ([name, value]) => ['consent', name, String(value)] as const,
      ),
    ];
    for (const [kind, name, value] of named) {
      await store.run(
        'insert into customer_record_attributes select $id, $system, cast($written as timestamp), $kind, $name, $value, cast($from as timestamp)',
        { id, system, written, kind, name, value, from },
      );
    }
  }
}

export interface Sources {
  readonly lines?: readonly Line[];
  readonly products?: readonly Product[];
  readonly margins?: readonly (readonly [category: string | null, margin: string])[];
  readonly customers?: readonly Customer[];
}

let common: Store | null = null;
afterAll(() => common?.close());

/** A mart over hand-written sources, in the one store of the test file. */
export async function martOf(given: Sources, vars: Partial<Vars> = {}): Promise<Mart> {
  if (common === null) {
    common = await memoryStore();
    await createSourceTables(common, martRelations);
  }
  await fill(common, given);
  return testMart(common, martRelations, vars);
}

/** Replaces the rows of all source tables. */
export async function fill(store: Store, given: Sources): Promise<void> {
  for (const { name, scope } of martRelations) if (scope === 'source') await store.run(`delete from ${name}`);
  if (given.lines) await insertLines(store, given.lines);
  await insertProducts(store, given.products ?? []);
  await insertCustomers(store, given.customers ?? []);
  for (const [category, margin] of given.margins ?? []) await insertMargin(store, category, margin);
}

/** Rows of a relation, each as its values in the order of `columns`, joined; sorted by them. */
export async function shown(mart: Mart, name: string, columns: readonly string[]): Promise<string[]> {
  await mart.build([name]);
  const rows = await mart.rows(`select ${columns.join(', ')} from {{ ref('${name}') }} order by all`);
  return rows.map((row) => columns.map((column) => text(row[column])).join(' '));
}

/** Money without trailing zeros, days and instants short, null as `-`. */
function text(value: unknown): string {
  if (value === null || value === undefined) return '-';
  const plain = String(value);
  if (/^-?\d+\.\d{4}$/.test(plain)) return plain.replace(/\.?0+$/, '');
  return plain.replace(/T00:00:00(\.0+)?$/, '').replace(/(:\d\d)\.0+$/, '$1');
}

export async function using<T>(made: Promise<Mart>, work: (mart: Mart) => Promise<T>): Promise<T> {
  return work(await made);
}
