import { expect } from 'vitest';
import type { Table } from '../../../src/common/result.js';
import { type Expected, expectRow, expectRows } from './compare.js';
import { type Deeds, deedsWithin, type Events, firstDays, noDeeds } from './events.js';
import { cents, describe, quantile, quotient } from './numbers.js';
import { naiveSegments } from './rfm.js';

interface Customer {
  readonly id: string;
  readonly group: string;
  readonly a: Deeds;
  readonly b: Deeds;
  readonly first: string | undefined;
}

interface Span {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

type Metric = 'profit' | 'spend';

const GROUPS = ['only_first', 'both', 'first_ever', 'returning'];

/** Lens 2 a second time, with plain loops over orders; expects every cell of the report. */
export function expectLens2(
  tables: readonly Table[],
  events: Events,
  { first, second }: { first: Span; second: Span },
  metric: Metric,
): void {
  const customers = classify(events, first, second);
  const spans = [first, second];
  expectOverlap(tables, customers, metric);
  expectGroups(tables, customers, spans);
  expectCounts(tables, customers);
  expectChanges(tables, customers);
  expectUpDown(tables, customers, metric);
  expectSwitching(tables, customers, metric);
  expectAttribution(tables, customers, metric);
  expectDistributions(tables, customers, spans);
  expectMovement(tables, events, first, second);
}

function classify(events: Events, first: Span, second: Span): Customer[] {
  const a = deedsWithin(events, first.from, first.to);
  const b = deedsWithin(events, second.from, second.to);
  const firstDay = firstDays(events);
  return [...new Set([...a.keys(), ...b.keys()])].map((id) => {
    const [before, after] = [a.get(id) ?? noDeeds(), b.get(id) ?? noDeeds()];
    let group = 'returns_only';
    if (before.orders > 0) group = after.orders > 0 ? 'both' : 'only_first';
    else if (after.orders > 0) group = firstDay.get(id)! >= second.from ? 'first_ever' : 'returning';
    return { id, group, a: before, b: after, first: firstDay.get(id) };
  });
}

function sums(deeds: readonly Deeds[]) {
  const known = deeds.filter(({ profit }) => profit !== null);
  return {
    n: deeds.length,
    orders: deeds.reduce((t, d) => t + d.orders, 0),
    spend: deeds.reduce((t, d) => t + d.spend, 0),
    profit: known.length === 0 ? null : known.reduce((t, d) => t + d.profit!, 0),
    known: deeds.reduce((t, d) => t + d.known, 0),
  };
}

function money(value: number | null): string | null {
  return value === null ? null : cents(value);
}

function factorCells(part: ReturnType<typeof sums>): Expected {
  return {
    customers: part.n,
    orders: part.orders,
    aof: quotient(part.orders, part.n),
    aov: part.orders === 0 ? null : cents(part.spend, part.orders),
    known_share: quotient(part.known, part.spend),
    margin: part.profit === null ? null : quotient(part.profit, part.known),
    spend: cents(part.spend),
    profit: money(part.profit),
  };
}

function expectOverlap(tables: readonly Table[], customers: readonly Customer[], metric: Metric): void {
  const activeA = customers.filter(({ a }) => a.orders > 0);
  const activeB = customers.filter(({ b }) => b.orders > 0);
  const returnsA = customers.filter(({ a }) => a.orders === 0 && a.events > 0);
  const returnsB = customers.filter(({ b }) => b.orders === 0 && b.events > 0);
  const row = (group: string, n: number | null, a: Deeds[], b: Deeds[]): Expected => {
    const [before, after] = [sums(a), sums(b)];
    return {
      group,
      customers: n,
      spend_first: cents(before.spend),
      spend_second: cents(after.spend),
      spend_change: cents(after.spend - before.spend),
      ...(metric === 'profit' && before.profit !== null && after.profit !== null
        ? { profit_change: cents(after.profit - before.profit) }
        : {}),
    };
  };
  const expected = GROUPS.map((group) => {
    const own = customers.filter((customer) => customer.group === group);
    return {
      ...row(
        group,
        own.length,
        own.filter(({ a }) => a.orders > 0).map(({ a }) => a),
        own.filter(({ b }) => b.orders > 0).map(({ b }) => b),
      ),
      share_first: quotient(own.filter(({ a }) => a.orders > 0).length, activeA.length),
      share_second: quotient(own.filter(({ b }) => b.orders > 0).length, activeB.length),
    };
  });
  if (returnsA.length + returnsB.length > 0)
    expected.push({
      ...row(
        'returns_only',
        null,
        returnsA.map(({ a }) => a),
        returnsB.map(({ b }) => b),
      ),
      share_first: null,
      share_second: null,
    });
  const everyone = customers.filter(({ group }) => group !== 'returns_only').length;
  const total = row(
    'total',
    everyone,
    customers.map(({ a }) => a),
    customers.map(({ b }) => b),
  );
  expectRows(tables, 'overlap', [...expected, total]);
  const both = customers.filter(({ group }) => group === 'both').length;
  expectRows(tables, 'repeat_buying', [
    {
      active_first: activeA.length,
      active_second: activeB.length,
      active_both: both,
      rate: quotient(both, activeA.length),
      share_second: quotient(both, activeB.length),
    },
  ]);
}

function expectGroups(
  tables: readonly Table[],
  customers: readonly Customer[],
  spans: readonly Span[],
): void {
  const rows = (side: 'a' | 'b', names: readonly string[], label: string): Expected[] => {
    const active = customers.filter((customer) => customer[side].orders > 0);
    const silent = customers.filter((customer) => customer[side].orders === 0 && customer[side].events > 0);
    return [
      ...names.map((group) => ({
        group,
        period: label,
        ...factorCells(sums(active.filter((c) => c.group === group).map((c) => c[side]))),
      })),
      { group: 'all', period: label, ...factorCells(sums(active.map((c) => c[side]))) },
      ...(silent.length > 0
        ? [{ group: 'returns_only', period: label, ...factorCells(sums(silent.map((c) => c[side]))) }]
        : []),
    ];
  };
  expectRows(tables, 'groups', [
    ...rows('a', ['only_first', 'both'], spans[0]!.label),
    ...rows('b', ['both', 'first_ever', 'returning'], spans[1]!.label),
  ]);
}

function expectCounts(tables: readonly Table[], customers: readonly Customer[]): void {
  const count = (side: 'a' | 'b', i: number) =>
    customers.filter((c) => (i === 10 ? c[side].orders >= 10 : c[side].orders === i)).length;
  expectRows(
    tables,
    'order_counts',
    Array.from({ length: 10 }, (_, i) => ({
      orders: i === 9 ? '10+' : String(i + 1),
      customers_first: count('a', i + 1),
      customers_second: count('b', i + 1),
    })),
  );
}

function expectChanges(tables: readonly Table[], customers: readonly Customer[]): void {
  const both = customers.filter(({ group }) => group === 'both');
  const measures = {
    profit: both
      .filter(({ a, b }) => a.profit !== null && b.profit !== null)
      .map(({ a, b }) => (b.profit! - a.profit!) / 1e4),
    spend: both.map(({ a, b }) => (b.spend - a.spend) / 1e4),
    orders: both.map(({ a, b }) => b.orders - a.orders),
  };
  const rows = Object.entries(measures).filter(([, changes]) => changes.length > 0);
  expectRows(
    tables,
    'same_customers',
    rows.map(([measure, changes]) => {
      const up = changes.filter((x) => x > 0);
      const down = changes.filter((x) => x < 0);
      const total = (list: readonly number[]) => list.reduce((t, x) => t + x, 0);
      return {
        measure,
        customers: changes.length,
        share_up: up.length / changes.length,
        share_down: down.length / changes.length,
        share_unchanged: (changes.length - up.length - down.length) / changes.length,
        mean_up: quotient(total(up), up.length),
        mean_down: quotient(total(down), down.length),
        mean: total(changes) / changes.length,
        net: total(changes),
        p5: quantile(changes, 0.05),
        median: quantile(changes, 0.5),
        p95: quantile(changes, 0.95),
      };
    }),
    { rounded: true },
  );
}

function expectUpDown(tables: readonly Table[], customers: readonly Customer[], metric: Metric): void {
  const both = customers
    .filter(({ group }) => group === 'both')
    .filter(
      ({ a, b }) =>
        metric === 'spend' || (a.profit !== null && b.profit !== null && a.known > 0 && b.known > 0),
    )
    .map(({ a, b }) => ({
      change: metric === 'profit' ? b.profit! - a.profit! : b.spend - a.spend,
      moves: [
        metric === 'profit' ? b.profit! - a.profit! : b.spend - a.spend,
        b.orders - a.orders,
        Number(BigInt(b.spend) * BigInt(a.orders) - BigInt(a.spend) * BigInt(b.orders)),
        ...(metric === 'profit'
          ? [Number(BigInt(b.profit!) * BigInt(a.known) - BigInt(a.profit!) * BigInt(b.known))]
          : []),
      ],
    }));
  const names = metric === 'profit' ? ['profit', 'orders', 'aov', 'margin'] : ['spend', 'orders', 'aov'];
  const expected: Expected[] = [];
  for (let code = 0; code < 2 ** names.length; code++) {
    const ups = names.map((_, i) => Math.floor(code / 2 ** (names.length - 1 - i)) % 2 === 0);
    const own = both.filter(({ moves }) => moves.every((move, i) => move >= 0 === ups[i]));
    expected.push({
      ...Object.fromEntries(names.map((name, i) => [name, ups[i] ? 'up' : 'down'])),
      customers: own.length,
      [`${metric}_change`]: cents(own.reduce((t, { change }) => t + change, 0)),
      ...Object.fromEntries(
        names.map((name, i) => [`${name}_unchanged`, own.filter(({ moves }) => moves[i] === 0).length]),
      ),
    });
  }
  expectRows(tables, 'up_down', expected);
}

function expectSwitching(tables: readonly Table[], customers: readonly Customer[], metric: Metric): void {
  const value = (deeds: Deeds) => (metric === 'profit' ? (deeds.profit ?? 0) : deeds.spend);
  const ranked = customers
    .filter(({ a }) => a.orders > 0)
    .map(({ a }) => value(a))
    .sort((x, y) => y - x);
  if (ranked.length === 0) return;
  const cuts: number[] = [];
  let taken = 0;
  for (let decile = 1; decile <= 10; decile++) {
    const size = Math.floor(ranked.length / 10) + (decile <= ranked.length % 10 ? 1 : 0);
    taken += size;
    if (size > 0) cuts[decile] = ranked[taken - 1]!;
  }
  const decileOf = (deeds: Deeds): string => {
    if (deeds.orders === 0) return 'inactive';
    for (let decile = 1; decile <= 9; decile++)
      if (cuts[decile] !== undefined && value(deeds) >= cuts[decile]!) return String(decile);
    return '10';
  };
  const counts = new Map<string, number>();
  for (const { a, b, group } of customers) {
    if (group === 'returns_only') continue;
    const key = `${decileOf(a)}>${decileOf(b)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const places = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', 'inactive'];
  expectRows(
    tables,
    'decile_switching',
    places.flatMap((from) =>
      places
        .filter((to) => from !== 'inactive' || to !== 'inactive')
        .map((to) => ({ from, to, customers: counts.get(`${from}>${to}`) ?? 0 })),
    ),
  );
}

/** Shapley values by walking through every order of the factors. */
function expectAttribution(tables: readonly Table[], customers: readonly Customer[], metric: Metric): void {
  const a = sums(customers.filter((c) => c.a.orders > 0).map((c) => c.a));
  const b = sums(customers.filter((c) => c.b.orders > 0).map((c) => c.b));
  if (a.n === 0 || b.n === 0) return;
  if (metric === 'profit' && (a.spend === 0 || b.spend === 0 || a.known === 0 || b.known === 0)) return;
  const factorsOf = (x: typeof a): Record<string, number> => ({
    customers: x.n,
    aof: x.orders / x.n,
    aov: x.spend / x.orders / 1e4,
    ...(metric === 'profit'
      ? {
          ...(a.known === a.spend && b.known === b.spend ? {} : { known_share: x.known / x.spend }),
          margin: (x.profit ?? 0) / x.known,
        }
      : {}),
  });
  const from = factorsOf(a);
  const to = factorsOf(b);
  const names = Object.keys(from);
  const effects = new Map<string, number>(names.map((name) => [name, 0]));
  const orders = permutations(names);
  for (const order of orders) {
    const now: Record<string, number> = { ...from };
    for (const name of order) {
      const before = product(now);
      now[name] = to[name] ?? 0;
      effects.set(name, effects.get(name)! + product(now) - before);
    }
  }
  const table = tables.find(({ id }) => id === 'attribution')!;
  for (const name of names) {
    const row = table.rows.find(({ component }) => component === name)!;
    const off = Math.abs(Number(row.effect) - effects.get(name)! / orders.length);
    expect(off, `effect of ${name}: rounded so that the effects sum to the change`).toBeLessThan(0.01 + 1e-6);
  }
}

function product(factors: Readonly<Record<string, number>>): number {
  return Object.values(factors).reduce((p, x) => p * x, 1);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) =>
    permutations(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]),
  );
}

function expectDistributions(
  tables: readonly Table[],
  customers: readonly Customer[],
  spans: readonly Span[],
): void {
  const measures: Record<string, (deeds: Deeds) => number | null> = {
    spend: (d) => d.spend / 1e4,
    orders: (d) => d.orders,
    aov: (d) => d.spend / 1e4 / d.orders,
    profit: (d) => (d.profit === null ? null : d.profit / 1e4),
    margin: (d) => (d.profit === null || d.known <= 0 ? null : d.profit / d.known),
  };
  const expected = Object.entries(measures).flatMap(([measure, of]) =>
    (['a', 'b'] as const).flatMap((side, i) => {
      const values = customers
        .filter((c) => c[side].orders > 0)
        .map((c) => of(c[side]))
        .filter((x) => x !== null);
      if (values.length === 0) return [];
      const { skew, ...cells } = describe(values);
      const steady = skew !== null && Math.abs(skew) > 1e-3 && measure !== 'margin';
      return [{ period: spans[i]!.label, measure, ...cells, ...(steady ? { skew } : {}) }];
    }),
  );
  expectRows(tables, 'distributions', expected, { rounded: true });
}

function expectMovement(tables: readonly Table[], events: Events, first: Span, second: Span): void {
  const before = naiveSegments(events, first.to);
  const after = naiveSegments(events, second.to);
  const counts = new Map<string, number>();
  for (const [customer, to] of after) {
    const key = `${before.get(customer) ?? '(no order yet)'}>${to}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const table = tables.find(({ id }) => id === 'segment_movement')!;
  const found = table.rows.filter((row) => row.customers !== 0);
  expectRow(
    Object.fromEntries(found.map((row) => [`${row.from}>${row.to}`, row.customers!])),
    Object.fromEntries(counts),
    'segment_movement',
  );
  expectRow({ cells: found.length }, { cells: counts.size }, 'segment_movement');
}
