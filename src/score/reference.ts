import type { Mart } from '../mart/build.js';
import { type BaseCell, type BaseClass, baseMargins } from './base-margins.js';
import { isSampled, type SampledOrders } from './sampled-orders.js';

/** Smaller cells are merged: nothing in a model's folder tells about a few customers. */
const LEAST_CELL = 10;
const WINDOWS = [4, 13] as const;
const SHARES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99] as const;

/** What drift compares a later base with. */
export interface Reference {
  readonly histories: readonly {
    readonly x: number | null;
    readonly silentMonths: number | null;
    readonly ageMonths: number | null;
    readonly customers: number;
  }[];
  readonly base: readonly BaseClass[];
  readonly tenures: readonly {
    readonly weeks: number;
    readonly repeats: number | null;
    readonly customers: number;
  }[];
  /** Tenures and order spend are of one customer in so many. */
  readonly sampledOneIn: number;
  readonly orderSpend: readonly { readonly share: number; readonly spend: number }[];
}

/** Reads it from the built `purchase_history` and a sample of the orders; months are steps of four weeks. */
export async function readReference(mart: Mart, { table, oneIn }: SampledOrders): Promise<Reference> {
  const cells = await readBaseCells(mart);
  const tenures = await mart.rows(
    `with starts as (
      select history.customer_id, observation.as_of - cast(history.t_days as integer) as first_date, history.t_days
      from {{ ref('purchase_history') }} as history
      cross join {{ ref('observation') }} as observation
      where ${isSampled('history.customer_id', oneIn)}
    ),
    counted as (
      select starts.customer_id, starts.t_days, ${WINDOWS.map(
        (weeks) => `count(distinct orders.order_date) filter (
          where orders.order_date > first_date and orders.order_date <= first_date + ${weeks * 7}) as repeats_${weeks}`,
      ).join(', ')}
      from starts
      inner join ${table} as orders on starts.customer_id = orders.customer_id
      group by starts.customer_id, starts.t_days
    )
    ${WINDOWS.map(
      (weeks) => `select ${weeks} as weeks, least(repeats_${weeks}, 20) as repeats, count(*) as customers
      from counted where t_days >= ${weeks * 7} group by all`,
    ).join(' union all ')} order by all`,
  );
  const [spends] = await mart.rows(
    `with spends as (
      select quantile7(spend, [${SHARES.join(', ')}]) as quantiles from ${table}
    )
    select ${SHARES.map((_, i) => `quantiles[${i + 1}] as q${i}`).join(', ')} from spends`,
  );
  return {
    histories: merged<Reference['histories'][number]>(
      cells.map(({ x, silent, age, customers }) => ({
        x,
        silentMonths: silent,
        ageMonths: age,
        customers,
      })),
      (customers) => ({ x: null, silentMonths: null, ageMonths: null, customers }),
    ),
    base: baseMargins(cells, LEAST_CELL),
    tenures: WINDOWS.flatMap((weeks) =>
      merged<Reference['tenures'][number]>(
        tenures
          .filter((row) => Number(row.weeks) === weeks)
          .map(({ repeats, customers }) => ({
            weeks,
            repeats: Number(repeats),
            customers: Number(customers),
          })),
        (customers) => ({ weeks, repeats: null, customers }),
      ),
    ),
    sampledOneIn: oneIn,
    orderSpend: SHARES.map((share, i) => ({ share, spend: Number(spends?.[`q${i}`] ?? 0) })),
  };
}

/** Customers by repeat purchases (20 and more together), silence and age, of the built `purchase_history`. */
export async function readBaseCells(mart: Mart): Promise<BaseCell[]> {
  const rows = await mart.rows(
    `select least(x, 20) as x, (t_days - t_x_days) // 28 as silent, t_days // 28 as age, count(*) as customers
    from {{ ref('purchase_history') }} group by all order by all`,
  );
  return rows.map(({ x, silent, age, customers }) => ({
    x: Number(x),
    silent: Number(silent),
    age: Number(age),
    customers: Number(customers),
  }));
}

/** Large cells as they are, all the small ones as one, if that is large enough to be told. */
function merged<T extends { readonly customers: number }>(
  cells: readonly T[],
  rest: (customers: number) => T,
): T[] {
  const small = cells.filter(({ customers }) => customers < LEAST_CELL);
  const others = small.reduce((sum, { customers }) => sum + customers, 0);
  return [
    ...cells.filter(({ customers }) => customers >= LEAST_CELL),
    ...(others >= LEAST_CELL ? [rest(others)] : []),
  ];
}
