import { money } from '../../common/money.js';
import type { StoreRow } from '../../store/store.js';
import { exactIdentity } from '../identity.js';
import type { CohortBase } from './base.js';
import { BEFORE_DATA, type CohortGrid } from './grid.js';
import { storeSegmentDays } from './groups.js';

/** Customers of one cohort (or all) in one RFM segment on one day. */
export interface SegmentCount {
  readonly day: string;
  readonly cohort: string;
  readonly segment: string;
  readonly customers: number;
  readonly spend: ReturnType<typeof money>;
}

/**
 * Puts the customers who had ordered by each day into RFM segments; days ascending, segments in the order of the rules.
 * `scored` may hold more days, which a later lens asks for.
 */
export async function segmentCounts(
  base: CohortBase,
  days: readonly { readonly day: string; readonly period: number }[],
  scored = days,
) {
  const { mart } = base;
  await storeSegmentDays(mart, base.segments, scored);
  await mart.build(['cohort_segments']);
  const found = await mart.rows(
    `select * from {{ ref('cohort_segments') }} order by day, start_index nulls first, cohort, rule_number, segment`,
  );
  const isAsked = (row: StoreRow) => days.some(({ day }) => day === row.day);
  const rows = found.filter(isAsked);
  const counts = rows.map(
    (row): SegmentCount => ({
      day: String(row.day),
      cohort: nameOf(row, base),
      segment: String(row.segment),
      customers: Number(row.customers),
      spend: money(String(row.spend)),
    }),
  );
  const direct = await mart.rows(
    `with begun as (
      select first_order_date, count(*) as customers from {{ ref('customers') }} group by first_order_date
    )
    select days.day, cast(sum(begun.customers) as bigint) as customers
    from {{ ref('cohort_rfm_days') }} as days
    inner join begun on begun.first_order_date <= days.day
    group by days.day order by days.day`,
  );
  return {
    counts,
    segments: [
      ...new Set(
        [...rows]
          .sort((a, b) => Number(a.rule_number) - Number(b.rule_number))
          .map((row) => String(row.segment)),
      ),
    ],
    identities: direct.filter(isAsked).map((row) =>
      exactIdentity(
        `segments_${row.day}`,
        `customers of the segments on ${row.day} = customers with an order by then`,
        counts.filter(({ day }) => day === row.day).reduce((n, { customers }) => n + customers, 0),
        Number(row.customers),
      ),
    ),
  };
}

/** The ends of the last complete periods, at most so many, ascending; the end of observation when none is complete. */
export function segmentDays(grid: CohortGrid, asOf: string, most: number) {
  const ends = grid.periods
    .filter(({ complete, end }) => complete && end <= asOf)
    .slice(-most)
    .map(({ end, index }) => ({ day: end, period: index }));
  const now = grid.periods.at(-1);
  return ends.length > 0 || !now ? ends : [{ day: asOf, period: now.index }];
}

function nameOf(row: StoreRow, { grid }: CohortBase): string {
  if (row.is_before_data) return BEFORE_DATA;
  if (row.cohort !== null) return String(row.cohort);
  return grid.cohorts.find(({ start }) => start === Number(row.start_index))!.name;
}
