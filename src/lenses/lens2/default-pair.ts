import { addDays, type Granularity, periodName } from '../../common/calendar.js';
import { noPairOfPeriods } from '../../common/messages/lens2.js';
import type { CalendarRow, ObservedCalendar } from '../calendar-rows.js';
import type { Period, PeriodRequest } from '../period.js';

export interface DefaultPair {
  readonly first: Period;
  readonly second: Period;
  readonly granularity: Granularity;
  readonly chosenBy: string;
}

const PERIODS_A_YEAR: Readonly<Record<Granularity, number>> = { year: 1, quarter: 4, month: 12, week: 52 };

/**
 * The last two complete years; else the last complete quarter and the same one a year before; else the last two
 * complete quarters; else the same with months, then weeks. A granularity asked for is kept.
 * @throws ClvError when no two complete periods are in the data.
 */
export function defaultPair(request: PeriodRequest, observed: ObservedCalendar): DefaultPair {
  const wanted: readonly Granularity[] = request.granularity
    ? [request.granularity]
    : ['year', 'quarter', 'month', 'week'];
  for (const granularity of wanted) {
    const complete = observed.rows.filter((row) => row.granularity === granularity && row.complete);
    const last = complete.at(-1);
    if (!last) continue;
    const at = (distance: number) => complete.find(({ index }) => index === last.index - distance);
    const yearBefore = at(PERIODS_A_YEAR[granularity]);
    const other = yearBefore ?? at(1);
    if (!other) continue;
    return {
      first: toPeriod(other, request),
      second: toPeriod(last, request),
      granularity,
      chosenBy:
        granularity === 'year'
          ? 'the last two complete years'
          : yearBefore
            ? `the last complete ${granularity} and the same a year before`
            : `the last two complete ${granularity}s`,
    };
  }
  throw noPairOfPeriods(observed.first, observed.asOf);
}

function toPeriod({ start, end, granularity }: CalendarRow, { fiscalYearStart }: PeriodRequest): Period {
  return {
    from: start,
    to: addDays(end, -1),
    label: periodName(start, granularity, fiscalYearStart),
    complete: true,
    chosenBy: 'last complete period',
    notes: [],
  };
}
