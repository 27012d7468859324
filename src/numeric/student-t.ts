import { incompleteBeta, incompleteBetaComplement } from './incomplete-beta.js';
import { normalQuantile } from './normal.js';
import { bracketedRoot } from './root.js';

/**
 * P(T <= t) for Student's t with df > 0 degrees of freedom: I_x(df/2, 1/2) / 2 with x = df / (df + t²) in the lower
 * tail (Abramowitz & Stegun 26.7.1), 1 minus it above 0. Relative error below 1e-10 for 0.5 <= df <= 1e6
 * (test/reference/student-t.json).
 */
export function studentT(t: number, df: number): number {
  const tail = 0.5 * outside(t, df);
  return t <= 0 ? tail : 1 - tail;
}

/** P(|T| >= |t|): the two-sided p-value, without cancellation. */
export function studentTwoSided(t: number, df: number): number {
  return outside(t, df);
}

/**
 * Quantile of Student's t: the t with P(T <= t) = p, 0 < p < 1. Cauchy (df 1) and df 2 in closed form, else the root
 * of the tail on the scale of the normal quantile. 0 and 1 give -Infinity and Infinity.
 */
export function studentQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -lowerQuantile(1 - p, df);
  return lowerQuantile(p, df);
}

/** Half-width multiplier of a two-sided interval: the t with P(|T| <= t) = level. */
export function studentMultiplier(level: number, df: number): number {
  return -lowerQuantile((1 - level) / 2, df);
}

function lowerQuantile(p: number, df: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (df === 1) return -1 / Math.tan(Math.PI * p);
  if (df === 2) return (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
  let high = Math.max(1, -normalQuantile(p));
  while (0.5 * outside(high, df) > p) high *= 2;
  const target = Math.log(p);
  return -bracketedRoot((t) => Math.log(0.5 * outside(t, df)) - target, 0, high, { relative: 1e-15 });
}

function outside(t: number, df: number): number {
  const square = t * t;
  if (!Number.isFinite(square)) return Number.isNaN(t) ? Number.NaN : 0;
  const y = square / (df + square);
  return square < df
    ? incompleteBetaComplement(y, 0.5, df / 2, df / (df + square))
    : incompleteBeta(df / (df + square), df / 2, 0.5, y);
}
