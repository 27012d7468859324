import type { Random } from '../numeric/random.js';
import type { Clock, EventSpan } from './clock.js';
import type { Customer } from './customer.js';
import type { BuyingStory, LeavingStory } from './scenario.js';

const DAYS_A_WEEK = 7;

/** Purchase times of one customer, and when they left; filled again and again. */
export interface Purchases {
  times: Float64Array;
  count: number;
  /** Infinity while still there at the end. */
  left: number;
}

export function emptyPurchases(): Purchases {
  return { times: new Float64Array(256), count: 0, left: Number.POSITIVE_INFINITY };
}

/**
 * Simulates a customer to the end: the acquisition is the first purchase; waits are exponential on the
 * clock that the place feels; leaving (after a purchase, while silent, or at an event) ends it for good.
 */
export function simulatePurchases(
  into: Purchases,
  customer: Customer,
  { buying, leaving }: { readonly buying: BuyingStory; readonly leaving: LeavingStory },
  clock: Clock,
  events: readonly EventSpan[],
  endDay: number,
  random: Random,
): void {
  let left = customer.acquired + silentLife(customer, random);
  for (const event of events) {
    if (event.leave > 0 && random.uniform() < event.leave && event.fromDay > customer.acquired) {
      left = Math.min(left, event.fromDay);
    }
  }
  into.count = 0;
  let time = customer.acquired;
  let felt = clock.feltAt(time);
  const { weeks, rate: extra } = buying.welcome;
  const settled = clock.feltAt(time + weeks * DAYS_A_WEEK);
  while (time < endDay && time < left) {
    push(into, time);
    const first = into.count === 1;
    if (leaving.afterPurchase && (!first || leaving.afterFirst) && random.uniform() < customer.leaveChance) {
      left = time;
      break;
    }
    felt = next(felt, random.exponential(1), customer.rate / DAYS_A_WEEK, extra / DAYS_A_WEEK, settled);
    time = clock.timeAt(felt);
  }
  into.left = left < endDay ? left : Number.POSITIVE_INFINITY;
}

/**
 * Felt time at which the integral of the daily rate reaches `wait`: the rate is higher by `extra` until
 * `settled`.
 */
function next(felt: number, wait: number, rate: number, extra: number, settled: number): number {
  const welcomed = Math.max(0, settled - felt);
  const reached = welcomed * (rate + extra);
  return wait < reached ? felt + wait / (rate + extra) : felt + welcomed + (wait - reached) / rate;
}

function silentLife(customer: Customer, random: Random): number {
  if (Number.isNaN(customer.leaveRate)) return Number.POSITIVE_INFINITY;
  return random.exponential(customer.leaveRate) * DAYS_A_WEEK;
}

function push(into: Purchases, time: number): void {
  if (into.count === into.times.length) {
    const larger = new Float64Array(into.times.length * 2);
    larger.set(into.times);
    into.times = larger;
  }
  into.times[into.count++] = time;
}
