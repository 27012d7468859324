import { integrate } from '../numeric/adaptive-quadrature.js';
import { bracketedRoot } from '../numeric/root.js';
import type { SeededRandom } from '../numeric/seeded.js';
import { checkDiscounting, type Discounting, discounted } from './discounting.js';
import type { FrequencyModel } from './frequency-model.js';
import type { Future } from './future.js';
import { checkHistory, checkParameters, checkTime, type History } from './history.js';

/**
 * What each frequency model predicts. Times are in the time unit of the history and of the parameters; arguments are
 * checked and throw a RangeError. `P(alive)` is inside each conditional quantity.
 */
export interface Predictions<P> {
  /** ln of one customer's contribution to the likelihood of purchase times. */
  logLikelihood(parameters: P, history: History): number;
  /** P(alive at T | history). */
  pAlive(parameters: P, history: History): number;
  /** E[purchases in (T, T + t] | history]. */
  expectedPurchases(parameters: P, history: History, t: number): number;
  /** E[purchases in (T + from, T + to] | history]. */
  expectedPurchasesBetween(parameters: P, history: History, from: number, to: number): number;
  /** E[purchases of a new customer in (0, t]], the first one not counted. */
  expectedPurchasesNew(parameters: P, t: number): number;
  /** P(n purchases in (T, T + t] | history), n = 0 … last. */
  pmf(parameters: P, history: History, t: number, last: number): Float64Array;
  /** P(n repeat purchases of a new customer in (0, t]), n = 0 … last. */
  pmfNew(parameters: P, t: number, last: number): Float64Array;
  /** P(at least n purchases in (T, T + t] | history); n = 1 unless told. */
  pAtLeast(parameters: P, history: History, t: number, n?: number): number;
  /** Smallest n with P(purchases in (T, T + t] <= n) >= level. */
  purchaseQuantile(parameters: P, history: History, t: number, level: number): number;
  /** Smallest t with P(at least one purchase in (T, T + t]) >= probability; null when not within the horizon. */
  nextPurchaseTime(parameters: P, history: History, horizon: number, probability?: number): number | null;
  /** E[purchases after T, each times e^(-delta u) | history] up to the horizon, which may be Infinity. */
  discountedExpectedPurchases(parameters: P, history: History, discounting: Discounting): number;
  /** The same for a new customer, from the first purchase on (not counted). */
  discountedExpectedPurchasesNew(parameters: P, discounting: Discounting): number;
  /** Purchase times in (0, horizon] after T of one draw from the predictive distribution. */
  samplePath(parameters: P, history: History, horizon: number, random: SeededRandom): number[];
  /** The same for a new customer, after the first purchase. */
  samplePathNew(parameters: P, horizon: number, random: SeededRandom): number[];
}

/** The predictions of a model: its own terms, checked arguments, and what all models share. */
export function predictionsOf<P extends object>(model: FrequencyModel<P>): Predictions<P> {
  const checkNew = (parameters: P): void => {
    checkParameters(parameters, model.names);
    model.checkFixed?.(parameters);
  };
  const check = (parameters: P, history: History): void => {
    checkNew(parameters);
    checkHistory(history);
  };
  return {
    logLikelihood(parameters, history) {
      check(parameters, history);
      return model.logLikelihood(parameters, history);
    },
    pAlive(parameters, history) {
      check(parameters, history);
      return model.pAlive(parameters, history);
    },
    expectedPurchases(parameters, history, t) {
      check(parameters, history);
      checkTime(t);
      return model.pAlive(parameters, history) * model.future(parameters, history).expected(t);
    },
    expectedPurchasesBetween(parameters, history, from, to) {
      check(parameters, history);
      checkTime(from, 'from');
      checkTime(to, 'to');
      if (from > to) throw new RangeError(`invalid interval: ${from} to ${to}`);
      return model.pAlive(parameters, history) * between(model.future(parameters, history), from, to);
    },
    expectedPurchasesNew(parameters, t) {
      checkNew(parameters);
      checkTime(t);
      return model.pAliveNew(parameters) * model.futureNew(parameters).expected(t);
    },
    pmf(parameters, history, t, last) {
      check(parameters, history);
      checkTime(t);
      return mixed(model.pAlive(parameters, history), model.future(parameters, history).pmf(last, t));
    },
    pmfNew(parameters, t, last) {
      checkNew(parameters);
      checkTime(t);
      return mixed(model.pAliveNew(parameters), model.futureNew(parameters).pmf(last, t));
    },
    pAtLeast(parameters, history, t, n = 1) {
      check(parameters, history);
      checkTime(t);
      if (n <= 0) return 1;
      return model.pAlive(parameters, history) * model.future(parameters, history).atLeast(n, t);
    },
    purchaseQuantile(parameters, history, t, level) {
      check(parameters, history);
      checkTime(t);
      if (!(level > 0 && level < 1)) throw new RangeError(`invalid level: ${level}`);
      const alive = model.pAlive(parameters, history);
      return countQuantile(alive, model.future(parameters, history), t, level);
    },
    nextPurchaseTime(parameters, history, horizon, probability = 0.5) {
      check(parameters, history);
      checkTime(horizon, 'horizon');
      const alive = model.pAlive(parameters, history);
      return nextPurchase(alive, model.future(parameters, history), horizon, probability);
    },
    discountedExpectedPurchases(parameters, history, discounting) {
      check(parameters, history);
      checkDiscounting(discounting);
      const alive = model.pAlive(parameters, history);
      return alive === 0 ? 0 : alive * discounted(model.future(parameters, history), discounting);
    },
    discountedExpectedPurchasesNew(parameters, discounting) {
      checkNew(parameters);
      checkDiscounting(discounting);
      return model.pAliveNew(parameters) * discounted(model.futureNew(parameters), discounting);
    },
    samplePath(parameters, history, horizon, random) {
      check(parameters, history);
      if (random.uniform() >= model.pAlive(parameters, history)) return [];
      return model.future(parameters, history).sample(horizon, random);
    },
    samplePathNew(parameters, horizon, random) {
      checkNew(parameters);
      if (random.uniform() >= model.pAliveNew(parameters)) return [];
      return model.futureNew(parameters).sample(horizon, random);
    },
  };
}

/** E[purchases in (from, to]] if alive: the difference, or the rate's integral where the difference would cancel. */
export function between(future: Future, from: number, to: number): number {
  if (from === 0) return future.expected(to);
  if (from === to) return 0;
  const whole = future.expected(to);
  const difference = whole - future.expected(from);
  return difference > 1e-3 * whole
    ? difference
    : integrate(future.rate, [from, to], future.rateError ?? 1e-11, 60);
}

/** Smallest n with 1 - alive * P(at least n + 1) >= level: doubling, then halving. */
export function countQuantile(alive: number, future: Future, t: number, level: number): number {
  const enough = (n: number): boolean => alive * future.atLeast(n + 1, t) <= 1 - level;
  if (t === 0 || alive <= 1 - level || enough(0)) return 0;
  let low = 0;
  let high = 1;
  while (!enough(high)) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor(0.5 * (low + high));
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Smallest t <= horizon with alive * P(at least one in t) >= probability, or null. */
export function nextPurchase(
  alive: number,
  future: Future,
  horizon: number,
  probability: number,
): number | null {
  if (probability <= 0) return 0;
  if (horizon === 0 || alive <= probability || alive * future.atLeast(1, horizon) < probability) return null;
  return bracketedRoot((t) => (t === 0 ? 0 : alive * future.atLeast(1, t)) - probability, 0, horizon);
}

/** P(n) of a customer who is alive with the given probability and buys nothing otherwise. */
function mixed(alive: number, pmf: Float64Array): Float64Array {
  const P = pmf.map((value) => alive * value);
  P[0] = P[0]! + 1 - alive;
  return P;
}
