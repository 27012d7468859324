import {
  addDays,
  addMonths,
  daysBetween,
  type NamedPeriod,
  namedPeriodBounds,
  periodName,
} from '../../common/calendar.js';
import { nothingToCompareWith } from '../../common/messages/lens2.js';
import type { ObservedCalendar } from '../calendar-rows.js';
import type { Period, PeriodRequest } from '../period.js';

/** Days, both ends inclusive. */
export interface Span {
  readonly from: string;
  readonly to: string;
  /** Null = named by its days. */
  readonly label: string | null;
}

/**
 * What a period is compared with when nobody says: the same period a year before, else the one just before;
 * one that is observed from its first day comes first.
 * @throws ClvError when nothing of either is observed.
 */
export function counterpart(second: Period, request: PeriodRequest, observed: ObservedCalendar): Span {
  const named = request.from === null && request.to === null ? request.period : null;
  const candidates =
    named === null || named === 'last'
      ? spansBefore(second)
      : [namedSpan({ ...named, year: named.year - 1 }, request), justBefore(second, named, request)];
  const free = candidates.filter(({ to }) => to < second.from && to >= observed.first);
  const found = free.find(({ from }) => from >= observed.first) ?? free[0];
  if (!found) throw nothingToCompareWith(second.label, observed.first, observed.asOf);
  return found;
}

function namedSpan(period: NamedPeriod, { fiscalYearStart }: PeriodRequest): Span {
  const { from, to } = namedPeriodBounds(period, fiscalYearStart);
  return { from, to, label: periodName(from, period.granularity, fiscalYearStart) };
}

function justBefore(second: Period, { granularity }: NamedPeriod, { fiscalYearStart }: PeriodRequest): Span {
  const to = addDays(second.from, -1);
  const from =
    granularity === 'week'
      ? addDays(second.from, -7)
      : addMonths(second.from, { month: -1, quarter: -3, year: -12 }[granularity]);
  return { from, to, label: periodName(from, granularity, fiscalYearStart) };
}

function spansBefore({ from, to }: Period): Span[] {
  const days = daysBetween(from, to) + 1;
  return [
    { from: addMonths(from, -12), to: addMonths(to, -12), label: null },
    { from: addDays(from, -days), to: addDays(from, -1), label: null },
  ];
}
