const MILLISECONDS = 86_400_000;

/** Day number (days since 1970-01-01) of a day `YYYY-MM-DD`; NaN when there is no such day. */
export function dayNumber(iso: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso);
  if (!match) return Number.NaN;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const number = dayOf(year, month, day);
  return isoDay(number) === iso ? number : Number.NaN;
}

/** `YYYY-MM-DD` of a day number. */
export function isoDay(day: number): string {
  return new Date(day * MILLISECONDS).toISOString().slice(0, 10);
}

/** Day number of a date; months count from 1 and overflow into the next year as days overflow into the next month. */
export function dayOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / MILLISECONDS;
}

export function yearOf(day: number): number {
  return new Date(day * MILLISECONDS).getUTCFullYear();
}

/** Month 0–11 of a day number. */
export function monthOf(day: number): number {
  return new Date(day * MILLISECONDS).getUTCMonth();
}

/** The same date `years` earlier (29 February becomes 1 March). */
export function yearsBefore(day: number, years: number): number {
  const date = new Date(day * MILLISECONDS);
  return dayOf(date.getUTCFullYear() - years, date.getUTCMonth() + 1, date.getUTCDate());
}
