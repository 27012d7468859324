import { existsSync } from 'node:fs';
import type { Store } from '../../../src/store/store.js';
import type { Line } from '../../mart/fixture.js';
import { isSlowSuite } from '../../slow-suite.js';

const FILE = new URL('../../../../shared/data/online-retail/2009-12-to-2010-12.parquet', import.meta.url)
  .pathname;

export const hasOnlineRetail = isSlowSuite && existsSync(FILE);

/**
 * Online Retail's first year into `order_lines`, as the contract says: negative quantities are returns, lines
 * without a customer are left out, amount = quantity × price. The first sign of a product stands for its category.
 */
export async function loadOnlineRetail(store: Store): Promise<void> {
  await store.run('delete from order_lines');
  await store.run(
    `insert into order_lines select null, null, cast("Customer ID" as bigint)::varchar, "Invoice", true, "InvoiceDate",
      cast("Quantity" * cast("Price" as decimal(12, 4)) as decimal(18,4)), cast("Quantity" as decimal(18,4)), null, null,
      "Quantity" < 0, false, "StockCode", substr("StockCode", 1, 1), null
    from read_parquet('${FILE}') where "Customer ID" is not null`,
  );
}

/** The same lines for plain loops. */
export async function onlineRetailLines(store: Store): Promise<Line[]> {
  const rows = await store.rows(
    `select customer_id, order_id, cast(order_ts as varchar) as ts, cast(amount as varchar) as amount,
      cast(quantity as varchar) as quantity, is_return, product_id, category from order_lines`,
  );
  return rows.map((row) => ({
    customer: String(row.customer_id),
    order: String(row.order_id),
    ts: String(row.ts),
    amount: String(row.amount),
    quantity: String(row.quantity),
    isReturn: row.is_return === true,
    product: String(row.product_id),
    category: String(row.category),
  }));
}
