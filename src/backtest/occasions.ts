import type { Mart } from '../mart/build.js';
import { monthNumber } from '../score/occasion-histories.js';
import { isSampled } from '../score/sampled-orders.js';
import { identifier, literal } from '../store/sql.js';
import { wasKnown } from './late-orders.js';

/** Name of the temporary table that `stageOccasions` makes. */
export const STAGED = 'backtest_occasions';
/** The engine works on the occasions of so many orders at a time. */
const ORDERS_OF_PART = 300_000;

/** Purchase occasions, numbered by customer: tables as they stand in a statement, all of a customer in one of them. */
export type Staged = readonly string[];

export interface Staging {
  readonly occasion: 'day' | 'order';
  /** Above 1: only that part of the customers, chosen by their ids. */
  readonly oneIn?: number;
  /** Leave out what was not known on the evening of this day (`findLateOrders`): then only splits after it may be read. */
  readonly knownOn?: string;
  /** The table of a sample of the orders, instead of all of them. */
  readonly orders?: string;
}

/** Puts purchase occasions into a temporary table. */
export async function stageOccasions(mart: Mart, staging: Staging): Promise<Staged> {
  await mart.store.run(
    `create or replace temporary table ${identifier(STAGED)} as ${occasionsText(mart, staging)}`,
  );
  return [identifier(STAGED)];
}

export async function dropOccasions(mart: Mart): Promise<void> {
  await mart.store.run(`drop table if exists ${identifier(STAGED)}`);
}

/**
 * Writes purchase occasions to Parquet files whose names begin with `path`, a part of the customers at a time: what reads
 * them needs neither the warehouse nor much memory. The files are private to the run.
 */
export async function exportOccasions(mart: Mart, staging: Staging, path: string): Promise<Staged> {
  const { orders } = await mart.store.one(`select count(*) as orders from ${mart.table('orders')}`);
  const parts = Math.max(1, Math.ceil(Number(orders) / ORDERS_OF_PART));
  const files = Array.from({ length: parts }, (_, part) => `${path}-${part}.parquet`);
  for (const [part, file] of files.entries()) {
    const only = parts > 1 ? `hash(customer_id) % ${parts} = ${part}` : null;
    await mart.store.run(`copy (${occasionsText(mart, staging, only)}) to ${literal(file)} (format parquet)`);
  }
  return files.map((file) => `read_parquet(${literal(file)})`);
}

function occasionsText(
  mart: Mart,
  { occasion, oneIn = 1, knownOn, orders = mart.table('orders') }: Staging,
  part: string | null = null,
): string {
  const by = occasion === 'day' ? '' : ', order_id';
  const only = [
    ...(oneIn > 1 ? [isSampled('customer_id', oneIn)] : []),
    ...(knownOn === undefined ? [] : [wasKnown(knownOn)]),
    ...(part === null ? [] : [part]),
  ];
  return `with occasions as (
      select customer_id, order_date${by}, sum(spend) as spend
      from ${orders} as orders
      ${only.length > 0 ? `where ${only.join(' and ')}` : ''}
      group by customer_id, order_date${by}
    )
    select customer_id, order_date, spend,
      row_number() over own as number,
      order_date - lag(order_date) over own as gap,
      ${monthNumber('order_date')} as month_number,
      coalesce(${monthNumber('order_date')} <> lag(${monthNumber('order_date')}) over own, true) as begins_month
    from occasions
    window own as (partition by customer_id order by order_date${by})`;
}
