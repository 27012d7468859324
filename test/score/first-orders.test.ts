import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/models/index.js';
import { countInterval } from '../../src/score/count-interval.js';
import { firstOrderRates } from '../../src/score/first-order-rates.js';
import { expectedFirstOrders } from '../../src/score/first-orders.js';
import type { Followed } from '../../src/score/known-customers.js';

const TERMS = { horizonDays: 365, interval: 0.8, worth: null };
const WATCHED = 730;

interface Person {
  readonly age: number;
  /** Days to the first order, wherever that lies. */
  readonly wait: number;
}

/** Customers who become known over two years; `wait` draws the days to a first order. */
function people(
  size: number,
  seed: number,
  wait: (random: ReturnType<typeof seededRandom>, month: number) => number,
) {
  const random = seededRandom(seed);
  return Array.from({ length: size }, (): Person => {
    const age = Math.floor(random.uniform() * WATCHED);
    return { age, wait: Math.floor(wait(random, monthOf(age))) };
  });
}

function monthOf(age: number): number {
  return 24_300 - Math.floor(age / 30);
}

/** As observed: who orders after the end of observation has not. */
function observed(crowd: readonly Person[]): Followed {
  return {
    AGE: Float64Array.from(crowd, ({ age }) => age),
    AFTER: Float64Array.from(crowd, ({ age, wait }) => (wait <= age ? wait : Number.NaN)),
    MONTH: Float64Array.from(crowd, ({ age }) => monthOf(age)),
    N: new Float64Array(crowd.length).fill(1),
  };
}

function came(crowd: readonly Person[], horizon: number): number {
  return crowd.filter(({ age, wait }) => wait > age && wait <= age + horizon).length;
}

const exponential = (random: ReturnType<typeof seededRandom>, mean: number) =>
  -mean * Math.log(random.uniform());

const TRUTHS = {
  'all alike': (random) => exponential(random, 400),
  'rates that differ': (random) => exponential(random, 60 / random.gamma(0.8)),
  'a part that never orders': (random) =>
    random.uniform() < 0.6 ? Number.POSITIVE_INFINITY : exponential(random, 60),
  both: (random) =>
    random.uniform() < 0.35 ? Number.POSITIVE_INFINITY : exponential(random, 60 / random.gamma(0.8)),
} as const satisfies Record<string, (random: ReturnType<typeof seededRandom>) => number>;

describe.each(Object.keys(TRUTHS) as (keyof typeof TRUTHS)[])('first orders of customers, %s', (name) => {
  it('are foreseen in sum and within their interval', () => {
    const populations = 40;
    let expectedSum = 0;
    let actualSum = 0;
    let inside = 0;
    for (let seed = 1; seed <= populations; seed++) {
      const crowd = people(8000, seed, TRUTHS[name]);
      const followed = observed(crowd);
      const all = expectedFirstOrders(followed, firstOrderRates(followed)!, TERMS).at(-1)!;
      const actual = came(crowd, TERMS.horizonDays);
      expectedSum += all.firstOrders;
      actualSum += actual;
      inside += actual >= all.low && actual <= all.high ? 1 : 0;
    }
    console.info(`${name}: ${(expectedSum / actualSum - 1).toFixed(4)}, inside ${inside / populations}`);
    expect(Math.abs(expectedSum / actualSum - 1)).toBeLessThan(0.08);
    // What is known of a rate falls short where ages beyond all that was watched matter: the interval knows chance, not shape.
    expect(inside / populations).toBeGreaterThan(0.6);
  });
});

describe('rates of first orders', () => {
  const small = observed(people(400, 7, (random) => exponential(random, 200)));

  it('are first orders over days of waiting, counted day by day', () => {
    const { FROM, RATE } = firstOrderRates(small)!;
    FROM.forEach((from, j) => {
      const to = FROM[j + 1] ?? Number.POSITIVE_INFINITY;
      let days = 0;
      let orders = 0;
      small.AGE.forEach((age, i) => {
        const after = small.AFTER[i]!;
        for (let day = 1; day <= (Number.isNaN(after) ? age : after); day++)
          if (day >= from && day < to) days += 1;
        if (after >= Math.max(1, from) && after < to) orders += 1;
      });
      expect(orders).toBeGreaterThanOrEqual(10);
      expect(RATE[j]!).toBeCloseTo(orders / days, 12);
    });
  });

  it('are unknown with fewer than ten first orders after the first day', () => {
    const { AGE, AFTER, MONTH, N } = small;
    const some = (keep: (i: number) => boolean): Followed => {
      const places = [...AGE.keys()].filter(keep);
      const of = (column: Float64Array) => Float64Array.from(places, (i) => column[i]!);
      return { AGE: of(AGE), AFTER: of(AFTER), MONTH: of(MONTH), N: of(N) };
    };
    const later = [...AGE.keys()].filter((i) => AFTER[i]! >= 1);
    expect(firstOrderRates(some((i) => !later.slice(9).includes(i)))).toBeNull();
    expect(firstOrderRates(some((i) => !later.slice(10).includes(i)))).not.toBeNull();
  });

  it('differ between cohorts only as far as these differ by more than chance', () => {
    const alike = observed(people(6000, 3, (random) => exponential(random, 300)));
    const { strength } = firstOrderRates(alike)!;
    expect(strength).toBeGreaterThan(50);
    const apart = people(6000, 3, (random, month) => exponential(random, month % 2 === 0 ? 250 : 500));
    const rates = firstOrderRates(observed(apart))!;
    expect(rates.strength).toBeLessThan(50);
    const rows = expectedFirstOrders(observed(apart), rates, TERMS).slice(-8, -1);
    for (const { month, firstOrders, waiting } of rows) {
      const [quick, slow] = [-Math.expm1(-365 / 250), -Math.expm1(-365 / 500)];
      expect(Math.abs(firstOrders / waiting - (month! % 2 === 0 ? quick : slow))).toBeLessThan(0.12);
    }
  });
});

describe('expected first orders', () => {
  const followed = observed(people(900, 11, TRUTHS.both));
  const rates = firstOrderRates(followed)!;

  it('add up, grow with the horizon, and never exceed those who wait', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 400 }),
        (horizonDays, more) => {
          const at = (days: number) => expectedFirstOrders(followed, rates, { ...TERMS, horizonDays: days });
          const rows = at(horizonDays);
          const all = rows.at(-1)!;
          const parts = rows.slice(0, -1);
          const sum = (of: (row: (typeof rows)[number]) => number) =>
            parts.reduce((total, row) => total + of(row), 0);
          expect(all.firstOrders).toBeCloseTo(
            sum((row) => row.firstOrders),
            8,
          );
          expect(all.waiting).toBe(sum((row) => row.waiting));
          expect(all.waiting + all.ordered).toBe(900);
          for (const { firstOrders, waiting, low, high } of rows) {
            expect(firstOrders).toBeGreaterThan(0);
            expect(firstOrders).toBeLessThan(waiting);
            expect(low).toBeLessThanOrEqual(high);
          }
          expect(at(horizonDays + more).at(-1)!.firstOrders).toBeGreaterThan(all.firstOrders);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are worth what each is worth on its day', () => {
    const each = expectedFirstOrders(followed, rates, { ...TERMS, worth: () => 2 }).at(-1)!;
    expect(each.value).toBeCloseTo(2 * each.firstOrders, 8);
    const early = expectedFirstOrders(followed, rates, { ...TERMS, worth: (day) => (day <= 100 ? 1 : 0) });
    const short = expectedFirstOrders(followed, rates, { ...TERMS, horizonDays: 100 }).at(-1)!;
    expect(early.at(-1)!.value).toBeCloseTo(short.firstOrders, 8);
    expect(expectedFirstOrders(followed, rates, TERMS).at(-1)!.value).toBeNull();
  });
});

describe('the interval of a count', () => {
  it('is that of the Poisson distribution where the variance is the mean, of the binomial below, wider above', () => {
    const poisson = (mean: number, level: number) => {
      let p = Math.exp(-mean);
      let n = 0;
      for (let sum = p; sum < level; sum += p) p *= mean / ++n;
      return n;
    };
    for (const mean of [0.05, 0.4, 3, 12.3, 80])
      expect(countInterval(mean, mean, 0.8)).toEqual({ low: poisson(mean, 0.1), high: poisson(mean, 0.9) });
    // 10 customers, each with one half: P(N <= 2) = .055, P(N <= 3) = .172, P(N <= 6) = .828, P(N <= 7) = .945.
    expect(countInterval(5, 2.5, 0.8)).toEqual({ low: 3, high: 7 });
    // Negative binomial of size 2 and chance 1/2 (mean 2, variance 4): P(N = 0) = .25, P(N <= 4) = .891, P(N <= 5) = .938.
    expect(countInterval(2, 4, 0.8)).toEqual({ low: 0, high: 5 });
    expect(countInterval(0, 0, 0.8)).toEqual({ low: 0, high: 0 });
  });
});
