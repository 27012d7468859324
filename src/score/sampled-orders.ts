import type { Mart } from '../mart/build.js';

/** Samples hold between half as many customers and so many; smaller bases are taken whole. */
const MOST = 100_000;

/** Orders of a fixed part of the customers, chosen by their ids: of all where they are few. */
export interface SampledOrders {
  /** Table with `customer_id`, `order_id`, `order_date`, `spend`, as an identifier. */
  readonly table: string;
  readonly oneIn: number;
}

/** The part of the customers that leaves at most `most`: a power of 2, so that every smaller sample is a part of the larger ones. */
export function oneInOf(customers: number, most: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(customers / most)));
}

/** SQL that is true for one in so many customers. */
export function isSampled(column: string, oneIn: number): string {
  return oneIn === 1 ? 'true' : `hash(${column}) % ${oneIn} = 0`;
}

/** Puts the sample into a temporary table: whatever describes or judges a model reads these orders, and the whole base once. */
export async function sampleOrders(mart: Mart, customers: number): Promise<SampledOrders> {
  const oneIn = oneInOf(customers, MOST);
  if (oneIn === 1) return { table: mart.table('orders'), oneIn };
  await mart.store.run(`create or replace temporary table sampled_orders as
    select customer_id, order_id, order_date, spend from ${mart.table('orders')}
    where ${isSampled('customer_id', oneIn)}`);
  return { table: 'sampled_orders', oneIn };
}
