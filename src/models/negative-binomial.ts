import { incompleteBeta } from '../numeric/incomplete-beta.js';
import { logRising } from '../numeric/log-beta.js';
import { logGamma } from '../numeric/log-gamma.js';

/**
 * ln P(N = n) of a Poisson count over time t whose rate is Gamma(R, rate A):
 * Gamma(R + n)/(Gamma(R) n!) * z^n (1 - z)^R, z = t/(A + t).
 */
export function logNegativeBinomial(n: number, R: number, A: number, t: number): number {
  if (t === 0) return n === 0 ? 0 : Number.NEGATIVE_INFINITY;
  const counts = n === 0 ? 0 : logRising(R, n) - logGamma(n + 1) - n * Math.log1p(A / t);
  return counts - R * Math.log1p(t / A);
}

/** P(N >= n) of the same count: I_z(n, R), 1 for n = 0, 1 - (1 - z)^R for n = 1. */
export function negativeBinomialTail(n: number, R: number, A: number, t: number): number {
  if (n === 0) return 1;
  if (n === 1) return -Math.expm1(-R * Math.log1p(t / A));
  return incompleteBeta(t / (A + t), n, R, A / (A + t));
}

/** P(N = 0), …, P(N = last); each by recurrence from the mode, so that nothing underflows on the way. */
export function negativeBinomialPmf(last: number, R: number, A: number, t: number): Float64Array {
  const P = new Float64Array(last + 1);
  if (t === 0) {
    P[0] = 1;
    return P;
  }
  const z = t / (A + t);
  const mode = Math.min(last, Math.max(0, Math.floor(((R - 1) * t) / A)));
  P[mode] = Math.exp(logNegativeBinomial(mode, R, A, t));
  for (let n = mode; n < last; n++) P[n + 1] = (P[n]! * z * (R + n)) / (n + 1);
  for (let n = mode; n > 0; n--) P[n - 1] = (P[n]! * n) / (z * (R + n - 1));
  return P;
}
