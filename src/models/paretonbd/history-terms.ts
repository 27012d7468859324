import { integrate } from '../../numeric/adaptive-quadrature.js';
import { logRising } from '../../numeric/log-beta.js';
import { logAddExp } from '../../numeric/log-sum.js';
import type { History } from '../history.js';
import type { ParetoParameters } from './parameters.js';

/**
 * ln of one customer's likelihood (Schmittlein, Morrison & Colombo 1987; Fader & Hardie note 009):
 * Gamma(r + x)/Gamma(r) alpha^r beta^s [ (alpha + T)^-(r+x) (beta + T)^-s
 *   + s * integral over u from t_x to T of (alpha + u)^-(r+x) (beta + u)^-(s+1) ].
 * The second term, the history of a customer who died at u, is a quadrature of a positive function rather than the
 * difference of two 2F1: no subtraction, and nothing special at alpha = beta.
 */
export function paretoLogLikelihood(parameters: ParetoParameters, history: History): number {
  const { r, alpha, s, beta } = parameters;
  const { x, T } = history;
  const rates = logRising(r, x) - x * Math.log(alpha) - (r + x) * Math.log1p(T / alpha);
  return rates - s * Math.log1p(T / beta) + logAddExp(0, paretoLogDeadOdds(parameters, history));
}

/** ln of P(dead)/P(alive) at T: the ratio of the two terms above. Relative error of the odds below 1e-10. */
export function paretoLogDeadOdds({ r, alpha, s, beta }: ParetoParameters, { x, t_x, T }: History): number {
  const gap = T - t_x;
  if (gap === 0) return Number.NEGATIVE_INFINITY;
  const A = alpha + t_x;
  const B = beta + t_x;
  const lived = (r + x) * Math.log1p(gap / A) + s * Math.log1p(gap / B);
  return Math.log(s / B) + lived + Math.log(dyingTime(r + x, A, s + 1, B, gap));
}

/**
 * Integral over v from 0 to gap of (1 + v/A)^-P (1 + v/B)^-Q, in w = ln(1 + v/L). L matches the first two
 * derivatives of the integrand's logarithm at 0, so that one smooth decaying exponential remains.
 */
function dyingTime(P: number, A: number, Q: number, B: number, gap: number): number {
  const slope = P / A + Q / B;
  const L = slope / (P / (A * A) + Q / (B * B));
  const end = Math.log1p(gap / L);
  const reach = Math.min(end, 3 / (slope * L));
  const f = (w: number): number => {
    const v = L * Math.expm1(w);
    return Math.exp(w - P * Math.log1p(v / A) - Q * Math.log1p(v / B));
  };
  return L * integrate(f, [0, reach, Math.min(end, 12 * reach), end]);
}
