import { logBeta } from './log-beta.js';

/**
 * Regularised incomplete beta function I_x(a, b), a, b > 0, 0 <= x <= 1.
 *
 * Continued fraction of Didonato & Morris (1992, eq. 6, evaluated by Lentz's method) on the side of the mean
 * where it converges fast, I_x(a, b) = 1 - I_{1-x}(b, a) on the other. About sqrt(max(a, b)) steps.
 * Relative error below 1e-13 * (1 + 0.02 * max(a, b)) for the smaller of I and 1 - I (test/reference/special.json).
 * Pass `y` = 1 - x where it is known better than by subtraction, and ln B(a, b) where it is known already; and the absolute error
 * that is small enough, where it need not be that small.
 */
export function incompleteBeta(
  x: number,
  a: number,
  b: number,
  y = 1 - x,
  logB = logBeta(a, b),
  enough = 0,
): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  return x <= (a + 1) / (a + b + 2)
    ? lowerSide(x, y, a, b, logB, enough)
    : 1 - lowerSide(y, x, b, a, logB, enough);
}

/** 1 - I_x(a, b) without cancellation. */
export function incompleteBetaComplement(x: number, a: number, b: number, y = 1 - x): number {
  return incompleteBeta(y, b, a, x);
}

function lowerSide(x: number, y: number, a: number, b: number, logB: number, enough: number): number {
  const front = Math.exp(a * Math.log(x) + b * (x < 0.5 ? Math.log1p(-x) : Math.log(y)) - logB) / a;
  return front === 0 ? 0 : front * continuedFraction(x, a, b, enough / front);
}

/** 1/(1 + d1/(1 + d2/(1 + …))), d of Abramowitz & Stegun 26.5.8. */
function continuedFraction(x: number, a: number, b: number, enough: number): number {
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 100_000; m++) {
    const twice = 2 * m;
    const even = (m * (b - m) * x) / ((a + twice - 1) * (a + twice));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + twice) * (a + twice + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    const factor = d * c;
    value *= factor;
    const change = Math.abs(factor - 1);
    // Where it converges slowly, about as many steps as have been made are still to come.
    if (change < 4e-16 || m * change * Math.abs(value) < enough) break;
  }
  return value;
}

function guarded(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
