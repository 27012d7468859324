import {
  addDays,
  type Granularity,
  type NamedPeriod,
  namedPeriodBounds,
  periodName,
} from '../common/calendar.js';
import { noOrdersInPeriod, noSuchPeriod, periodNotObserved } from '../common/messages/lenses.js';
import type { Note } from '../common/result.js';
import type { Mart } from '../mart/build.js';

/** A span of days that a report is about; both ends inclusive. */
export interface Period {
  readonly from: string;
  readonly to: string;
  /** `2019`, `2019-Q4`, `2019-01-01 to 2019-02-15`. */
  readonly label: string;
  readonly complete: boolean;
  /** How it was chosen: `asked` or the rule that chose it. */
  readonly chosenBy: 'asked' | 'last complete period' | 'whole span';
  readonly notes: readonly Note[];
}

export interface PeriodRequest {
  readonly period: NamedPeriod | 'last' | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly granularity: Granularity | null;
  readonly fiscalYearStart: number;
}

interface CalendarRow {
  granularity: Granularity;
  period_start: string;
  period_end: string;
  is_complete: boolean;
}

const COARSE_TO_FINE: readonly Granularity[] = ['year', 'quarter', 'month', 'week'];

/**
 * The period of a report: as asked, else the last complete year, else quarter, else month, else the whole span.
 * @throws ClvError when the period asked for holds no observed day.
 */
export async function choosePeriod(mart: Mart, request: PeriodRequest): Promise<Period> {
  await mart.build(['observation', 'periods']);
  const [observed] = await mart.rows(`select first_order_date, as_of from {{ ref('observation') }}`);
  const first = observed?.first_order_date as string | null;
  const asOf = observed?.as_of as string | null;
  if (!first || !asOf) throw noOrdersInPeriod(asOf);
  if (request.from !== null || request.to !== null)
    return asked(request.from ?? first, request.to ?? asOf, null, first, asOf);
  if (request.period !== null && request.period !== 'last') {
    const { from, to } = namedPeriodBounds(request.period, request.fiscalYearStart);
    const label = periodName(from, request.period.granularity, request.fiscalYearStart);
    return asked(from, to, label, first, asOf);
  }
  return lastComplete(mart, request, first, asOf);
}

/** A span of days; one day is named once. */
export function spanLabel(from: string, to: string): string {
  return from === to ? from : `${from} to ${to}`;
}

/** All observed days. */
export async function wholeSpan(mart: Mart): Promise<Period> {
  await mart.build(['observation']);
  const [observed] = await mart.rows(`select first_order_date, as_of from {{ ref('observation') }}`);
  const from = observed?.first_order_date as string | null;
  const to = observed?.as_of as string | null;
  if (!from || !to) throw noOrdersInPeriod(to);
  return { from, to, label: spanLabel(from, to), complete: false, chosenBy: 'whole span', notes: [] };
}

function asked(from: string, to: string, label: string | null, first: string, asOf: string): Period {
  if (to < first || from > asOf) throw periodNotObserved(label ?? spanLabel(from, to), first, asOf);
  const notes: Note[] = [];
  if (to > asOf)
    notes.push({
      code: 'incomplete_period',
      text: `The period ends on ${to}, but the data are observed up to ${asOf} only: the period is incomplete.`,
    });
  if (from < first && label !== null)
    notes.push({
      code: 'period_before_data',
      text: `The period starts on ${from}, but the first order is on ${first}.`,
    });
  return { from, to, label: label ?? spanLabel(from, to), complete: to <= asOf, chosenBy: 'asked', notes };
}

async function lastComplete(
  mart: Mart,
  request: PeriodRequest,
  first: string,
  asOf: string,
): Promise<Period> {
  const rows = (await mart.rows(
    `select granularity, period_start, period_end, is_complete from {{ ref('periods') }} order by granularity, period_start`,
  )) as unknown as CalendarRow[];
  const wanted = request.granularity ? [request.granularity] : COARSE_TO_FINE.slice(0, 3);
  for (const granularity of wanted) {
    const last = rows.filter((row) => row.granularity === granularity && row.is_complete).at(-1);
    if (!last) continue;
    return {
      from: last.period_start,
      to: addDays(last.period_end, -1),
      label: periodName(last.period_start, granularity, request.fiscalYearStart),
      complete: true,
      chosenBy: 'last complete period',
      notes: [],
    };
  }
  if (request.period === 'last') throw noSuchPeriod(request.granularity ?? 'month', first, asOf);
  return {
    from: first,
    to: asOf,
    label: spanLabel(first, asOf),
    complete: false,
    chosenBy: 'whole span',
    notes: [
      {
        code: 'whole_span',
        text: `No complete year, quarter or month is in the data (${spanLabel(first, asOf)}): the report is about the whole span.`,
      },
    ],
  };
}
