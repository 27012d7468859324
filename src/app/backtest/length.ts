import { addDays, addMonths, daysBetween } from '../../common/calendar.js';
import { badLength } from '../../common/messages/backtest.js';

/** A length of calendar time: `39w`, `90d`, `6m`, `1q`, `1y`. */
export interface Length {
  readonly text: string;
  readonly count: number;
  readonly unit: 'd' | 'w' | 'm' | 'q' | 'y';
}

const MOST_DAYS = 36_525;
const DAYS = { d: 1, w: 7, m: 30.4375, q: 91.3125, y: 365.25 } as const;
const MONTHS = { m: 1, q: 3, y: 12 } as const;

export function parseLength(text: string, flag: string): Length {
  const match = /^(\d{1,6})\s*([dwmqy])$/.exec(text.trim().toLowerCase());
  if (match === null)
    throw badLength(flag, text, /^\d+$/.test(text.trim()) ? 'has no unit' : 'is no length of time');
  const count = Number(match[1]);
  const unit = match[2] as Length['unit'];
  if (count === 0) throw badLength(flag, text, 'is no time at all');
  if (count * DAYS[unit] > MOST_DAYS) throw badLength(flag, text, 'is too long');
  return { text: `${count}${unit}`, count, unit };
}

/** The day that lies so far before another; months are those of the calendar. */
export function before(day: string, { count, unit }: Length, times = 1): string {
  if (unit === 'd' || unit === 'w') return addDays(day, -times * count * DAYS[unit]);
  return addMonths(day, -times * count * MONTHS[unit]);
}

/** The longest holdout that is chosen without being asked for. */
const LONGEST_DAYS = 364;

/** A third of the span in whole weeks, a year at most. */
export function usualHoldout(first: string, asOf: string): Length {
  const days = Math.min(LONGEST_DAYS, daysBetween(first, asOf) / 3);
  const weeks = Math.max(1, Math.floor(days / 7));
  return { text: `${weeks}w`, count: weeks, unit: 'w' };
}
