import type { Chunk } from '../../src/synth/columns.js';
import { dayNumber, yearOf } from '../../src/synth/days.js';
import { generate } from '../../src/synth/generate.js';
import { planOf, standardOptions } from '../../src/synth/plan.js';
import { madrigal } from '../../src/synth/scenarios/madrigal.js';

const YEARS = [2016, 2017, 2018, 2019];
const STARTS = [...YEARS, 2020].map((year) => dayNumber(`${year}-01-01`));

export interface Active {
  readonly orders: number;
  readonly spend: number;
  readonly profit: number;
}

/** The numbers behind the reference patterns, recounted from the lines by plain loops. */
export function measureMadrigal(customers: number, seed: number) {
  const base = recount(customers, seed);
  const active = base.activeIn(3);
  const byProfit = active.toSorted((a, b) => b.profit - a.profit);
  const total = sum(active.map(({ profit }) => profit));
  const mean = sum(active.map(({ spend }) => spend)) / active.length;
  const share = (holds: (each: Active) => boolean) => active.filter(holds).length / active.length;
  const top = (part: number) =>
    sum(byProfit.slice(0, Math.ceil(active.length * part)).map(({ profit }) => profit)) / total;
  const cohort = base.cohort(0);
  const repeat = (year: number) =>
    cohort.filter((c) => base.orders(c, year) > 0 && base.orders(c, year + 1) > 0).length /
    cohort.filter((c) => base.orders(c, year) > 0).length;
  const both = base.everybody.filter((c) => base.orders(c, 2) > 0 && base.orders(c, 3) > 0);
  return {
    customers: active.length,
    cohort: cohort.length,
    mean,
    median: median(active.map(({ spend }) => spend)),
    belowMean: share(({ spend }) => spend < mean),
    oneOrder: share(({ orders }) => orders === 1),
    oneOrTwo: share(({ orders }) => orders <= 2),
    tenOrMore: share(({ orders }) => orders >= 10),
    unprofitable: share(({ profit }) => profit < 0),
    top10: top(0.1),
    top20: top(0.2),
    correlation: correlation(
      active.map(({ orders }) => orders),
      active.map(({ spend, orders }) => spend / orders),
    ),
    best: factors(valueDecile(byProfit, total, 1)),
    last: factors(valueDecile(byProfit, total, 10)),
    oneAndDone: cohort.filter((c) => base.ordersEver(c) === 1).length / cohort.length,
    secondYear: cohort.filter((c) => base.orders(c, 1) > 0).length / cohort.length,
    repeatSecond: repeat(1),
    repeatThird: repeat(2),
    fourthQuarter: base.fourthQuarter,
    newShare: YEARS.map((_, year) => base.profitOfNew(year)),
    oneCategory: base.oneCategory,
    down: both.filter((c) => base.profit(c, 3) < base.profit(c, 2)).length / both.length,
    secondIn16Weeks: base.secondWithin(cohort, 112),
  };
}

function recount(customers: number, seed: number) {
  const plan = planOf(madrigal, { ...standardOptions(madrigal, seed), customers });
  const grid = () => YEARS.map(() => new Float64Array(customers + 1));
  const [ORDERS, SPEND, PROFIT] = [grid(), grid(), grid()];
  const ACQUIRED = new Int32Array(customers + 1);
  const EVER = new Int32Array(customers + 1);
  const SECOND = new Int32Array(customers + 1);
  const CATEGORIES = new Int32Array(customers + 1);
  const add = ({ lines: L, customers: C }: Chunk) => {
    C.CUSTOMER.forEach((c, k) => {
      ACQUIRED[c] = C.ACQUIRED_DAY[k]!;
    });
    for (let k = 0; k < L.CUSTOMER.length; k++) {
      const c = L.CUSTOMER[k]!;
      const year = STARTS.findLastIndex((start) => L.DAY[k]! >= start);
      SPEND[year]![c]! += (L.QUANTITY[k]! * L.PRICE[k]!) / 100;
      PROFIT[year]![c]! += (L.QUANTITY[k]! * (L.PRICE[k]! - L.COST[k]!)) / 100;
      if (L.RETURNED[k] === 1) continue;
      if (year === 3) CATEGORIES[c]! |= 1 << Math.floor(L.PRODUCT[k]! / madrigal.shop.productsPerCategory);
      if (L.LINE[k] !== 1) continue;
      ORDERS[year]![c]!++;
      EVER[c]!++;
      if (L.ORDER[k] === 2) SECOND[c] = L.DAY[k]!;
    }
  };
  for (const chunk of generate(plan)) add(chunk);
  const everybody = Array.from({ length: customers }, (_, i) => i + 1);
  const acquiredIn = (c: number, year: number) =>
    ACQUIRED[c]! >= STARTS[year]! && ACQUIRED[c]! < STARTS[year + 1]!;
  const buyers = everybody.filter((c) => ORDERS[3]![c]! > 0);
  const seen = everybody.filter((c) => ACQUIRED[c]! >= STARTS[0]!);
  return {
    everybody,
    orders: (c: number, year: number) => ORDERS[year]![c]!,
    profit: (c: number, year: number) => PROFIT[year]![c]!,
    ordersEver: (c: number) => EVER[c]!,
    cohort: (year: number) => everybody.filter((c) => acquiredIn(c, year)),
    activeIn: (year: number): Active[] =>
      everybody
        .filter((c) => ORDERS[year]![c]! > 0)
        .map((c) => ({ orders: ORDERS[year]![c]!, spend: SPEND[year]![c]!, profit: PROFIT[year]![c]! })),
    profitOfNew: (year: number) =>
      sum(everybody.filter((c) => acquiredIn(c, year)).map((c) => PROFIT[year]![c]!)) /
      sum([...PROFIT[year]!]),
    fourthQuarter:
      seen.filter((c) => ACQUIRED[c]! >= dayNumber(`${yearOf(ACQUIRED[c]!)}-10-01`)).length / seen.length,
    oneCategory: buyers.filter((c) => (CATEGORIES[c]! & (CATEGORIES[c]! - 1)) === 0).length / buyers.length,
    secondWithin: (cohort: readonly number[], days: number) => {
      const repeaters = cohort.filter((c) => SECOND[c]! > 0);
      return repeaters.filter((c) => SECOND[c]! - ACQUIRED[c]! <= days).length / repeaters.length;
    },
  };
}

/** Customers who make the `decile`-th tenth of the profit, best first. */
function valueDecile(byProfit: readonly Active[], total: number, decile: number): Active[] {
  let cumulative = 0;
  return byProfit.filter(({ profit }) => {
    cumulative += profit;
    return (profit <= 0 ? 10 : Math.min(10, Math.ceil((10 * cumulative) / total))) === decile;
  });
}

function factors(group: readonly Active[]) {
  const [orders, spend, profit] = (['orders', 'spend', 'profit'] as const).map((name) =>
    sum(group.map((each) => each[name])),
  );
  return { aof: orders! / group.length, aov: spend! / orders!, margin: profit! / spend! };
}

function correlation(X: readonly number[], Y: readonly number[]): number {
  const [mx, my] = [sum(X) / X.length, sum(Y) / Y.length];
  const product = (A: readonly number[], a: number, B: readonly number[], b: number) =>
    sum(A.map((each, i) => (each - a) * (B[i]! - b)));
  return product(X, mx, Y, my) / Math.sqrt(product(X, mx, X, mx) * product(Y, my, Y, my));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
