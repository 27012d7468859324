import { tmpdir } from 'node:os';
import { silentProgress } from '../../src/common/progress.js';
import { Mart } from '../../src/mart/build.js';
import type { Relation, Vars } from '../../src/mart/relation.js';
import { identifier } from '../../src/store/sql.js';
import { Store } from '../../src/store/store.js';

export const defaultVars: Vars = {
  as_of: null,
  attribute: null,
  fiscal_year_start: 1,
  from_date: null,
  granularity: 'all',
  metric: 'spend',
  occasion: 'day',
  time_zone: 'UTC',
  to_date: null,
  zero_value: 'keep',
};

export function memoryStore(): Promise<Store> {
  return Store.open({ memoryMegabytes: 500, tempDirectory: tmpdir() });
}

/** The tables that ingest leaves, empty. */
export async function createSources(store: Store, list: readonly Relation[]): Promise<void> {
  for (const relation of list.filter(({ scope }) => scope === 'source')) {
    const columns = relation.columns.map(({ name, type }) => `${identifier(name)} ${type}`).join(', ');
    await store.run(`create or replace table ${identifier(relation.name)} (${columns})`);
  }
}

export function testMart(store: Store, list: readonly Relation[], vars: Partial<Vars> = {}): Mart {
  return new Mart(
    store,
    { ...defaultVars, ...vars },
    { list, checks: true, place: 'stored', progress: silentProgress },
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

/** Puts lines into `order_lines`, row by row: tests only. */
export async function insertLines(store: Store, lines: readonly Line[]): Promise<void> {
  for (const [i, line] of lines.entries()) {
    await store.run(
      `insert into order_lines select 'test.csv', $row, $customer, $order, $has, cast($ts as timestamp), cast($amount as decimal(18,4)),
        cast($quantity as decimal(18,4)), cast($cost as decimal(18,4)), cast($profit as decimal(18,4)), $return, $cancelled, $product, $category, $attributes`,
      {
        row: i + 1,
        customer: line.customer,
        order: line.order ?? `@${line.ts}`,
        has: line.order !== undefined,
        ts: line.ts,
        amount: line.amount,
        quantity: line.quantity ?? null,
        cost: line.cost ?? null,
        profit: line.profit ?? null,
        return: line.isReturn ?? line.amount.startsWith('-'),
        cancelled: line.cancelled ?? false,
        product: line.product ?? null,
        category: line.category ?? null,
        attributes: line.attributes ? JSON.stringify(line.attributes) : null,
      },
    );
  }
}
