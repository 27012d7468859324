import type { Mart } from '../mart/build.js';
import { literal } from '../store/sql.js';
import { publishedSegments, type RfmSegment } from './rfm/rules.js';
import { scoreCustomers } from './rfm/score.js';

/** What a customer had done up to a fixed day: nothing after it decides the group. */
export interface FixedDay {
  readonly kind: FixedDayKind;
  readonly asOf: string;
}

/** Kinds that come from scores of that day, which the caller has put into `scored_days`. */
export const SCORED_KINDS = ['tier', 'value_decile'] as const;

export const FIXED_DAY_KINDS = ['rfm_segment', 'decile', ...SCORED_KINDS] as const;

export type FixedDayKind = (typeof FIXED_DAY_KINDS)[number];

/** Customers whose first order came after the day. */
export const ACQUIRED_LATER = '(acquired later)';

/** Groups of the customers who had ordered by the day, as a query: customer_id, name of the group. */
export async function fixedDayGroups(
  mart: Mart,
  { kind, asOf }: FixedDay,
  segments: readonly RfmSegment[] | null,
): Promise<string> {
  if (kind === 'tier' || kind === 'value_decile') {
    const column = kind === 'tier' ? 'tier' : 'decile';
    return `select customer_id, ${column} as segment from scored_days where as_of = date ${literal(asOf)}`;
  }
  await scoreCustomers(mart, { from: null, to: asOf }, segments ?? publishedSegments);
  const rfm = mart.table('rfm');
  switch (kind) {
    case 'rfm_segment':
      return `select customer_id, segment from ${rfm}`;
    case 'decile':
      return `select customer_id,
        right('0' || cast(ntile(10) over (order by monetary desc, customer_id) as varchar), 2) as segment from ${rfm}`;
  }
}

/** Lets reports that are split by an attribute be split by these groups. */
export async function splitAtFixedDay(
  mart: Mart,
  fixedDay: FixedDay,
  segments: readonly RfmSegment[] | null,
): Promise<void> {
  const groups = await fixedDayGroups(mart, fixedDay, segments);
  await mart.store.run(`create or replace temporary table fixed_day_segments as
    with groups (customer_id, segment) as (${groups})
    select customers.customer_id, coalesce(groups.segment, '${ACQUIRED_LATER}') as segment
    from (select distinct customer_id from ${mart.table('orders')}) as customers
    left join groups on customers.customer_id = groups.customer_id`);
  mart.redirect('customer_segments', 'fixed_day_segments');
}
