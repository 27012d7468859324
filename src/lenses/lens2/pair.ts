import { addMonths, daysBetween, type Granularity, type NamedPeriod } from '../../common/calendar.js';
import {
  lengthWarning,
  notYetOver,
  partlyBeforeData,
  periodsOverlap,
  seasonWarning,
  versusNotObserved,
} from '../../common/messages/lens2.js';
import type { Note } from '../../common/result.js';
import type { Mart } from '../../mart/build.js';
import { type ObservedCalendar, observedCalendar } from '../calendar-rows.js';
import { choosePeriod, type Period, type PeriodRequest } from '../period.js';
import { counterpart, type Span } from './counterpart.js';
import { defaultPair } from './default-pair.js';

export interface PairRequest extends PeriodRequest {
  /** The period to compare with; null = the same season a year before, else the one just before. */
  readonly versus: NamedPeriod | Span | null;
}

/** Two periods without a common day; `first` is the earlier. */
export interface Pair {
  readonly first: Period;
  readonly second: Period;
  /** Of both, where they are calendar periods of one kind. */
  readonly granularity: Granularity | null;
  /** `asked`, or the rule that chose. */
  readonly chosenBy: string;
  /** Day of the first order in the data. */
  readonly firstOrder: string;
  readonly warnings: readonly Note[];
}

/**
 * The pair of periods of a report: as asked; else the last two complete years; else the same quarter a year apart;
 * else consecutive quarters, with a warning.
 * @throws ClvError when nothing of a period is observed, the two overlap, or the data hold no two periods.
 */
export async function choosePair(mart: Mart, request: PairRequest): Promise<Pair> {
  const observed = await observedCalendar(mart);
  const isAsked = request.from !== null || request.to !== null || isNamed(request.period);
  const found =
    isAsked || request.versus !== null
      ? await askedPair(mart, request, observed)
      : defaultPair(request, observed);
  const [first, second] = [found.first, found.second].map((period) => judged(period, observed)) as [
    Period,
    Period,
  ];
  return { ...found, first, second, firstOrder: observed.first, warnings: warnings(first, second, observed) };
}

async function askedPair(mart: Mart, request: PairRequest, observed: ObservedCalendar) {
  const second = await choosePeriod(mart, request);
  const other = request.versus ?? counterpart(second, request, observed);
  const first = await otherPeriod(mart, request, other, observed);
  const [earlier, later] = first.from <= second.from ? [first, second] : [second, first];
  if (earlier.to >= later.from) throw periodsOverlap(first.label, second.label);
  return {
    first: earlier,
    second: later,
    granularity: sameGranularity(earlier, later, observed),
    chosenBy: request.versus === null ? 'asked, and its counterpart' : 'asked',
  };
}

function isNamed(period: PeriodRequest['period']): period is NamedPeriod {
  return period !== null && period !== 'last';
}

async function otherPeriod(
  mart: Mart,
  request: PairRequest,
  other: NamedPeriod | Span,
  { first, asOf }: ObservedCalendar,
): Promise<Period> {
  const isSpan = 'from' in other;
  try {
    const period = await choosePeriod(mart, {
      ...request,
      period: isSpan ? null : other,
      from: isSpan ? other.from : null,
      to: isSpan ? other.to : null,
    });
    return isSpan && other.label !== null ? { ...period, label: other.label } : period;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'period_not_observed') throw error;
    throw versusNotObserved(isSpan ? `${other.from} to ${other.to}` : other.text, first, asOf);
  }
}

/** Complete as the calendar says, which forgives a few quiet days at either end; else by its days. */
function judged(period: Period, observed: ObservedCalendar): Period {
  const row = calendarRow(period, observed);
  const complete = row?.complete ?? (period.from >= observed.first && period.to <= observed.asOf);
  return { ...period, complete };
}

function calendarRow({ from, to }: Period, { rows }: ObservedCalendar) {
  return rows.find(({ start, end }) => start === from && daysBetween(to, end) === 1);
}

function sameGranularity(first: Period, second: Period, observed: ObservedCalendar): Granularity | null {
  const [a, b] = [first, second].map((period) => calendarRow(period, observed)?.granularity ?? null);
  return a === b ? (a ?? null) : null;
}

/** What a reader must know before comparing. */
function warnings(first: Period, second: Period, { first: firstOrder, asOf }: ObservedCalendar): Note[] {
  const [a, b] = [first, second].map(({ from, to }) => daysBetween(from, to) + 1) as [number, number];
  const isShort = Math.min(a, b) < 350;
  return [
    ...(!first.complete && first.from < firstOrder ? [partlyBeforeData(first.label, firstOrder)] : []),
    ...(!second.complete && second.to > asOf ? [notYetOver(second.label, asOf)] : []),
    ...(Math.abs(a - b) > 0.05 * Math.max(a, b) ? [lengthWarning(first.label, a, second.label, b)] : []),
    ...(isShort && !isSameSeason(first, second) ? [seasonWarning(first.label, second.label)] : []),
  ];
}

/** A whole number of years apart, up to a week. */
function isSameSeason(first: Period, second: Period): boolean {
  const years = Math.round(daysBetween(first.from, second.from) / 365.25);
  return years > 0 && Math.abs(daysBetween(addMonths(first.from, 12 * years), second.from)) <= 7;
}
