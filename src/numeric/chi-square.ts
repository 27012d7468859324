import { logGamma } from './log-gamma.js';

/**
 * Upper tail of the chi-square distribution, Q(df/2, x/2): the series of the lower incomplete gamma function below
 * a + 1, Lentz's continued fraction above it (Abramowitz & Stegun 6.5.29, 6.5.31). Relative error about 1e-13 down to
 * 1e-300. 1 for x <= 0.
 */
export function chiSquareTail(x: number, df: number): number {
  if (!(x > 0)) return 1;
  const a = df / 2;
  const z = x / 2;
  const front = Math.exp(a * Math.log(z) - z - logGamma(a));
  return z < a + 1 ? 1 - front * lowerSeries(a, z) : front * upperFraction(a, z);
}

/** P(|Z| >= |z|) of a standard normal. */
export function normalTwoSided(z: number): number {
  return chiSquareTail(z * z, 1);
}

function lowerSeries(a: number, z: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= z / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, z: number): number {
  let b = z + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}
