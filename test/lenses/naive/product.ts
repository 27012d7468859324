import type { Line } from '../../mart/fixture.js';
import { tenThousandths, twoDigits } from './amount.js';

/**
 * The product lens again, in plain loops over lines: slow, and written from the definitions alone.
 * Zero-value lines are kept, days are UTC, no profit is known unless the line tells it.
 */
export interface NaiveProductSettings {
  readonly level: 'category' | 'product';
  readonly top: number;
  readonly from: string;
  readonly to: string;
  readonly metric: 'profit' | 'spend';
  /** Days of acquisition of the cohort, and the number of ages; ages are in months. */
  readonly cohort: { readonly from: string; readonly to: string; readonly ages: number };
}

interface Tally {
  orders: Set<string>;
  units: bigint | null;
  spend: bigint;
  profit: bigint | null;
  profitKnownSpend: bigint;
}

interface Event {
  readonly customer: string;
  readonly order: string;
  readonly isReturn: boolean;
  readonly day: string;
  readonly item: string;
  readonly product: string | null;
  readonly units: bigint | null;
  readonly amount: bigint;
  readonly profit: bigint | null;
}

type Cells = readonly (string | number | null)[][];

export function naiveProduct(lines: readonly Line[], settings: NaiveProductSettings): Record<string, Cells> {
  const { from, to, top, metric, level } = settings;
  const { events, firstTs } = read(lines, level);
  const inPeriod = events.filter(({ day }) => from <= day && day <= to);
  const purchases = inPeriod.filter(({ isReturn }) => !isReturn);
  const active = [...new Set(purchases.map(({ customer }) => customer))];
  const orders = new Set(purchases.map(({ order }) => order));

  const cells = new Map<string, Map<string, Tally>>();
  for (const event of inPeriod) add(tally(inner(cells, event.customer), event.item), event);
  const boughtItems = new Map(
    active.map((customer) => [
      customer,
      [...cells.get(customer)!].filter(([, { orders: of }]) => of.size > 0),
    ]),
  );
  const bought = (customer: string) => boughtItems.get(customer)!;

  const whole = new Map<string, Tally>();
  for (const event of inPeriod) add(tally(whole, event.customer), event);
  const worthOf = (sums: Tally | undefined) =>
    sums === undefined ? 0n : metric === 'profit' ? (sums.profit ?? 0n) : sums.spend;
  const ranked = active
    .map((customer) => ({ customer, value: worthOf(whole.get(customer)) }))
    .sort((a, b) => (a.value === b.value ? (a.customer < b.customer ? -1 : 1) : a.value > b.value ? -1 : 1));
  const total = ranked.reduce((sum, { value }) => sum + value, 0n);

  const items = [...new Set(lines.filter(({ cancelled }) => !cancelled).map((line) => itemOf(line, level)))];
  const spendOf = new Map(items.map((item) => [item, 0n]));
  for (const customer of active)
    for (const [item, sums] of bought(customer)) spendOf.set(item, spendOf.get(item)! + sums.spend);
  const byRank = [...items].sort((a, b) => {
    const [x, y] = [spendOf.get(a)!, spendOf.get(b)!];
    return x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1;
  });
  const naming = (most: number) => {
    const kept = new Set(byRank.slice(0, most));
    return {
      names: [...byRank.slice(0, most), ...(byRank.length > most ? ['(other)'] : [])],
      of: (item: string) => (kept.has(item) ? item : '(other)'),
    };
  };
  const long = naming(top);
  const short = naming(Math.min(10, top));

  const categories = long.names.map((name) => {
    const sums = blank();
    const buyers = new Set<string>();
    for (const customer of active)
      for (const [item, part] of bought(customer))
        if (long.of(item) === name) {
          buyers.add(customer);
          merge(sums, part);
        }
    const n = sums.orders.size;
    return [
      name,
      buyers.size,
      buyers.size / active.length,
      n,
      buyers.size === 0 ? null : n / buyers.size,
      n === 0 ? null : twoDigits(sums.spend, BigInt(n)),
      sums.units === null ? null : Number(sums.units) / 10_000,
      twoDigits(sums.spend),
      sums.profit === null ? null : twoDigits(sums.profit),
      sums.profit === null || sums.profitKnownSpend === 0n
        ? null
        : Number(sums.profit) / Number(sums.profitKnownSpend),
    ];
  });

  const productsOf = new Map<string, Set<string>>();
  for (const { customer, product } of purchases) {
    const known = productsOf.get(customer) ?? new Set<string>();
    productsOf.set(customer, known);
    if (product !== null) known.add(product);
  }
  let pairs = 0;
  const perOrder = new Map<string, { items: Set<string>; products: Set<string>; customer: string }>();
  for (const { order, item, product, customer } of purchases) {
    const held = perOrder.get(order) ?? { items: new Set(), products: new Set(), customer };
    perOrder.set(order, held);
    held.items.add(item);
    if (product !== null) held.products.add(product);
  }
  for (const { items: held } of perOrder.values()) pairs += held.size;
  const basketOf = (rows: readonly Event[]) => {
    const units = rows.reduce((sum, { units: u }) => sum + (u ?? 0n), 0n);
    const spend = rows.reduce((sum, { amount }) => sum + amount, 0n);
    const priced = rows.reduce((sum, { units: u, amount }) => sum + (u === null ? 0n : amount), 0n);
    const known = rows.some(({ units: u }) => u !== null);
    return [
      twoDigits(spend, BigInt(orders.size)),
      known ? Number(units) / 10_000 / orders.size : null,
      !known || units === 0n ? null : twoDigits(priced * 10_000n, units),
      pairs / orders.size,
    ];
  };
  const activeSet = new Set(active);
  const basket = [basketOf(inPeriod.filter(({ customer }) => activeSet.has(customer))), basketOf(purchases)];

  const breadth: (string | number | null)[][] = [];
  const decileOf = (index: number) => {
    const large = active.length % 10;
    const size = Math.floor(active.length / 10);
    return index < large * (size + 1)
      ? Math.floor(index / (size + 1)) + 1
      : large + Math.floor((index - large * (size + 1)) / size) + 1;
  };
  for (let decile = 1; decile <= 10; decile++) {
    const members = ranked.filter((_, index) => decileOf(index) === decile).map(({ customer }) => customer);
    if (members.length === 0) continue;
    const set = new Set(members);
    const theirs = [...perOrder.values()].filter(({ customer }) => set.has(customer));
    const products = members.map((customer) => productsOf.get(customer)!.size);
    const kinds = members.map((customer) => bought(customer).length);
    breadth.push([
      decile,
      members.length,
      sum(kinds) / members.length,
      sum(theirs.map((order) => order.items.size)) / theirs.length,
      sum(products) / members.length,
      sum(theirs.map((order) => order.products.size)) / theirs.length,
      kinds.filter((count) => count === 1).length / members.length,
    ]);
  }

  const kinds = long.names.includes('(other)') ? 10 : Math.min(10, long.names.length);
  const counts = Array.from({ length: kinds }, (_, i) => {
    const members = active.filter((customer) => Math.min(10, bought(customer).length) === i + 1);
    return [i === 9 ? '10+' : String(i + 1), members.length, members.length / active.length];
  });

  const shortSets = active.map((customer) => new Set(bought(customer).map(([item]) => short.of(item))));
  const together = (a: string, b: string) => shortSets.filter((set) => set.has(a) && set.has(b)).length;
  const coBuying = short.names.flatMap((a) =>
    short.names.map((b) => {
      const [both, na, nb] = [together(a, b), together(a, a), together(b, b)];
      return [a, b, both, a === b || na === 0 || nb === 0 ? null : (both * active.length) / (na * nb)];
    }),
  );

  const sole = long.names.map((name) => {
    const members = active.filter((customer) => {
      const all = bought(customer);
      return all.length === 1 && long.of(all[0]![0]) === name;
    });
    const spend = members.reduce((of, customer) => of + whole.get(customer)!.spend, 0n);
    return [name, members.length, twoDigits(spend)];
  });

  const rankOf = new Map(byRank.map((item, i) => [item, i]));
  const favourite = new Map(
    active.map((customer) => {
      const [best] = [...bought(customer)].sort(
        ([a, x], [b, y]) =>
          y.orders.size - x.orders.size ||
          (x.spend === y.spend ? rankOf.get(a)! - rankOf.get(b)! : x.spend > y.spend ? -1 : 1),
      );
      return [customer, long.of(best![0])];
    }),
  );
  const favourites = long.names.map((name) => {
    const members = ranked.filter(({ customer }) => favourite.get(customer) === name);
    const value = members.reduce((of, member) => of + member.value, 0n);
    return [
      name,
      members.length,
      members.length === 0 ? null : twoDigits(value, BigInt(members.length)),
      members.length === 0 || total <= 0n
        ? null
        : Number(value) / members.length / (Number(total) / active.length),
    ];
  });

  const history = new Map<string, Tally>();
  for (const event of events) add(tally(history, event.customer), event);
  const firsts = firstOrders(events, firstTs);
  const everyone = [...firsts.keys()];
  const everyValue = everyone.reduce((of, customer) => of + worthOf(history.get(customer)), 0n);
  const quarterMeans = new Map<number, number>();
  for (const quarter of new Set([...firsts.values()].map(({ day }) => quarterOf(day)))) {
    const peers = everyone.filter((customer) => quarterOf(firsts.get(customer)!.day) === quarter);
    const value = peers.reduce((of, peer) => of + worthOf(history.get(peer)), 0n);
    quarterMeans.set(quarter, Number(value) / peers.length);
  }
  const entry = long.names.map((name) => {
    const members = everyone.filter((customer) =>
      [...firsts.get(customer)!.items].some((item) => long.of(item) === name),
    );
    const value = members.reduce((of, customer) => of + worthOf(history.get(customer)), 0n);
    const expected = sum(members.map((customer) => quarterMeans.get(quarterOf(firsts.get(customer)!.day))!));
    return [
      name,
      members.length,
      members.length === 0 ? null : twoDigits(value, BigInt(members.length)),
      members.length === 0 || everyValue <= 0n
        ? null
        : Number(value) / members.length / (Number(everyValue) / everyone.length),
      expected > 0 ? Number(value) / expected : null,
    ];
  });

  const { cohort } = settings;
  const members = everyone.filter(
    (customer) => cohort.from <= firsts.get(customer)!.day && firsts.get(customer)!.day <= cohort.to,
  );
  const boughtBy = new Map<string, Event[]>(members.map((customer) => [customer, []]));
  for (const event of events) if (!event.isReturn) boughtBy.get(event.customer)?.push(event);
  const penetration = short.names.flatMap((name) =>
    Array.from({ length: cohort.ages }, (_, age) => {
      const has = (customer: string, upTo: boolean) =>
        boughtBy.get(customer)!.some((event) => {
          if (short.of(event.item) !== name) return false;
          const then = monthOf(event.day) - monthOf(firsts.get(customer)!.day);
          return upTo ? then <= age : then === age;
        });
      const now = members.filter((customer) => has(customer, false)).length;
      const ever = members.filter((customer) => has(customer, true)).length;
      return [name, age, members.length, now, now / members.length, ever, ever / members.length];
    }),
  );

  return {
    categories,
    basket,
    breadth,
    breadth_counts: counts,
    co_buying: coBuying,
    sole,
    favourites,
    entry,
    penetration,
  };
}

/** Lines of orders that are not cancelled, each with the day of its order (or of its own return). */
function read(lines: readonly Line[], level: 'category' | 'product') {
  const key = (line: Line) => `${line.order ?? `@${line.ts}`}|${line.customer}`;
  const cancelled = new Set(lines.filter((line) => line.cancelled).map(key));
  const kept = lines.filter((line) => !cancelled.has(key(line)));
  const isReturn = (line: Line) => line.isReturn ?? line.amount.startsWith('-');
  const firstTs = new Map<string, string>();
  for (const line of kept) {
    if (isReturn(line)) continue;
    const known = firstTs.get(key(line));
    if (known === undefined || line.ts < known) firstTs.set(key(line), line.ts);
  }
  const events = kept.map(
    (line): Event => ({
      customer: line.customer,
      order: key(line),
      isReturn: isReturn(line),
      day: (isReturn(line) ? line.ts : firstTs.get(key(line))!).slice(0, 10),
      item: itemOf(line, level),
      product: line.product ?? null,
      units: line.quantity === undefined ? null : tenThousandths(line.quantity),
      amount: tenThousandths(line.amount),
      profit: line.profit === undefined ? null : tenThousandths(line.profit),
    }),
  );
  return { events, firstTs };
}

function firstOrders(events: readonly Event[], firstTs: ReadonlyMap<string, string>) {
  const firsts = new Map<string, { order: string; ts: string; day: string; items: Set<string> }>();
  for (const { customer, order, isReturn, day } of events) {
    if (isReturn) continue;
    const ts = firstTs.get(order)!;
    const known = firsts.get(customer);
    if (known === undefined || ts < known.ts || (ts === known.ts && order < known.order))
      firsts.set(customer, { order, ts, day, items: new Set() });
  }
  for (const { customer, order, isReturn, item } of events)
    if (!isReturn && firsts.get(customer)!.order === order) firsts.get(customer)!.items.add(item);
  return firsts;
}

function itemOf(line: Line, level: 'category' | 'product'): string {
  return line[level] ?? '(none)';
}

function blank(): Tally {
  return { orders: new Set(), units: null, spend: 0n, profit: null, profitKnownSpend: 0n };
}

function tally(map: Map<string, Tally>, key: string): Tally {
  const known = map.get(key) ?? blank();
  map.set(key, known);
  return known;
}

function inner(map: Map<string, Map<string, Tally>>, key: string): Map<string, Tally> {
  const known = map.get(key) ?? new Map<string, Tally>();
  map.set(key, known);
  return known;
}

function add(sums: Tally, event: Event): void {
  if (!event.isReturn) sums.orders.add(event.order);
  if (event.units !== null) sums.units = (sums.units ?? 0n) + event.units;
  sums.spend += event.amount;
  if (event.profit === null) return;
  sums.profit = (sums.profit ?? 0n) + event.profit;
  sums.profitKnownSpend += event.amount;
}

function merge(sums: Tally, part: Tally): void {
  for (const order of part.orders) sums.orders.add(order);
  if (part.units !== null) sums.units = (sums.units ?? 0n) + part.units;
  sums.spend += part.spend;
  if (part.profit !== null) sums.profit = (sums.profit ?? 0n) + part.profit;
  sums.profitKnownSpend += part.profitKnownSpend;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function quarterOf(day: string): number {
  return Math.floor(monthOf(day) / 3);
}
