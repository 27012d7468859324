import { badSetting } from '../../common/messages/config.js';
import type { NamedPeriod } from '../settings.js';
import type { Parse } from './key.js';

/** `2019`, `2019-Q4`, `2019-11`, `2019-W07` or `last`. */
export const parsePeriod: Parse<NamedPeriod | 'last'> = (raw, where) => {
  const text = String(raw).trim().toUpperCase();
  if (text === 'LAST') return 'last';
  // Reports name the years and quarters of a fiscal year FY2019 and FY2019-Q4.
  const match = /^(?:FY(?=\d{4}(?:-Q|$)))?(\d{4})(?:-(Q[1-4]|W\d{2}|\d{2}))?$/.exec(text);
  if (match === null) throw badPeriod(raw, where.name, 'is not a period');
  const year = Number(match[1]);
  if (year < 1970 || year > 2199) throw badPeriod(raw, where.name, 'is out of range (1970 to 2199)');
  const part = match[2];
  if (part === undefined) return { text, granularity: 'year', year, index: 1 };
  if (part.startsWith('Q')) return { text, granularity: 'quarter', year, index: Number(part[1]) };
  const index = Number(part.replace('W', ''));
  const [granularity, most] = part.startsWith('W')
    ? (['week', isoWeeks(year)] as const)
    : (['month', 12] as const);
  if (index >= 1 && index <= most) return { text, granularity, year, index };
  throw badPeriod(raw, where.name, `is not a ${granularity} of the calendar`);
};

export function periodText(period: NamedPeriod | 'last'): string {
  return period === 'last' ? period : period.text;
}

/** Weeks of an ISO 8601 year: 53 when 1 January is a Thursday, or a Wednesday of a leap year; else 52. */
function isoWeeks(year: number): number {
  const first = new Date(Date.UTC(year, 0, 1)).getUTCDay();
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return first === 4 || (leap && first === 3) ? 53 : 52;
}

function badPeriod(raw: unknown, where: string, wrong: string): Error {
  return badSetting(
    'bad_period',
    where,
    raw,
    wrong,
    'Write it like 2019, 2019-Q4, 2019-11, 2019-W07 or last.',
  );
}
