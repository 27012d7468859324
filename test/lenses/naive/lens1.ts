import { expect } from 'vitest';
import type { Row, Table } from '../../../src/common/result.js';
import { twoDigits } from './amount.js';
import { type Expected, expectRow, expectRows } from './compare.js';
import { type Deeds, deedsWithin, type Events } from './events.js';
import { cents, quotient, skewness } from './numbers.js';

export interface Span {
  readonly from: string;
  readonly to: string;
}

type Metric = 'profit' | 'spend';

interface Customer {
  readonly id: string;
  readonly orders: number;
  readonly spend: number;
  readonly profit: number | null;
  readonly known: number;
}

/** Lens 1 a second time, with plain loops over orders; expects every cell of the report. */
export function expectLens1(tables: readonly Table[], events: Events, span: Span, metric: Metric): void {
  const everybody = [...deedsWithin(events, span.from, span.to)].map(([id, deeds]) => customer(id, deeds));
  const buyers = everybody.filter(({ orders }) => orders > 0);
  const ranked = [...buyers].sort(
    (a, b) => worth(b, metric) - worth(a, metric) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  expectDecomposition(tables, everybody, buyers);
  expectCounts(tables, events, span, buyers);
  expectDistribution(tables, buyers);
  expectHistogram(tables, buyers);
  expectCorrelation(tables, buyers);
  expectInequality(tables, buyers);
  expectDeciles(tables, ranked);
  expectValueDeciles(tables, ranked, metric);
  expectConcentration(tables, ranked, metric);
  expectUnprofitable(tables, buyers);
}

function customer(id: string, { orders, spend, profit, known }: Deeds): Customer {
  return { id, orders, spend, profit, known };
}

function worth({ spend, profit }: Customer, metric: Metric): number {
  return metric === 'profit' ? (profit ?? 0) : spend;
}

function sums(list: readonly Customer[]) {
  const total = { n: list.length, orders: 0, spend: 0, profit: null as number | null, known: 0 };
  for (const { orders, spend, profit, known } of list) {
    total.orders += orders;
    total.spend += spend;
    total.known += known;
    if (profit !== null) total.profit = (total.profit ?? 0) + profit;
  }
  return total;
}

type Sums = ReturnType<typeof sums>;

function text(value: number | null): string | null {
  return value === null ? null : cents(value);
}

function factorCells(part: Sums): Expected {
  return {
    customers: part.n,
    orders: part.orders,
    aof: quotient(part.orders, part.n),
    aov: part.orders === 0 ? null : cents(part.spend, part.orders),
    known_share: quotient(part.known, part.spend),
    margin: quotient(part.profit, part.known),
    spend: cents(part.spend),
    profit: text(part.profit),
  };
}

function shares(part: Sums, all: Sums): Expected {
  return {
    share_customers: quotient(part.n, all.n),
    share_spend: quotient(part.spend, all.spend),
    share_profit: part.profit === null || all.profit === null ? null : quotient(part.profit, all.profit),
  };
}

function expectDecomposition(
  tables: readonly Table[],
  everybody: readonly Customer[],
  buyers: readonly Customer[],
) {
  const others = everybody.filter(({ orders }) => orders === 0);
  const rows = [{ group: 'with orders', ...factorCells(sums(buyers)) }];
  if (others.length > 0)
    rows.push(
      { group: 'returns without an order', ...factorCells(sums(others)) },
      { group: 'total', ...factorCells(sums(everybody)) },
    );
  expectRows(tables, 'decomposition', rows);
}

function expectCounts(tables: readonly Table[], { orders }: Events, span: Span, buyers: readonly Customer[]) {
  const all = sums(buyers);
  const ever = new Set(orders.map(({ customer: id }) => id));
  const byEnd = new Set(orders.filter(({ day }) => day <= span.to).map(({ customer: id }) => id));
  expectRows(tables, 'customer_counts', [
    {
      active: all.n,
      buyers_by_end: byEnd.size,
      share_active: quotient(all.n, byEnd.size),
      buyers_ever: ever.size,
    },
  ]);
  expectRows(
    tables,
    'order_counts',
    Array.from({ length: 10 }, (_, i) => {
      const part = sums(buyers.filter(({ orders: n }) => Math.min(n, 10) === i + 1));
      return {
        orders: i === 9 ? '10+' : String(i + 1),
        customers: part.n,
        spend: cents(part.spend),
        profit: text(part.profit),
        ...shares(part, all),
      };
    }),
  );
  const times = new Map<string, number>();
  for (const { customer: id } of orders) times.set(id, (times.get(id) ?? 0) + 1);
  const once = buyers.filter(({ orders: n }) => n === 1);
  const only = once.filter(({ id }) => times.get(id) === 1);
  expectRows(tables, 'one_order', [
    {
      one_in_period: once.length,
      share_in_period: quotient(once.length, all.n),
      one_ever: only.length,
      share_ever: quotient(only.length, all.n),
    },
  ]);
}

/** A value of one customer as an exact fraction of ten-thousandths (or of orders). */
interface Fraction {
  readonly part: bigint;
  readonly whole: bigint;
}

const PERCENTILES = { p1: 1n, p5: 5n, p25: 25n, median: 50n, p75: 75n, p95: 95n, p99: 99n };

/** Money cells are the exact value, rounded half away from zero; the others to nine digits. */
function expectDistribution(tables: readonly Table[], buyers: readonly Customer[]) {
  const fraction = (part: number, whole = 1): Fraction => ({ part: BigInt(part), whole: BigInt(whole) });
  const known = buyers.flatMap(({ profit, known: of }) => (profit === null ? [] : [{ profit, of }]));
  const measures: [string, boolean, Fraction[]][] = [
    ['spend', true, buyers.map(({ spend }) => fraction(spend))],
    ['orders', false, buyers.map(({ orders }) => fraction(orders))],
    ['aov', true, buyers.map(({ spend, orders }) => fraction(spend, orders))],
    ['profit', true, known.map(({ profit }) => fraction(profit))],
    ['margin', false, known.flatMap(({ profit, of }) => (of > 0 ? [fraction(profit, of)] : []))],
  ];
  expectRows(
    tables,
    'distribution',
    measures
      .filter(([, , values]) => values.length > 0)
      .map(([measure, isMoney, values]) => ({ measure, ...described(values, isMoney) })),
  );
}

function described(values: readonly Fraction[], isMoney: boolean): Expected {
  const sorted = [...values].sort((a, b) => sign(a.part * b.whole - b.part * a.whole));
  const n = BigInt(sorted.length);
  const scale = isMoney ? 10_000 : 1;
  const common = [...new Set(sorted.map(({ whole }) => whole))].reduce(lcm, 1n);
  const total = sorted.reduce((sum, { part, whole }) => sum + part * (common / whole), 0n);
  const cell = (part: bigint, whole: bigint) =>
    isMoney ? Number(twoDigits(part, whole)) : Number((part * 10n ** 15n) / whole) / 1e15;
  const at = (percent: bigint) => {
    const position = (n - 1n) * percent;
    const low = sorted[Number(position / 100n)]!;
    const high = sorted[Math.min(Number(position / 100n) + 1, sorted.length - 1)]!;
    const rest = position % 100n;
    const part = low.part * high.whole * (100n - rest) + high.part * low.whole * rest;
    return cell(part, 100n * low.whole * high.whole);
  };
  const below = sorted.filter(({ part, whole }) => part * common * n < total * whole).length;
  return {
    customers: sorted.length,
    mean: cell(total, common * n),
    share_below_mean: below / sorted.length,
    ...Object.fromEntries(Object.entries(PERCENTILES).map(([name, percent]) => [name, at(percent)])),
    skew: skewness(sorted.map(({ part, whole }) => Number(part) / Number(whole) / scale)),
  };
}

function sign(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

function lcm(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** Bins hold what lies between their edges, join without gaps, and hold everybody. */
function expectHistogram(tables: readonly Table[], buyers: readonly Customer[]) {
  const rows = tables.find(({ id }) => id === 'histogram')!.rows;
  const values: Record<string, number[]> = {
    spend: buyers.map(({ spend }) => spend / 10_000),
    orders: buyers.map(({ orders }) => orders),
    aov: buyers.map(({ spend, orders }) => spend / 10_000 / orders),
    profit: buyers.flatMap(({ profit }) => (profit === null ? [] : [profit / 10_000])),
    margin: buyers.flatMap(({ profit, known }) => (profit === null || known <= 0 ? [] : [profit / known])),
  };
  for (const [measure, list] of Object.entries(values)) {
    const bins = rows.filter((row) => row.measure === measure);
    for (const [i, bin] of bins.entries()) {
      const inside = list.filter((x) => x >= edge(bin, 'from', -1) && x < edge(bin, 'to', 1)).length;
      expect(bin.customers, `${measure} from ${bin.from} to ${bin.to}`).toBe(inside);
      expectRow(bin, { share: inside / list.length }, `histogram of ${measure}`);
      if (i > 0) expect(bin.from).toBe(bins[i - 1]!.to);
    }
    expect(bins.reduce((total, bin) => total + Number(bin.customers), 0)).toBe(list.length);
  }
}

function edge(bin: Row, name: 'from' | 'to', open: number): number {
  return bin[name] === null ? open * Number.POSITIVE_INFINITY : Number(bin[name]);
}

function expectCorrelation(tables: readonly Table[], buyers: readonly Customer[]) {
  const x = buyers.map(({ orders }) => orders);
  const y = buyers.map(({ spend, orders }) => spend / orders);
  const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
  const [mx, my] = [mean(x), mean(y)];
  let [sxy, sxx, syy] = [0, 0, 0];
  for (const [i, xi] of x.entries()) {
    sxy += (xi - mx) * (y[i]! - my);
    sxx += (xi - mx) ** 2;
    syy += (y[i]! - my) ** 2;
  }
  const varies = x.some((xi) => xi !== x[0]) && y.some((yi) => yi !== y[0]);
  const row = tables.find(({ id }) => id === 'correlation')!.rows[0]!;
  expect(row.customers).toBe(buyers.length);
  if (buyers.length < 3 || !varies) expect(row.correlation).toBeNull();
  else expectRow(row, { correlation: sxy / Math.sqrt(sxx * syy) }, 'correlation');
}

function expectInequality(tables: readonly Table[], buyers: readonly Customer[]) {
  const spends = buyers.map(({ spend }) => spend).sort((a, b) => a - b);
  const profits = buyers.flatMap(({ profit }) => (profit === null ? [] : [profit])).sort((a, b) => a - b);
  expectRows(tables, 'gini', [
    { measure: 'spend', gini: giniOf(spends) },
    ...(profits.length > 0 ? [{ measure: 'profit', gini: giniOf(profits) }] : []),
  ]);
  expectRows(
    tables,
    'lorenz',
    Array.from({ length: 101 }, (_, percent) => ({
      share_customers: percent / 100,
      share_spend: heldByLowest(spends, percent),
      share_profit: heldByLowest(profits, percent),
    })),
  );
}

/** Half the mean absolute difference over the mean, from the ordered sum; null with a negative value or nothing. */
function giniOf(sorted: readonly number[]): number | null {
  const total = sorted.reduce((a, b) => a + b, 0);
  if (sorted.length === 0 || sorted[0]! < 0 || total === 0) return null;
  let difference = 0;
  let before = 0;
  for (const [i, x] of sorted.entries()) {
    difference += i * x - before;
    before += x;
  }
  return difference / (sorted.length * total);
}

function heldByLowest(sorted: readonly number[], percent: number): number | null {
  const total = sorted.reduce((a, b) => a + b, 0);
  if (sorted.length === 0 || total <= 0) return null;
  const hundredths = sorted.length * percent;
  let held = 0;
  for (const [i, x] of sorted.entries()) {
    const taken = Math.min(100, Math.max(0, hundredths - 100 * i));
    held += (x * taken) / 100;
  }
  return held / total;
}

function decileRows(
  name: string,
  parts: readonly (readonly [number, readonly Customer[]])[],
  all: Sums,
): Expected[] {
  return parts.map(([number, members]) => {
    const part = sums(members);
    return { [name]: number, ...factorCells(part), ...shares(part, all) };
  });
}

function expectDeciles(tables: readonly Table[], ranked: readonly Customer[]) {
  const parts: [number, Customer[]][] = [];
  let next = 0;
  for (let decile = 1; decile <= 10; decile++) {
    const size = Math.floor(ranked.length / 10) + (decile <= ranked.length % 10 ? 1 : 0);
    if (size > 0) parts.push([decile, ranked.slice(next, next + size)]);
    next += size;
  }
  expectRows(tables, 'deciles', decileRows('decile', parts, sums(ranked)));
}

function expectValueDeciles(tables: readonly Table[], ranked: readonly Customer[], metric: Metric) {
  const total = ranked.reduce((sum, one) => sum + worth(one, metric), 0);
  const groups: Customer[][] = Array.from({ length: 10 }, () => []);
  let cumulative = 0;
  for (const one of ranked) {
    cumulative += worth(one, metric);
    const tenth = Number((10n * BigInt(cumulative) + BigInt(total) - 1n) / BigInt(Math.max(1, total)));
    groups[worth(one, metric) < 0 ? 9 : Math.min(10, Math.max(1, tenth)) - 1]!.push(one);
  }
  const parts = groups.map((members, i): [number, Customer[]] => [i + 1, members]);
  expectRows(tables, 'value_deciles', total <= 0 ? [] : decileRows('decile', parts, sums(ranked)));
}

function expectConcentration(tables: readonly Table[], ranked: readonly Customer[], metric: Metric) {
  const all = sums(ranked);
  const total = ranked.reduce((sum, one) => sum + worth(one, metric), 0);
  const row = (question: string, percent: number, count: number | null): Expected => {
    const part = sums(ranked.slice(0, count ?? 0));
    const isKnown = count !== null;
    const of = shares(part, all);
    return {
      question,
      top_share: percent / 100,
      customers: count,
      spend: isKnown ? cents(part.spend) : null,
      profit: isKnown ? text(part.profit) : null,
      ...(isKnown ? of : { share_customers: null, share_spend: null, share_profit: null }),
    };
  };
  const makes = (percent: number) => {
    let cumulative = 0;
    for (const [i, one] of ranked.entries()) {
      cumulative += worth(one, metric);
      if (total > 0 && 100 * cumulative >= percent * total) return i + 1;
    }
    return null;
  };
  expectRows(tables, 'concentration', [
    ...[1, 5, 10, 20].map((p) => row(`the top ${p} %`, p, Math.ceil((ranked.length * p) / 100))),
    ...[50, 80].map((p) => row(`make ${p} % of ${metric}`, p, makes(p))),
  ]);
}

function expectUnprofitable(tables: readonly Table[], buyers: readonly Customer[]) {
  const all = sums(buyers);
  if (all.profit === null) {
    expect(tables.map(({ id }) => id)).not.toContain('unprofitable');
    return;
  }
  const part = sums(buyers.filter(({ profit }) => profit !== null && profit < 0));
  const { customers, aof, aov, margin, profit } = factorCells(part);
  expectRows(tables, 'unprofitable', [
    {
      customers: customers!,
      aof: aof!,
      aov: aov!,
      margin: margin!,
      profit: profit!,
      share_customers: quotient(part.n, all.n),
    },
  ]);
}
