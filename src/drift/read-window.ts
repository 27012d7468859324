import type { Mart } from '../mart/build.js';
import { identifier, literal } from '../store/sql.js';
import type { WindowRows } from './behaviour.js';

/** Days of a window, the first one excluded: (from, to]. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

const NAMES = ['x0', 't_x0', 't0', 'x1', 't_x1', 't1', 'n'] as const;

/** Histories at both ends of a window, of staged occasions (`stageOccasions`): known customers, or those who came in it. */
export async function readWindow(
  mart: Mart,
  staged: string,
  { from, to }: Window,
  who: 'known' | 'newcomers',
): Promise<WindowRows> {
  const [start, end] = [`date ${literal(from)}`, `date ${literal(to)}`];
  const known = `order_date <= ${start}`;
  const columns = await mart.columns(
    `with histories as (
      select
        cast(${who === 'known' ? `count(*) filter (where ${known}) - 1` : 'null'} as double) as x0,
        cast(max(order_date) filter (where ${known}) - min(order_date) as double) as t_x0,
        cast(${start} - min(order_date) as double) as t0,
        cast(count(*) - 1 as double) as x1,
        cast(max(order_date) - min(order_date) as double) as t_x1,
        cast(${end} - min(order_date) as double) as t1
      from ${identifier(staged)}
      where order_date <= ${end}
      group by customer_id
      having ${who === 'known' ? `min(order_date) <= ${start}` : `min(order_date) > ${start} and min(order_date) < ${end}`}
    )
    select *, cast(count(*) as double) as n from histories group by all order by all`,
    NAMES,
  );
  return {
    size: columns.n.length,
    X0: columns.x0,
    T_X0: columns.t_x0,
    T0: columns.t0,
    X1: columns.x1,
    T_X1: columns.t_x1,
    T1: columns.t1,
    N: columns.n,
  };
}

/** Newcomers after a day by repeat purchases in their first weeks; only those who were observed so long. */
export async function readTenure(
  mart: Mart,
  staged: string,
  { from, to }: Window,
  weeks: number,
): Promise<Map<number, number>> {
  const days = 7 * weeks;
  const rows = await mart.rows(
    `with starts as (
      select customer_id, min(order_date) as first_date from ${identifier(staged)} group by customer_id
      having min(order_date) > date ${literal(from)} and min(order_date) + ${days} <= date ${literal(to)}
    ),
    counted as (
      select starts.customer_id,
        count(distinct order_date) filter (where order_date > first_date and order_date <= first_date + ${days}) as repeats
      from starts
      inner join ${identifier(staged)} as occasions on starts.customer_id = occasions.customer_id
      group by starts.customer_id
    )
    select least(repeats, 20) as repeats, count(*) as customers from counted group by all order by all`,
  );
  return new Map(rows.map(({ repeats, customers }) => [Number(repeats), Number(customers)]));
}

/** ln of each customer's mean order spend in the window; orders of no value are left out. */
export async function readSpend(mart: Mart, { from, to }: Window): Promise<Float64Array> {
  const { spend } = await mart.columns(
    `select ln(cast(sum(spend) as double) / count(*)) as spend from {{ ref('orders') }}
    where order_date > date ${literal(from)} and order_date <= date ${literal(to)} and spend > 0
    group by customer_id order by 1`,
    ['spend'],
  );
  return spend;
}

/** Customers of the window by the value of an attribute of their first order in it. */
export async function readMix(mart: Mart, window: Window, attribute: string): Promise<Map<string, number>> {
  return counts(
    mart,
    `with ranked as (
      select coalesce(attribute_of(attributes, $name), '(none)') as value,
        row_number() over (partition by customer_id order by order_ts, order_id) as place
      from {{ ref('orders') }}
      where order_date > date ${literal(window.from)} and order_date <= date ${literal(window.to)}
    )`,
    { name: attribute },
  );
}

/** Customers of the window by the category on which they spent most in it. */
export async function readCategories(mart: Mart, { from, to }: Window): Promise<Map<string, number>> {
  await mart.build(['line_profits']);
  return counts(
    mart,
    `with spent as (
      select orders.customer_id, coalesce(lines.category, '(none)') as value, sum(lines.amount) as amount
      from {{ ref('orders') }} as orders
      inner join {{ ref('line_profits') }} as lines
        on orders.order_id = lines.order_id and orders.customer_id = lines.customer_id
      where order_date > date ${literal(from)} and order_date <= date ${literal(to)} and not lines.is_return
      group by orders.customer_id, value
    ),
    ranked as (
      select value, row_number() over (partition by customer_id order by amount desc, value) as place from spent
    )`,
    {},
  );
}

/** Weeks before a window at which a class of cohorts ends. */
export const COHORT_WEEKS = [13, 26, 52] as const;

/**
 * Customers of the window by when they first came: in it, or up to so many weeks before. Those who came more than `lookback`
 * days before it are left out: a base that grows older has more of them without any drift.
 */
export async function readCohorts(
  mart: Mart,
  { from, to }: Window,
  lookback: number,
): Promise<Map<string, number>> {
  const start = `date ${literal(from)}`;
  return counts(
    mart,
    `with buyers as (
      select min(order_date) as first_date
      from {{ ref('orders') }}
      where order_date <= date ${literal(to)}
      group by customer_id
      having max(order_date) > ${start} and min(order_date) > ${start} - ${lookback}
    ),
    ranked as (
      select
        case
          when first_date > ${start} then 'in the weeks compared'
          ${COHORT_WEEKS.map((weeks) => `when first_date > ${start} - ${7 * weeks} then 'up to ${weeks} weeks before'`).join('\n          ')}
        end as value,
        1 as place
      from buyers
    )`,
    {},
  );
}

async function counts(
  mart: Mart,
  ranked: string,
  bindings: Readonly<Record<string, string>>,
): Promise<Map<string, number>> {
  const rows = await mart.rows(
    `${ranked} select value, count(*) as customers from ranked where place = 1 group by value order by value`,
    bindings,
  );
  return new Map(rows.map(({ value, customers }) => [String(value), Number(customers)]));
}
