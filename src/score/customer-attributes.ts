import type { Mart } from '../mart/build.js';
import { identifier } from '../store/sql.js';

/** Columns of the customers beside their histories, each the value of an attribute. */
export type AttributeColumns = Readonly<Record<string, string>>;

/**
 * Puts the values of attributes by customer into a temporary table `customer_attributes`, a column for each: the most common
 * values of an attribute by name, the others together, as reports show them.
 */
export async function storeAttributes(mart: Mart, columns: AttributeColumns): Promise<void> {
  const { store } = mart;
  await mart.build(['purchase_history']);
  await store.run(`create or replace temporary table customer_attributes as
    select customer_id from ${mart.table('purchase_history')}`);
  for (const [column, attribute] of Object.entries(columns)) {
    mart.set({ attribute });
    mart.forget(['customer_segments', 'customer_first_baskets']);
    await mart.build(['customer_segments']);
    await store.run(`create or replace temporary table customer_attributes as
      select known.*, segments.segment as ${identifier(column)}
      from customer_attributes as known
      left join ${mart.table('customer_segments')} as segments on known.customer_id = segments.customer_id`);
  }
}
