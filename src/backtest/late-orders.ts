import type { Mart } from '../mart/build.js';
import { literal } from '../store/sql.js';

const TABLE = 'late_orders';

/**
 * Finds the orders that came with a load after their time, and the day on which each became known. Loads have an order and
 * no hour that could be trusted; but a load that brings an order of a day took place on that day or later. So an order is
 * late when an earlier load had brought a later day already; it is known from the last day of its own load on, and from the
 * day after all that was loaded before at the earliest. Orders from before the first day that was loaded at that time
 * are history that is filled in, and known by their date, as those of the first load are. Of an order that came again
 * the load of the rows that stand counts. Files that are read without a workspace have no loads, so nothing is late.
 */
export async function findLateOrders(mart: Mart): Promise<void> {
  await mart.store.run(
    `create or replace temporary table ${TABLE} (order_id varchar, customer_id varchar, order_date date, known_on date)`,
  );
  if (await hasSeveralLoads(mart)) await fill(mart);
}

/** How many orders were not known yet on the evening of a day, though they are of that day or before. */
export async function unknownOn(mart: Mart, day: string): Promise<number> {
  const { orders } = await mart.store.one(
    `select count(*) as orders from ${TABLE} where order_date <= date ${literal(day)} and known_on > date ${literal(day)}`,
  );
  return Number(orders);
}

/** SQL that is true of `orders` that lie after a day, or were known on its evening. */
export function wasKnown(day: string): string {
  return `not exists (select 1 from ${TABLE} as late
    where late.order_id = orders.order_id and late.customer_id = orders.customer_id
      and late.order_date <= date ${literal(day)} and late.known_on > date ${literal(day)})`;
}

async function hasSeveralLoads({ store }: Mart): Promise<boolean> {
  const columns = await store.rows('describe order_lines');
  if (!columns.some(({ column_name }) => column_name === 'load_number')) return false;
  const { several } = await store.one(
    'select coalesce(min(load_number) < max(load_number), false) as several from order_lines',
  );
  return several === true;
}

/** Orders without a line of a later load are of the first one: only the others are looked up. */
async function fill(mart: Mart): Promise<void> {
  await mart.store.run(`insert into ${TABLE}
    with first_load as (
      select min(load_number) as load_number from order_lines
    ),
    later as (
      select distinct order_id, customer_id from order_lines
      where load_number > (select load_number from first_load)
    ),
    arrivals as (
      select lines.order_id, lines.customer_id, min(lines.load_number) as load_number
      from order_lines as lines
      inner join later on lines.order_id = later.order_id and lines.customer_id = later.customer_id
      group by lines.order_id, lines.customer_id
    ),
    dated as (
      select orders.order_id, orders.customer_id, orders.order_date,
        coalesce(arrivals.load_number, first_load.load_number) as load_number
      from ${mart.table('orders')} as orders
      left join arrivals on orders.order_id = arrivals.order_id and orders.customer_id = arrivals.customer_id
      cross join first_load
    ),
    loads as (
      select load_number, min(order_date) as first_date, max(order_date) as last_date from dated group by load_number
    ),
    watched as (
      select load_number, last_date,
        min(first_date) over earlier as watched_from,
        max(last_date) over earlier as watched_to
      from loads
      window earlier as (order by load_number rows between unbounded preceding and 1 preceding)
    )
    select dated.order_id, dated.customer_id, dated.order_date, greatest(watched.last_date, watched.watched_to + 1)
    from dated
    inner join watched on dated.load_number = watched.load_number
    where dated.order_date between watched.watched_from and watched.watched_to`);
}
