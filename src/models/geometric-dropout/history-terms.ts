import { logRising } from '../../numeric/log-beta.js';
import { logAddExp } from '../../numeric/log-sum.js';
import type { History } from '../history.js';
import type { FirstPurchase, GeometricParameters } from './parameters.js';

/**
 * ln of one customer's likelihood:
 * BG/NBD: Fader, Hardie & Lee 2005 eq. (6), with B(a + 1, b + x - 1) = B(a, b + x) a/(b + x - 1);
 * MBG/NBD: Batislam, Denizel & Filiztekin 2007, with b + 1 for b in the powers.
 * Everything is on the log scale (Hardie note 027): x = 20,000 does not overflow.
 */
export function geometricLogLikelihood(
  parameters: GeometricParameters,
  history: History,
  first: FirstPurchase,
): number {
  const { r, alpha, a, b } = parameters;
  const { x, T } = history;
  const survived = x + first;
  const rates = logRising(r, x) - x * Math.log(alpha) - (r + x) * Math.log1p(T / alpha);
  const chances = logRising(b, survived) - logRising(a + b, survived);
  return rates + chances + logAddExp(0, logDeadOdds(parameters, history, first));
}

/**
 * ln of P(dead)/P(alive) at T: ln[a/(b + x - 1 + first)] + (r + x) ln[(alpha + T)/(alpha + t_x)]; -Infinity for a
 * BG/NBD customer without repeat purchases, who has had no chance to drop out. (Hardie note 018 for BG/NBD.)
 */
export function logDeadOdds(
  { r, alpha, a, b }: GeometricParameters,
  { x, t_x, T }: History,
  first: FirstPurchase,
): number {
  if (x + first === 0) return Number.NEGATIVE_INFINITY;
  return Math.log(a / (b + (x - 1 + first))) + (r + x) * Math.log1p((T - t_x) / (alpha + t_x));
}
