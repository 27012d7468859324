import { publishedSegments } from '../../../src/lenses/rfm/rules.js';
import type { Events } from './events.js';
import { daysFrom } from './numbers.js';

/** The RFM segment of every customer with an order by `to`, from the definition. */
export function naiveSegments({ orders, returns }: Events, to: string): Map<string, string> {
  const history = new Map<string, { last: string; orders: number; money: number }>();
  for (const { customer, day, spend } of orders) {
    if (day > to) continue;
    const own = history.get(customer) ?? { last: day, orders: 0, money: 0 };
    own.orders += 1;
    own.money += spend;
    if (day > own.last) own.last = day;
    history.set(customer, own);
  }
  for (const { customer, day, spend } of returns)
    if (day <= to && history.has(customer)) history.get(customer)!.money += spend;
  const customers = [...history].map(([customer, { last, orders: n, money }]) => ({
    customer,
    days: daysFrom(last, to),
    orders: n,
    money,
  }));
  const r = scorer(customers.map(({ days }) => -days));
  const f = scorer(customers.map(({ orders: n }) => n));
  const m = scorer(customers.map(({ money }) => money));
  const within = ([low, high]: readonly [number | null, number | null], x: number) =>
    x >= (low ?? 0) && x <= (high ?? Number.POSITIVE_INFINITY);
  return new Map(
    customers.map(({ customer, days, orders: n, money }) => {
      const rule = publishedSegments.find(
        (segment) =>
          within(segment.recency, r(-days)) &&
          within(segment.frequency, f(n)) &&
          within(segment.monetary, m(money)) &&
          within(segment.orders, n) &&
          within(segment.recencyDays, days),
      );
      return [customer, rule?.name ?? 'other'];
    }),
  );
}

/** min(5, 1 + floor(5 (n_below + n_equal / 2) / n)). */
function scorer(values: readonly number[]): (value: number) => number {
  const n = values.length;
  const equal = new Map<number, number>();
  for (const value of values) equal.set(value, (equal.get(value) ?? 0) + 1);
  const scores = new Map<number, number>();
  let below = 0;
  for (const value of [...equal.keys()].sort((a, b) => a - b)) {
    const same = equal.get(value)!;
    scores.set(value, Math.min(5, 1 + Math.floor((5 * (2 * below + same)) / (2 * n))));
    below += same;
  }
  return (value) => scores.get(value)!;
}
