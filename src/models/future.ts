import type { SeededRandom } from '../numeric/seeded.js';

export interface Discounting {
  /** Continuous discount rate per time unit of the history: ln(1 + annual rate)/365.25 a day. >= 0. */
  readonly delta: number;
  /** Time from now; may be Infinity. */
  readonly horizon: number;
}

/**
 * The purchases to come of a customer who is alive now. What a history says about the future is `P(alive)` times this,
 * so that a closed form is needed only once for new and for known customers. Times are in the unit of the history.
 */
export interface Future {
  /** Scale on which the purchase rate changes with time; sets the first panels of quadratures. */
  readonly timeScale: number;
  /** Relative error of `rate`, where it is above 1e-12: quadratures over it need not try for more. */
  readonly rateError?: number;
  /** Expected purchases in (now, now + t], t >= 0. */
  expected(t: number): number;
  /** Its derivative: expected purchases a time unit at now + u. */
  rate(u: number): number;
  /** Expected purchases for ever; Infinity where the sum diverges. */
  readonly total: number;
  /** Discounted expected purchases where that is no integral over `rate` (discrete opportunities). */
  discounted?(discounting: Discounting): number;
  /** P(at least n purchases in (now, now + t]), n >= 1. */
  atLeast(n: number, t: number): number;
  /** P(exactly n purchases), n = 0 … last. */
  pmf(last: number, t: number): Float64Array;
  /** Purchase times in (0, horizon], ascending, drawn from the predictive distribution. */
  sample(horizon: number, random: SeededRandom): number[];
}
