import { logGamma, stirlingError } from './log-gamma.js';

/**
 * Logarithm of the beta function, a, b > 0: ln Gamma(s) - [ln Gamma(l + s) - ln Gamma(l)] with l the larger
 * argument, so that a large l does not cancel. Error below 1e-14 * max(1, |ln Gamma(s)|, |result|)
 * (test/reference/special.json).
 */
export function logBeta(a: number, b: number): number {
  return a <= b ? logGamma(a) - logRising(b, a) : logGamma(b) - logRising(a, b);
}

/**
 * ln Gamma(x + n) - ln Gamma(x) for x > 0, n >= 0 (n need not be whole): logarithm of the rising factorial.
 * For x >= 8 the difference of Stirling's series with log1p(n/x), so that 1e12 as x keeps all digits; below that the
 * plain difference. Error below 1e-14 * max(1, |result|).
 */
export function logRising(x: number, n: number): number {
  if (n === 0) return 0;
  if (x < 8) return logGamma(x + n) - logGamma(x);
  const y = x + n;
  return (x - 0.5) * Math.log1p(n / x) + n * (Math.log(y) - 1) + (stirlingError(y) - stirlingError(x));
}
