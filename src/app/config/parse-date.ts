import { badSetting } from '../../common/messages/config.js';
import type { Parse } from './key.js';

/** A day `YYYY-MM-DD` of the calendar, from 1970 to 2199 like the data's. */
export const parseDate: Parse<string> = (raw, where) => {
  const text = String(raw).trim();
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) {
    throw badSetting('bad_date', where.name, raw, 'is not a date', 'Write it like 2024-12-31.');
  }
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  if (year < 1970 || year > 2199) {
    throw badSetting('bad_date', where.name, raw, 'is out of range', 'Use a day from 1970 to 2199.');
  }
  const last = daysInMonth(year, month);
  if (last > 0 && day >= 1 && day <= last) return text;
  throw badSetting(
    'bad_date',
    where.name,
    raw,
    'is not a day of the calendar',
    last === 0 ? 'Months go from 01 to 12.' : `That month has ${last} days.`,
  );
};

/** Which day's attributes of customers count: `now`, `then` (when each was acquired) or a day. */
export const parseAttributesAsOf: Parse<string> = (raw, where) => {
  const text = String(raw).trim();
  if (text === 'now' || text === 'then') return text;
  if (/^\d/.test(text)) return parseDate(text, where);
  throw badSetting(
    'bad_date',
    where.name,
    raw,
    'is no day',
    'Use now, then (when each customer was acquired), or a day such as 2024-12-31.',
  );
};

/** Days of a month of the Gregorian calendar; 0 when there is no such month. */
export function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** A month as a number from 1 to 12, or as its English name or at least three letters of it. */
export const parseMonth: Parse<number> = (raw, where) => {
  const text = String(raw).trim().toLowerCase();
  if (/^0?[1-9]$|^1[0-2]$/.test(text)) return Number(text);
  const index = text.length < 3 ? -1 : MONTHS.findIndex((month) => month.startsWith(text));
  if (index >= 0) return index + 1;
  throw badSetting(
    'bad_month',
    where.name,
    raw,
    'is not a month',
    'Use a number from 1 to 12 or a name such as april.',
  );
};
