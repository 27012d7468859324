import { addDays, daysBetween, type Granularity, nextStart } from '../../../src/common/calendar.js';
import type { Store } from '../../../src/store/store.js';

/** Money in ten-thousandths, exact. */
export type Cents4 = bigint;

export interface Event {
  customer: string;
  day: string;
  isOrder: boolean;
  spend: Cents4;
  /** Null = unknown. */
  profit: Cents4 | null;
  known: Cents4;
}

/** Orders and returns of a store as plain rows. */
export async function readEvents(store: Store): Promise<Event[]> {
  const rows =
    await store.rows(`select customer_id, cast(order_date as varchar) as day, true as is_order, spend, profit,
      profit_known_spend as known from orders
    union all select customer_id, cast(return_date as varchar), false, -amount, profit_effect, -profit_known_amount from returns`);
  return rows.map((row) => ({
    customer: String(row.customer_id),
    day: String(row.day),
    isOrder: row.is_order === true,
    spend: exact(row.spend),
    profit: row.profit === null ? null : exact(row.profit),
    known: exact(row.known),
  }));
}

export function exact(value: unknown): Cents4 {
  const [whole = '0', part = ''] = String(value ?? 0).split('.');
  const sign = whole.startsWith('-') ? -1n : 1n;
  return BigInt(whole) * 10_000n + sign * BigInt(part.padEnd(4, '0').slice(0, 4) || '0');
}

export interface Sums {
  customers: number;
  orders: number;
  spend: Cents4;
  profit: Cents4 | null;
  known: Cents4;
}

export interface NaiveCustomer {
  id: string;
  /** Index of the cohort's period; null = before the data. */
  start: number | null;
  firstDay: string | null;
  secondDay: string | null;
  /** By period index. */
  periods: Map<number, { orders: number; spend: Cents4; profit: Cents4 | null; known: Cents4 }>;
}

export interface NaiveBase {
  /** First days of the periods from the first order on. */
  starts: string[];
  complete: boolean[];
  customers: NaiveCustomer[];
}

/** Customers with their cohort and what they did by period, by plain loops. */
export function naiveBase(
  events: readonly Event[],
  granularity: Granularity,
  asOf: string,
  until: string | null,
  defaultSlack: boolean,
  fiscalMonth = 1,
): NaiveBase {
  const orderDays = [...new Set(events.filter((e) => e.isOrder && e.day <= asOf).map((e) => e.day))].sort();
  const firstDay = orderDays[0]!;
  const gaps = orderDays
    .slice(1)
    .map((day, i) => daysBetween(orderDays[i]!, day))
    .sort((a, b) => a - b);
  const median =
    gaps.length === 0
      ? 1
      : gaps.length % 2 === 1
        ? gaps[(gaps.length - 1) / 2]!
        : (gaps[gaps.length / 2 - 1]! + gaps[gaps.length / 2]!) / 2;
  const slack = Math.max(1, Math.floor(median));
  const starts: string[] = [];
  for (let s = floorTo(firstDay, granularity, fiscalMonth); s <= asOf; s = nextStart(s, granularity))
    starts.push(s);
  const complete = starts.map(
    (s) =>
      firstDay <= addDays(s, slack) &&
      addDays(asOf, defaultSlack ? slack : 0) >= addDays(nextStart(s, granularity), -1),
  );
  const indexOf = new Map<string, number>();
  const indexOfDay = (day: string) => {
    let found = indexOf.get(day);
    if (found === undefined) {
      const start = floorTo(day, granularity, fiscalMonth);
      found = starts.indexOf(start);
      if (found < 0) throw new Error(`day ${day} lies outside the calendar`);
      indexOf.set(day, found);
    }
    return found;
  };
  const byCustomer = new Map<string, Event[]>();
  for (const event of events) {
    if (event.day > asOf) continue;
    const list = byCustomer.get(event.customer);
    if (list) list.push(event);
    else byCustomer.set(event.customer, [event]);
  }
  const customers: NaiveCustomer[] = [];
  for (const [id, own] of byCustomer) {
    const days = [...new Set(own.filter((e) => e.isOrder).map((e) => e.day))].sort();
    const firstReturn = own
      .filter((e) => !e.isOrder)
      .map((e) => e.day)
      .sort()[0];
    const first = days[0] ?? null;
    const before =
      first === null ||
      (until !== null && first < until) ||
      (firstReturn !== undefined && firstReturn < first);
    const periods: NaiveCustomer['periods'] = new Map();
    for (const event of own) {
      const index = event.day < starts[0]! ? -1 : indexOfDay(event.day);
      const sum = periods.get(index) ?? { orders: 0, spend: 0n, profit: null, known: 0n };
      if (event.isOrder) sum.orders++;
      sum.spend += event.spend;
      if (event.profit !== null) sum.profit = (sum.profit ?? 0n) + event.profit;
      sum.known += event.known;
      periods.set(index, sum);
    }
    customers.push({
      id,
      start: before ? null : indexOfDay(first),
      firstDay: first,
      secondDay: days[1] ?? null,
      periods,
    });
  }
  return { starts, complete, customers };
}

/** First day of the period that holds a day. */
export function floorTo(day: string, granularity: Granularity, fiscalMonth = 1): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  const iso = (y: number, m: number) => `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-01`;
  if (granularity === 'week') {
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    return addDays(day, -weekday);
  }
  if (granularity === 'month') return iso(year, month);
  const since = (month - fiscalMonth + 12) % 12;
  const back = granularity === 'quarter' ? since % 3 : since;
  const at = year * 12 + (month - 1) - back;
  return iso(Math.floor(at / 12), (at % 12) + 1);
}

export const emptySums = (): Sums => ({ customers: 0, orders: 0, spend: 0n, profit: null, known: 0n });

/** Adds what one customer did in a period. */
export function addTo(
  sums: Sums,
  part: { orders: number; spend: Cents4; profit: Cents4 | null; known: Cents4 },
): void {
  sums.customers++;
  sums.orders += part.orders;
  sums.spend += part.spend;
  if (part.profit !== null) sums.profit = (sums.profit ?? 0n) + part.profit;
  sums.known += part.known;
}

/** Buyers and customers with nothing but returns, of some customers in a period. */
export function cellOf(
  customers: readonly NaiveCustomer[],
  period: number,
): { buyers: Sums; returnsOnly: Sums } {
  const buyers = emptySums();
  const returnsOnly = emptySums();
  for (const customer of customers) {
    const part = customer.periods.get(period);
    if (part) addTo(part.orders > 0 ? buyers : returnsOnly, part);
  }
  return { buyers, returnsOnly };
}

/** Rounds a quotient of ten-thousandths half-up (away from zero) to cents, as text. */
export function rounded(value: Cents4, divisor = 1n): string {
  const scaled = value * 2n;
  const unit = 100n * divisor;
  const negative = scaled < 0n;
  const size = negative ? -scaled : scaled;
  const cents = (size + unit) / (2n * unit);
  const text = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
  return negative && cents > 0n ? `-${text}` : text;
}
