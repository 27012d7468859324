import type { Store } from '../../../src/store/store.js';

/** Money in ten-thousandths of the currency, as a whole number. */
export interface Order {
  readonly customer: string;
  readonly day: string;
  spend: number;
  /** Null = of no line known. */
  profit: number | null;
  /** Spend of the lines whose profit is known. */
  known: number;
}

export interface Events {
  readonly orders: readonly Order[];
  /** Returns as negative spend. */
  readonly returns: readonly Order[];
}

/** Orders and returns from the lines, with plain loops: the whole mart a second time. */
export async function readEvents(store: Store): Promise<Events> {
  const lines = await store.rows(
    `select customer_id, order_id, strftime(order_ts, '%Y-%m-%d') as day, cast(amount * 10000 as bigint) as amount,
      cast(profit * 10000 as bigint) as profit, is_return from order_lines order by order_ts`,
  );
  const orders = new Map<string, Order>();
  const returns: Order[] = [];
  for (const line of lines) {
    const amount = Number(line.amount);
    const profit = line.profit === null ? null : Number(line.profit);
    const customer = String(line.customer_id);
    const event = {
      customer,
      day: String(line.day),
      spend: amount,
      profit,
      known: profit === null ? 0 : amount,
    };
    if (line.is_return) {
      returns.push(event);
      continue;
    }
    const key = JSON.stringify([customer, line.order_id]);
    const order = orders.get(key);
    if (order) add(order, event);
    else orders.set(key, event);
  }
  return { orders: [...orders.values()], returns };
}

/** What a customer did in a span of days. */
export interface Deeds {
  orders: number;
  spend: number;
  profit: number | null;
  known: number;
  events: number;
  days: Set<string>;
}

export function noDeeds(): Deeds {
  return { orders: 0, spend: 0, profit: null, known: 0, events: 0, days: new Set() };
}

/** Adds one order or return to what a customer did. */
export function addEvent(deeds: Deeds, event: Order, isOrder: boolean): void {
  add(deeds, event);
  deeds.events += 1;
  if (!isOrder) return;
  deeds.orders += 1;
  deeds.days.add(event.day);
}

/** What each customer did from `from` to `to`. */
export function deedsWithin({ orders, returns }: Events, from: string, to: string): Map<string, Deeds> {
  const deeds = new Map<string, Deeds>();
  for (const [list, isOrder] of [
    [orders, true],
    [returns, false],
  ] as const) {
    for (const event of list) {
      if (event.day < from || event.day > to) continue;
      const own = deeds.get(event.customer) ?? noDeeds();
      addEvent(own, event, isOrder);
      deeds.set(event.customer, own);
    }
  }
  return deeds;
}

/** Day of the first order of each customer. */
export function firstDays({ orders }: Events): Map<string, string> {
  const first = new Map<string, string>();
  for (const { customer, day } of orders)
    if (!first.has(customer) || day < first.get(customer)!) first.set(customer, day);
  return first;
}

function add(
  total: { spend: number; profit: number | null; known: number },
  part: { spend: number; profit: number | null; known: number },
): void {
  total.spend += part.spend;
  total.known += part.known;
  if (part.profit !== null) total.profit = (total.profit ?? 0) + part.profit;
}
