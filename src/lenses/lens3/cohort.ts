import {
  addDays,
  type Granularity,
  type NamedPeriod,
  namedPeriodBounds,
  periodName,
} from '../../common/calendar.js';
import {
  cohortAfterData,
  cohortBeforeData,
  cohortNotOldEnough,
  cohortStillForming,
  emptyCohort,
  leftTruncated,
  noCohort,
  skippedTruncated,
} from '../../common/messages/lens3.js';
import type { Note } from '../../common/result.js';
import type { Mart } from '../../mart/build.js';
import { type ObservedCalendar, observedCalendar } from '../calendar-rows.js';
import { type HistoryStart, type LeftTruncation, leftTruncation } from '../left-truncation.js';
import { defaultCohort } from './default-cohort.js';

export interface CohortRequest {
  /** A calendar period, or days (both inclusive); null = chosen. */
  readonly cohort: NamedPeriod | { readonly from: string; readonly to: string } | null;
  /** Of the cohort when it is chosen; of the periods of its life. Null = chosen. */
  readonly granularity: Granularity | null;
  readonly fiscalYearStart: number;
  readonly history: HistoryStart;
}

/** The customers acquired on the days `from` to `to`, and the periods in which their life is counted. */
export interface Cohort {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly granularity: Granularity;
  readonly fiscalYearStart: number;
  readonly chosenBy: string;
  readonly calendar: ObservedCalendar;
  readonly notes: readonly Note[];
  readonly warnings: readonly Note[];
}

/**
 * The cohort of a report: as asked; else the oldest complete acquisition period with a life long enough (2 complete
 * years after a year, 4 quarters after a quarter, 6 months after a month) that does not hold customers older than the data.
 * @throws ClvError when nobody was acquired in it or the data hold no order.
 */
export async function chooseCohort(mart: Mart, request: CohortRequest): Promise<Cohort> {
  const calendar = await observedCalendar(mart);
  const truncation = await leftTruncation(mart, request.history);
  if (request.cohort === null) return chosen(mart, request, calendar, truncation);
  const { from, to, label, granularity } = asked(request);
  if (from > calendar.asOf) throw cohortAfterData(label, calendar.asOf);
  if ((await members(mart, from, to)) === 0) throw emptyCohort(label, calendar.first, calendar.asOf);
  return {
    from,
    to,
    label,
    granularity: request.granularity ?? granularity,
    fiscalYearStart: request.fiscalYearStart,
    chosenBy: 'asked',
    calendar,
    notes: [],
    warnings: [
      ...warnings({ from, to, label }, calendar),
      ...(truncation.until !== null && from < truncation.until && to >= calendar.first
        ? [leftTruncated(label, truncation.until, truncation.reason!)]
        : []),
    ],
  };
}

function asked({ cohort, fiscalYearStart }: CohortRequest) {
  if (cohort !== null && 'text' in cohort) {
    const bounds = namedPeriodBounds(cohort, fiscalYearStart);
    return {
      ...bounds,
      label: periodName(bounds.from, cohort.granularity, fiscalYearStart),
      granularity: cohort.granularity,
    };
  }
  const { from, to } = cohort!;
  return { from, to, label: `${from} to ${to}`, granularity: 'month' as const };
}

async function members(mart: Mart, from: string, to: string): Promise<number> {
  const [row] = await mart.rows(
    `select count(*) as customers from {{ ref('customers') }}
    where acquisition_date between cast($from as date) and cast($to as date)`,
    { from, to },
  );
  return Number(row!.customers);
}

function warnings(
  { from, to, label }: { from: string; to: string; label: string },
  { first, asOf, rows }: ObservedCalendar,
): Note[] {
  const row = rows.find((period) => period.start === from && addDays(period.end, -1) === to);
  return [
    ...(from < first && row?.complete !== true ? [cohortBeforeData(label, first)] : []),
    ...(to > asOf && row?.complete !== true ? [cohortStillForming(label, asOf)] : []),
  ];
}

async function chosen(
  mart: Mart,
  request: CohortRequest,
  calendar: ObservedCalendar,
  truncation: LeftTruncation,
): Promise<Cohort> {
  const found = await defaultCohort(mart, request.granularity, calendar, truncation.until);
  if (!found) throw noCohort(calendar.first, calendar.asOf);
  const { row, completeAfter, isOldEnough, isTruncated } = found;
  const label = periodName(row.start, row.granularity, request.fiscalYearStart);
  const bounds = { from: row.start, to: addDays(row.end, -1), label };
  const truncated =
    truncation.until === null ? null : { until: truncation.until, reason: truncation.reason! };
  return {
    ...bounds,
    granularity: row.granularity,
    fiscalYearStart: request.fiscalYearStart,
    chosenBy: `the oldest ${row.complete ? 'complete ' : ''}${row.granularity}${isOldEnough ? ' old enough' : ''}`,
    calendar,
    notes: truncated !== null && !isTruncated ? [skippedTruncated(truncated.until, truncated.reason)] : [],
    warnings: [
      ...(isOldEnough ? [] : [cohortNotOldEnough(label, completeAfter)]),
      ...(truncated !== null && isTruncated ? [leftTruncated(label, truncated.until, truncated.reason)] : []),
      ...warnings(bounds, calendar),
    ],
  };
}
