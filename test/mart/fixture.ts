import { tmpdir } from 'node:os';
import { silentProgress } from '../../src/common/progress.js';
import { Mart } from '../../src/mart/build.js';
import type { Relation, Vars } from '../../src/mart/relation.js';
import { defaultVars } from '../../src/mart/vars.js';
import { Store } from '../../src/store/store.js';

export { createSourceTables as createSources } from '../../src/mart/create-sources.js';
export { defaultVars };

export function memoryStore(): Promise<Store> {
  return Store.open({ memoryMegabytes: 500, tempDirectory: tmpdir() });
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
