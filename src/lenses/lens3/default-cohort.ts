import type { Granularity } from '../../common/calendar.js';
import type { Mart } from '../../mart/build.js';
import type { CalendarRow, ObservedCalendar } from '../calendar-rows.js';

export interface FoundCohort {
  readonly row: CalendarRow;
  /** Complete periods after its own. */
  readonly completeAfter: number;
  readonly isOldEnough: boolean;
  readonly isTruncated: boolean;
}

/** Complete periods that must follow the cohort's own. */
const OLD_ENOUGH: Readonly<Record<Granularity, number>> = { year: 2, quarter: 4, month: 6, week: 13 };

/**
 * The oldest acquisition period that is complete, not left-truncated, with a member and old enough: a year, else a quarter,
 * else a month. Else the demands fall one by one: one complete period after it, none, incomplete, truncated.
 */
export async function defaultCohort(
  mart: Mart,
  asked: Granularity | null,
  { rows }: ObservedCalendar,
  truncatedUntil: string | null,
): Promise<FoundCohort | null> {
  const wanted: readonly Granularity[] = asked === null ? ['year', 'quarter', 'month'] : [asked];
  const candidates: FoundCohort[] = [];
  for (const granularity of wanted) {
    const periods = rows.filter((row) => row.granularity === granularity);
    const populated = await acquisitionStarts(mart, granularity);
    for (const row of periods.filter(({ start }) => populated.has(start))) {
      const completeAfter = periods.filter((later) => later.index > row.index && later.complete).length;
      candidates.push({
        row,
        completeAfter,
        isOldEnough: row.complete && completeAfter >= OLD_ENOUGH[granularity],
        isTruncated: truncatedUntil !== null && row.start < truncatedUntil,
      });
    }
  }
  const demands: readonly ((found: FoundCohort) => boolean)[] = [
    ({ isOldEnough, isTruncated }) => isOldEnough && !isTruncated,
    ({ row, completeAfter, isTruncated }) => row.complete && completeAfter >= 1 && !isTruncated,
    ({ row, completeAfter }) => row.complete && completeAfter >= 1,
    ({ row }) => row.complete,
    () => true,
  ];
  for (const holds of demands) {
    const found = candidates.find(holds);
    if (found) return found;
  }
  return null;
}

async function acquisitionStarts(mart: Mart, granularity: Granularity): Promise<Set<string>> {
  const rows = await mart.rows(
    `select distinct cohort_${granularity} as cohort_start from {{ ref('customers') }} where acquisition_date is not null`,
  );
  return new Set(rows.map((row) => String(row.cohort_start)));
}
