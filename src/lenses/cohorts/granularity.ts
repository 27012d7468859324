import type { Granularity } from '../../common/calendar.js';
import type { Mart } from '../../mart/build.js';

const COARSE_TO_FINE: readonly Granularity[] = ['year', 'quarter', 'month'];

/** How much of a granularity the data hold. */
export interface GranularityEvidence {
  readonly granularity: Granularity;
  readonly completePeriods: number;
  /** Whole cohorts, acquired after the data begin, with at least one complete period after that of acquisition. */
  readonly comparableCohorts: number;
}

/**
 * The coarsest granularity, year to month, that gives enough; else the one with the most comparable cohorts, the
 * coarser on a tie.
 */
export function chooseGranularity(
  evidence: readonly GranularityEvidence[],
  isEnough: (evidence: GranularityEvidence) => boolean,
): Granularity {
  const usual = COARSE_TO_FINE.flatMap((g) => evidence.filter(({ granularity }) => granularity === g));
  const found = usual.find(isEnough);
  if (found) return found.granularity;
  return usual.reduce(
    (best, next) =>
      next.comparableCohorts > best.comparableCohorts ||
      (next.comparableCohorts === best.comparableCohorts && next.completePeriods > best.completePeriods)
        ? next
        : best,
    usual[0] ?? { granularity: 'month', completePeriods: 0, comparableCohorts: 0 },
  ).granularity;
}

/** Counts complete periods and whole cohorts of each granularity that `periods` holds; older customers come up before `markedBefore`. */
export async function granularityEvidence(
  mart: Mart,
  markedBefore: string | null,
): Promise<GranularityEvidence[]> {
  await mart.build(['periods', 'customers']);
  const rows = await mart.rowsOnce(
    `with acquired as (
      select distinct granularity, cohort_start
      from (
        select unnest(['week', 'month', 'quarter', 'year']) as granularity,
          unnest([cohort_week, cohort_month, cohort_quarter, cohort_year]) as cohort_start
        from (select distinct cohort_week, cohort_month, cohort_quarter, cohort_year from {{ ref('customers') }})
      )
      where cohort_start is not null
    ),
    linked as (
      select periods.granularity, periods.is_complete,
        periods.is_complete and acquired.cohort_start is not null and later.is_complete
          and coalesce(periods.period_start >= cast($before as date), true) as is_comparable
      from {{ ref('periods') }} as periods
      left join acquired on periods.granularity = acquired.granularity and periods.period_start = acquired.cohort_start
      left join {{ ref('periods') }} as later
        on periods.granularity = later.granularity and later.period_index = periods.period_index + 1
    )
    select granularity, count(*) filter (is_complete) as complete, count(*) filter (is_comparable) as comparable
    from linked group by granularity`,
    { before: markedBefore },
  );
  return rows.map((row) => ({
    granularity: row.granularity as Granularity,
    completePeriods: Number(row.complete),
    comparableCohorts: Number(row.comparable),
  }));
}
