import type { Table } from '../../../src/common/result.js';
import { type Expected, expectRows } from './compare.js';
import type { Events } from './events.js';
import { cents, daysFrom } from './numbers.js';
import { naiveSegments } from './rfm.js';

interface Scored {
  readonly id: string;
  readonly days: number;
  readonly orders: number;
  readonly money: number;
  readonly r: number;
  readonly f: number;
  readonly m: number;
  readonly segment: string;
}

/** RFM over the whole history up to a day, with plain loops; expects every cell of the three tables. */
export function expectRfm(
  tables: readonly Table[],
  events: Events,
  to: string,
  order: readonly string[],
): void {
  const scored = score(events, to);
  const spend = scored.reduce((total, { money }) => total + money, 0);
  const groups = group(scored, ({ segment }) => segment);
  expectRows(
    tables,
    'segments',
    order
      .filter((name) => groups.has(name))
      .map((name) => {
        const members = groups.get(name)!;
        const n = members.length;
        const money = total(members, 'money');
        return {
          segment: name,
          customers: n,
          share_customers: n / scored.length,
          recency_days: total(members, 'days') / n,
          frequency: total(members, 'orders') / n,
          monetary: cents(money, n),
          spend: cents(money),
          share_spend: spend === 0 ? null : money / spend,
          small_cell: n < 30,
        };
      }),
  );
  expectRows(
    tables,
    'scores',
    [...group(scored, ({ r, f, m }) => `${r}${f}${m}`)]
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .map(([, members]): Expected => {
        const { r, f, m } = members[0]!;
        return {
          r,
          f,
          m,
          customers: members.length,
          share_customers: members.length / scored.length,
          spend: cents(total(members, 'money')),
        };
      }),
  );
  expectRows(
    tables,
    'customers',
    [...scored]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, days, orders, money, r, f, m, segment }) => ({
        customer_id: id,
        recency_days: days,
        frequency: orders,
        monetary: cents(money),
        r,
        f,
        m,
        segment,
      })),
  );
}

function score(events: Events, to: string): Scored[] {
  const segments = naiveSegments(events, to);
  const history = new Map([...segments.keys()].map((id) => [id, { last: '', orders: 0, money: 0 }]));
  for (const { customer, day, spend } of events.orders) {
    if (day > to) continue;
    const own = history.get(customer)!;
    if (day > own.last) own.last = day;
    own.orders += 1;
    own.money += spend;
  }
  for (const { customer, day, spend } of events.returns)
    if (day <= to && history.has(customer)) history.get(customer)!.money += spend;
  const list = [...history].map(([id, { last, orders, money }]) => ({
    id,
    days: daysFrom(last, to),
    orders,
    money,
  }));
  const by = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return (value: number) => {
      const below = position(sorted, value, false);
      const equal = position(sorted, value, true) - below;
      return Math.min(5, 1 + Math.floor((5 * (below + equal / 2)) / sorted.length));
    };
  };
  const r = by(list.map(({ days }) => -days));
  const f = by(list.map(({ orders }) => orders));
  const m = by(list.map(({ money }) => money));
  return list.map((one) => ({
    ...one,
    r: r(-one.days),
    f: f(one.orders),
    m: m(one.money),
    segment: segments.get(one.id)!,
  }));
}

/** How many sorted values lie below a value (or are at most it). */
function position(sorted: readonly number[], value: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value || (orEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function group(list: readonly Scored[], key: (one: Scored) => string): Map<string, Scored[]> {
  const groups = new Map<string, Scored[]>();
  for (const one of list) {
    const known = groups.get(key(one));
    if (known) known.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

function total(list: readonly Scored[], name: 'days' | 'orders' | 'money'): number {
  return list.reduce((sum, one) => sum + one[name], 0);
}
