import type { Mart } from '../mart/build.js';
import { monthNumber } from './occasion-histories.js';

/** Customers in groups, each of those who became known on one day and ordered first on one day. */
export interface Followed {
  /** Days from the day that a group became known to the end of observation. */
  readonly AGE: Float64Array;
  /** Days from then to the first order; NaN = no order. */
  readonly AFTER: Float64Array;
  /** Month in which the group became known, counted from the year 0. */
  readonly MONTH: Float64Array;
  readonly N: Float64Array;
}

/** Customers whom a customers file knows, as observed. */
export interface KnownCustomers {
  /** Those who became known on the first day of the data or later. */
  readonly followed: Followed;
  /** Day of the first order of the data. */
  readonly from: string;
  /** Customers without an order who became known before: they may have ordered before, too. */
  readonly earlier: number;
  /** Customers without an order of whom no file says when they became known. */
  readonly undated: number;
  /** Customers without an order who gave something back: they ordered before the data begin. */
  readonly returning: number;
  /** Days from the day that one customer became known, where one is asked for and has no order; null = not to be told. */
  readonly ageOfOne: number | null;
}

/** What is known of customers where no file tells of them but those of orders: who has not ordered has given something back. */
export function knownByReturns(from: string, returning: number): KnownCustomers | null {
  if (returning === 0) return null;
  const none = new Float64Array();
  return {
    followed: { AGE: none, AFTER: none, MONTH: none, N: none },
    ...{ from, earlier: 0, undated: 0, returning, ageOfOne: null },
  };
}

/** How many customers have no order, as observed. */
export async function customersWithoutOrder(mart: Mart): Promise<number> {
  await mart.build(['customers']);
  const [some] = await mart.rows("select count(*) as customers from {{ ref('customers') }} where orders = 0");
  return Number(some!.customers);
}

/** The condition of customers without an order who were known by the end of observation. */
export function knownWithoutOrder(mart: Mart): string {
  return `orders = 0 and (
        acquisition_date is null
        or acquisition_date <= (select as_of from ${mart.table('observation')})
        or customer_id in (select customer_id from ${mart.table('returns')})
      )`;
}

/** Reads who is known, since when, and who has ordered; null where everybody has. `one` is the id of a customer. */
export async function readKnownCustomers(
  mart: Mart,
  from: string,
  one: string | null = null,
): Promise<KnownCustomers | null> {
  // Most bases have none, and to look for returns takes a join of all customers.
  if ((await customersWithoutOrder(mart)) === 0) return null;
  const returning = `customer_id in (select customer_id from ${mart.table('returns')})`;
  const [counts] = await mart.rows(
    `select
      count(*) as customers,
      count(*) filter (where ${returning}) as returning_customers,
      count(*) filter (where not ${returning} and acquisition_date is null) as undated,
      count(*) filter (where not ${returning} and acquisition_date < cast('${from}' as date)) as earlier
    from {{ ref('customers') }} where ${knownWithoutOrder(mart)}`,
  );
  if (Number(counts!.customers) === 0) return null;
  const columns = await mart.columns(
    `select
      cast(observation.as_of - acquisition_date as double) as age,
      cast(customers.first_order_date - acquisition_date as double) as after,
      cast(${monthNumber('acquisition_date')} as double) as month_number,
      cast(count(*) as double) as customers
    from {{ ref('customers') }} as customers cross join {{ ref('observation') }} as observation
    where acquisition_basis = 'customers_file'
      and acquisition_date between cast('${from}' as date) and observation.as_of
      and (orders > 0 or not ${returning})
    group by 1, 2, 3 order by 1, 2, 3`,
    ['age', 'after', 'month_number', 'customers'],
  );
  const ageOfOne = one === null ? null : await ageOf(mart, from, one, returning);
  return {
    followed: {
      AGE: columns.age,
      AFTER: columns.after,
      MONTH: columns.month_number,
      N: columns.customers,
    },
    from,
    earlier: Number(counts!.earlier),
    undated: Number(counts!.undated),
    returning: Number(counts!.returning_customers),
    ageOfOne,
  };
}

async function ageOf(mart: Mart, from: string, one: string, returning: string): Promise<number | null> {
  const [row] = await mart.store.rows(
    `select (select as_of from ${mart.table('observation')}) - acquisition_date as age from ${mart.table('customers')}
    where customer_id = $one and ${knownWithoutOrder(mart)} and not ${returning}
      and acquisition_date >= cast('${from}' as date)`,
    { one },
  );
  return row === undefined ? null : Number(row.age);
}
