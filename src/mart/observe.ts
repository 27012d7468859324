import { afterAsOf, strayDays } from '../common/messages/observation.js';
import type { Note } from '../common/result.js';
import { identifier } from '../store/sql.js';
import type { Store } from '../store/store.js';
import type { Mart } from './build.js';

/** About all that was accepted, observed or not: built before the cut, and right after it. */
const WHOLE = ['orders', 'returns', 'order_days', 'observation', 'line_counts'] as const;

/** How far the observation reaches, and what lies beyond it. */
export interface Observation {
  /** Null when there is no order. */
  readonly asOf: string | null;
  readonly firstOrderDate: string | null;
  readonly lastOrderDate: string | null;
  /** Lines of orders and returns after `asOf`, left out of every report. */
  readonly linesAfter: number;
  readonly warnings: readonly Note[];
}

/**
 * Decides the end of observation and makes every later relation read only what was observed by then.
 * Customer-scope relations never see an as-of: it is applied here, to the orders and returns that they read.
 */
export async function observe(mart: Mart): Promise<Observation> {
  await mart.build(WHOLE);
  const [row] = await mart.rows(`select
      as_of, first_order_date, last_order_date,
      case when {{ var('as_of') }} is null then first_stray_date end as first_stray_date,
      (select coalesce(sum(lines), 0) from {{ ref('orders') }} where order_date > as_of) as order_lines_after,
      (select coalesce(sum(lines), 0) from {{ ref('returns') }} where return_date > as_of) as return_lines_after
    from {{ ref('observation') }}`);
  const asOf = (row?.as_of ?? null) as string | null;
  const linesAfter = Number(row?.order_lines_after ?? 0) + Number(row?.return_lines_after ?? 0);
  if (linesAfter > 0) {
    await cut(mart, 'orders', 'order_date');
    await cut(mart, 'returns', 'return_date');
    await cut(mart, 'order_days', 'order_date');
    mart.forgetReaders(['orders', 'returns', 'order_days'], WHOLE);
  }
  const stray = row?.first_stray_date as string | null;
  return {
    asOf,
    firstOrderDate: (row?.first_order_date ?? null) as string | null,
    lastOrderDate: (row?.last_order_date ?? null) as string | null,
    linesAfter,
    warnings: [
      ...(stray === null || asOf === null ? [] : [strayDays(stray, asOf, linesAfter)]),
      ...(stray === null && linesAfter > 0 && asOf !== null ? [afterAsOf(asOf, linesAfter)] : []),
    ],
  };
}

async function cut(mart: Mart, relation: string, dateColumn: string): Promise<void> {
  const observed = `${relation}_observed`;
  const whole = mart.table(relation);
  const columns = (await hasPlaces(mart.store, whole)) ? '*, rowid' : '*';
  await mart.store.run(`create or replace temporary view ${identifier(observed)} as
    select ${columns} from ${whole} where ${identifier(dateColumn)} <= (select as_of from ${mart.table('observation')})`);
  mart.redirect(relation, observed);
}

/** Whether rows have places that a view over them must name: those of a view have none, or a column of that name. */
async function hasPlaces(store: Store, table: string): Promise<boolean> {
  const columns = await store.rows(`describe select * from ${table}`);
  if (columns.some(({ column_name }) => column_name === 'rowid')) return false;
  return store.run(`select rowid from ${table} limit 0`).then(
    () => true,
    () => false,
  );
}
