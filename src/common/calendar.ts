/** Calendar arithmetic on days written `YYYY-MM-DD`; no time zone is involved. */
export type Granularity = 'week' | 'month' | 'quarter' | 'year';

/** A calendar period as the user named it: `2019`, `2019-Q4`, `2019-11`, `2019-W07`. */
export interface NamedPeriod {
  readonly text: string;
  readonly granularity: Granularity;
  /** Fiscal year (named after the calendar year in which it starts) where it does not start in January. ISO week year for weeks. */
  readonly year: number;
  /** Quarter 1–4, month 1–12, ISO week 1–53; 1 for a year. */
  readonly index: number;
}

const DAY = 86_400_000;

export function addDays(day: string, days: number): string {
  return iso(Date.parse(`${day}T00:00:00Z`) + days * DAY);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY;
}

/** Adds calendar months; the 31st becomes the last day of a shorter month. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = parts(day);
  const first = Date.UTC(year, month - 1 + months, 1);
  const lastDate = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return iso(first + (Math.min(date, lastDate) - 1) * DAY);
}

/** First and last day of a named period. */
export function namedPeriodBounds(
  period: NamedPeriod,
  fiscalYearStart: number,
): { from: string; to: string } {
  const from = firstDay(period, fiscalYearStart);
  return { from, to: addDays(nextStart(from, period.granularity), -1) };
}

/** First day of the period after the one that starts on `start`. */
export function nextStart(start: string, granularity: Granularity): string {
  switch (granularity) {
    case 'week':
      return addDays(start, 7);
    case 'month':
      return addMonths(start, 1);
    case 'quarter':
      return addMonths(start, 3);
    case 'year':
      return addMonths(start, 12);
  }
}

/** The name of the period that starts on `start`: `2019`, `2019-Q4`, `2019-11`, `2019-W07`; `FY2019` with a fiscal year. */
export function periodName(start: string, granularity: Granularity, fiscalYearStart: number): string {
  const [year, month] = parts(start);
  const fiscal = fiscalYearStart === 1 ? '' : 'FY';
  switch (granularity) {
    case 'week':
      return isoWeekName(start);
    case 'month':
      return start.slice(0, 7);
    case 'quarter': {
      const shifted = (month - fiscalYearStart + 12) % 12;
      return `${fiscal}${month < fiscalYearStart ? year - 1 : year}-Q${Math.floor(shifted / 3) + 1}`;
    }
    case 'year':
      return `${fiscal}${year}`;
  }
}

function firstDay({ granularity, year, index }: NamedPeriod, fiscalYearStart: number): string {
  const january = `${String(year).padStart(4, '0')}-01-01`;
  switch (granularity) {
    case 'week':
      return addDays(isoWeekOne(year), (index - 1) * 7);
    case 'month':
      return addMonths(january, index - 1);
    case 'quarter':
      return addMonths(january, fiscalYearStart - 1 + (index - 1) * 3);
    case 'year':
      return addMonths(january, fiscalYearStart - 1);
  }
}

/** Monday of ISO week 1: the week that holds 4 January. */
function isoWeekOne(year: number): string {
  const fourth = `${String(year).padStart(4, '0')}-01-04`;
  return addDays(fourth, -((new Date(`${fourth}T00:00:00Z`).getUTCDay() + 6) % 7));
}

function isoWeekName(monday: string): string {
  const year = Number(addDays(monday, 3).slice(0, 4));
  const week = daysBetween(isoWeekOne(year), monday) / 7 + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

function parts(day: string): [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
