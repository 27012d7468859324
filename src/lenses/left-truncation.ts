import { addDays, daysBetween } from '../common/calendar.js';
import type { Mart } from '../mart/build.js';

/** Whether customers were acquired before the data begin, so that their first order seen is not their first. */
export type HistoryStart = 'auto' | 'with_data' | 'before_data';

export interface LeftTruncation {
  /** Who is first seen before this day may be an older customer; null when there is no such day. */
  readonly until: string | null;
  /** Why, in a sentence; null when there is none. */
  readonly reason: string | null;
}

const WINDOW_DAYS = 28;
const YEAR_WINDOWS = 13;
/** How much larger a window must be than any of the year after it. */
const EXCESS = 1.5;

/**
 * Judges from the customers first seen per 28 days. A base with a history before the data shows its old customers
 * as new at the start: more than half as many again as in any later window of a year. Slow buyers come
 * over a whole year: then the first year holds half as many again as the second. Acquisition that stops (a panel of one
 * cohort) proves nothing. Customers whose acquisition a customers file tells don't count: theirs is known.
 */
export async function leftTruncation(mart: Mart, history: HistoryStart): Promise<LeftTruncation> {
  await mart.build(['customers', 'observation']);
  const [observed] = await mart.rows(`select first_order_date, as_of from {{ ref('observation') }}`);
  const first = observed?.first_order_date as string | null;
  if (!first || history === 'with_data') return { until: null, reason: null };
  const counts = await windowCounts(mart, first, observed!.as_of as string);
  const judged = judge(counts, first);
  if (history === 'auto' || judged.until !== null) return judged;
  return {
    until: addDays(first, WINDOW_DAYS),
    reason: `The history starts before the data, as told: who is first seen in the first ${WINDOW_DAYS} days may be an older customer.`,
  };
}

/** The verdict on new customers per complete window of 28 days, the first starting on `first`. */
export function judge(counts: readonly number[], first: string): LeftTruncation {
  const flood = counts.findIndex((count, i) => !isFlood(count, counts.slice(i + 1, i + 1 + YEAR_WINDOWS)));
  if (flood > 0) {
    const later = Math.max(...counts.slice(flood, flood + YEAR_WINDOWS));
    return {
      until: addDays(first, flood * WINDOW_DAYS),
      reason: `${counts[0]} customers appear in the first ${WINDOW_DAYS} days, in later ones at most ${later}: the history probably starts before the data.`,
    };
  }
  const year = total(counts.slice(0, YEAR_WINDOWS));
  const next = total(counts.slice(YEAR_WINDOWS, 2 * YEAR_WINDOWS));
  if (counts.length >= 2 * YEAR_WINDOWS && next > 0.05 * year && isFlood(year, [next]))
    return {
      until: addDays(first, YEAR_WINDOWS * WINDOW_DAYS),
      reason: `${year} customers appear in the first ${YEAR_WINDOWS * WINDOW_DAYS} days, ${next} in as many days after: the history probably starts before the data.`,
    };
  return { until: null, reason: null };
}

/** More than the excess over every later window, by two standard deviations of a Poisson count. */
function isFlood(count: number, later: readonly number[]): boolean {
  const most = Math.max(0, ...later);
  return later.length > 0 && most > 0 && count - EXCESS * most > 2 * Math.sqrt(count);
}

async function windowCounts(mart: Mart, first: string, asOf: string): Promise<number[]> {
  const windows = Math.floor((daysBetween(first, asOf) + 1) / WINDOW_DAYS);
  const rows = await mart.rowsOnce(
    `select (first_order_date - cast($first as date)) // ${WINDOW_DAYS} as time_window, count(*) as customers
    from {{ ref('customers') }} where acquisition_basis = 'first_order' group by time_window`,
    { first },
  );
  const byWindow = new Map(rows.map((row) => [Number(row.time_window), Number(row.customers)]));
  return Array.from({ length: windows }, (_, i) => byWindow.get(i) ?? 0);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
