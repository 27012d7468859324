import type { Random } from '../numeric/random.js';
import type { AliasTable } from '../numeric/random-alias.js';
import { TASTES } from './catalogue.js';
import type { Clock } from './clock.js';
import type { Plan } from './plan.js';

/** One simulated person: what nobody sees in an export. Times are days since 1970 with a fraction. */
export interface Customer {
  place: number;
  acquired: number;
  /** Purchases a week while there. */
  rate: number;
  /** Chance to leave after a purchase; NaN where the story has none. */
  leaveChance: number;
  /** Rate of leaving a week; NaN where the story has none. */
  leaveRate: number;
  taste: number;
  favourite: number;
  loyalty: number;
  /** Mean lines of an order beyond the first. */
  extraLines: number;
  /** Rate ν of the Gamma-Gamma order value; NaN with a catalogue. */
  valueRate: number;
  channel: number;
  device: number;
  visible: boolean;
  consents: boolean;
}

export function emptyCustomer(): Customer {
  return {
    place: 0,
    acquired: 0,
    rate: 0,
    leaveChance: Number.NaN,
    leaveRate: Number.NaN,
    taste: 0,
    favourite: 0,
    loyalty: 0,
    extraLines: 0,
    valueRate: Number.NaN,
    channel: 0,
    device: 0,
    visible: true,
    consents: true,
  };
}

/** Draws when customer `i` comes, how often they buy and when they tire. */
export function drawBehaviour(
  customer: Customer,
  plan: Plan,
  quota: Quota,
  clocks: readonly Clock[],
  random: Random,
): void {
  const { buying, leaving } = plan.scenario;
  const clock = clocks[quota.place]!;
  customer.place = quota.place;
  customer.acquired = clock.timeAt(((quota.rank + random.uniform()) / quota.size) * clock.total);
  customer.rate = random.gamma(buying.rate.shape, buying.rate.rate);
  customer.leaveChance = leaving.afterPurchase
    ? random.beta(leaving.afterPurchase.a, leaving.afterPurchase.b)
    : Number.NaN;
  customer.leaveRate = leaving.perWeek
    ? random.gamma(leaving.perWeek.shape, leaving.perWeek.rate)
    : Number.NaN;
}

/** How customers spread over categories, channels and devices. */
export interface Habits {
  readonly favourite: AliasTable;
  readonly channel: AliasTable;
  readonly device: AliasTable;
}

/** Draws what customer `i` likes, and what a shop knows about them. */
export function drawTastes(customer: Customer, plan: Plan, habits: Habits, random: Random): void {
  const { shop } = plan.scenario;
  const position = 0.5 + shop.tasteSpread * random.normal();
  customer.taste = Math.round(Math.min(1, Math.max(0, position)) * (TASTES - 1));
  customer.favourite = habits.favourite.draw(random);
  customer.loyalty = random.beta(shop.loyalty.a, shop.loyalty.b);
  customer.extraLines = random.gamma(shop.extraLines.shape, shop.extraLines.rate);
  customer.valueRate = plan.spend ? random.gamma(plan.spend.q, plan.spend.gamma) : Number.NaN;
  customer.channel = habits.channel.draw(random);
  customer.device = habits.device.draw(random);
  customer.visible = random.uniform() < 0.985;
  customer.consents = random.uniform() < 0.62;
}

/** Where a customer stands among the customers of their place. */
export interface Quota {
  readonly place: number;
  readonly rank: number;
  readonly size: number;
}

/**
 * Deals n customers out to the places in exact proportion to their shares (largest remainders), and
 * mixes the places over the customer numbers: number i stands at (i · k + c) mod n, k coprime to n.
 * The product stays exact up to a hundred million customers.
 */
export function dealPlaces(n: number, shares: readonly number[]): (i: number) => Quota {
  const sizes = apportion(n, shares);
  const starts = sizes.map((_, place) => sizes.slice(0, place).reduce((sum, size) => sum + size, 0));
  let step = Math.max(1, Math.floor(n * 0.6180339887498949));
  while (commonDivisor(step, n) !== 1) step++;
  return (i) => {
    const at = (((i * step) % n) + Math.floor(n / 3)) % n;
    let place = sizes.length - 1;
    while (at < starts[place]!) place--;
    return { place, rank: at - starts[place]!, size: sizes[place]! };
  };
}

function apportion(n: number, shares: readonly number[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const exact = shares.map((share) => (share / total) * n);
  const sizes = exact.map(Math.floor);
  const rest = n - sizes.reduce((sum, size) => sum + size, 0);
  const byRemainder = exact
    .map((_, i) => i)
    .sort((i, j) => exact[j]! - sizes[j]! - (exact[i]! - sizes[i]!) || i - j);
  for (const i of byRemainder.slice(0, rest)) sizes[i] = sizes[i]! + 1;
  return sizes;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
