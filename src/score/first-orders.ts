import { countInterval } from './count-interval.js';
import { type CohortFactor, daysInClass, type FirstOrderRates } from './first-order-rates.js';
import type { Followed } from './known-customers.js';

/** Customers without an order who became known in a month, and the first orders that are expected of them. */
export interface ExpectedFirstOrders {
  /** Month, counted from the year 0; null = all of them. */
  readonly month: number | null;
  readonly known: number;
  /** Of these, with an order. */
  readonly ordered: number;
  readonly waiting: number;
  readonly firstOrders: number;
  readonly low: number;
  readonly high: number;
  /** What they are worth together up to the horizon; null where a purchase's worth is not known. */
  readonly value: number | null;
}

export interface FirstOrderTerms {
  readonly horizonDays: number;
  /** Share of the outcomes between low and high, 0 to 1. */
  readonly interval: number;
  /** Worth to the end of the horizon of a first order that comes after so many days, discounted to now; null = not known. */
  readonly worth: ((days: number) => number) | null;
}

const ALIKE: CohortFactor = { factor: 1, variance: 0 };
/** Days of the horizon are taken together so that there are at most as many steps. */
const STEPS = 366;

/**
 * What customers without an order will do up to the horizon, month by month and in all. A customer of age a orders first within
 * H days with probability p = 1 - S(a + H)/S(a), S the product of 1 - f rate over the days of age. The variance of a number of
 * first orders is the customers' own, sum p (1 - p), and what they share: each rate's relative variance, 1 over its first
 * orders, times the squared slope along its logarithm, and likewise that of the cohort's factor (of each cohort its own).
 */
export function expectedFirstOrders(
  { AGE, AFTER, MONTH, N }: Followed,
  rates: FirstOrderRates,
  terms: FirstOrderTerms,
): readonly ExpectedFirstOrders[] {
  const sums = new Map<number, Sums>();
  for (let i = 0; i < N.length; i++) {
    const month = MONTH[i]!;
    const sum = sums.get(month) ?? empty(rates);
    sums.set(month, sum);
    sum.known += N[i]!;
    if (!Number.isNaN(AFTER[i]!)) sum.ordered += N[i]!;
    else addWaiting(sum, N[i]!, AGE[i]!, rates, rates.factors.get(month) ?? ALIKE, terms);
  }
  const rows = [...sums].filter(([, { waiting }]) => waiting > 0).sort(([a], [b]) => a - b);
  const all = empty(rates);
  for (const [month, sum] of sums) {
    const along = sum.slopes.reduce((total, slope) => total + slope, 0);
    sum.factors = along ** 2 * (rates.factors.get(month) ?? ALIKE).variance;
    addUp(all, sum);
  }
  return [...rows.map(([month, sum]) => told(month, sum, rates, terms)), told(null, all, rates, terms)];
}

/** P(first order within the horizon) of one customer who waits. */
export function chanceOfFirstOrder(
  age: number,
  horizonDays: number,
  rates: FirstOrderRates,
  factor: number,
): number {
  return -Math.expm1(logStill(age, horizonDays, rates, factor));
}

interface Sums {
  known: number;
  ordered: number;
  waiting: number;
  expected: number;
  own: number;
  value: number;
  /** Slopes of the expected number along the logarithms of the rates. */
  readonly slopes: number[];
  /** Variance from the cohorts' factors. */
  factors: number;
}

function empty({ RATE }: FirstOrderRates): Sums {
  return {
    ...{ known: 0, ordered: 0, waiting: 0, expected: 0, own: 0, value: 0, factors: 0 },
    slopes: RATE.map(() => 0),
  };
}

function addWaiting(
  sum: Sums,
  n: number,
  age: number,
  rates: FirstOrderRates,
  { factor }: CohortFactor,
  { horizonDays, worth }: FirstOrderTerms,
): void {
  const p = chanceOfFirstOrder(age, horizonDays, rates, factor);
  sum.waiting += n;
  sum.expected += n * p;
  sum.own += n * p * (1 - p);
  rates.RATE.forEach((rate, j) => {
    const chance = Math.min(1, factor * rate);
    const days = daysInClass(rates, j, age, age + horizonDays);
    if (chance < 1) sum.slopes[j] = sum.slopes[j]! + (n * (1 - p) * days * chance) / (1 - chance);
  });
  if (worth === null) return;
  const step = Math.ceil(horizonDays / STEPS);
  let still = 1;
  for (let day = 0; day < horizonDays; day += step) {
    const end = Math.min(horizonDays, day + step);
    const after = Math.exp(logStill(age, end, rates, factor));
    sum.value += n * (still - after) * worth((day + 1 + end) / 2);
    still = after;
  }
}

/** ln of the chance to wait still after so many days. */
function logStill(age: number, days: number, rates: FirstOrderRates, factor: number): number {
  return rates.RATE.reduce((sum, rate, j) => {
    const within = daysInClass(rates, j, age, age + days);
    return within === 0 ? sum : sum + within * Math.log1p(-Math.min(1, factor * rate));
  }, 0);
}

function addUp(all: Sums, sum: Sums): void {
  for (const name of ['known', 'ordered', 'waiting', 'expected', 'own', 'value', 'factors'] as const)
    all[name] += sum[name];
  sum.slopes.forEach((slope, j) => {
    all.slopes[j] = all.slopes[j]! + slope;
  });
}

function told(
  month: number | null,
  sum: Sums,
  rates: FirstOrderRates,
  { interval, worth }: FirstOrderTerms,
): ExpectedFirstOrders {
  const shared = sum.slopes.reduce((total, slope, j) => total + slope ** 2 / rates.EVENTS[j]!, sum.factors);
  return {
    ...{ month, known: sum.known, ordered: sum.ordered, waiting: sum.waiting, firstOrders: sum.expected },
    ...countInterval(sum.expected, sum.own + shared, interval),
    value: worth === null ? null : sum.value,
  };
}
