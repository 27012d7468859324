import { logBetaRatio } from '../likelihood/beta-ratio.js';

/** A contract is not renewed with probability theta ~ Beta(alpha, beta) each period; both positive, without unit. */
export interface SbgParameters {
  readonly alpha: number;
  readonly beta: number;
}

export const SBG_NAMES = ['alpha', 'beta'] as const;

/** P(still a customer after t periods) = B(alpha, beta + t)/B(alpha, beta) (Fader & Hardie 2007, eq. 6). */
export function sbgSurvival({ alpha, beta }: SbgParameters, t: number): number {
  return Math.exp(logBetaRatio(alpha, beta, 0, t));
}

/** P(leaves in period t), t >= 1 (eq. 5). */
export function sbgChurn({ alpha, beta }: SbgParameters, t: number): number {
  return Math.exp(logBetaRatio(alpha, beta, 1, t - 1));
}

/** P(renews in period t | a customer after t - 1) = (beta + t - 1)/(alpha + beta + t - 1) (eq. 8). */
export function sbgRetention({ alpha, beta }: SbgParameters, t: number): number {
  return (beta + t - 1) / (alpha + beta + t - 1);
}

/**
 * Discounted expected residual renewals of a customer who has renewed n - 1 times and stands before the n-th renewal
 * (Fader & Hardie 2010, eq. 6): sum over i >= 0 of S(n + i)/S(n - 1) / (1 + rate)^i. Rate a period, > 0, or 0 with
 * alpha > 1; else Infinity.
 */
export function sbgResidualLifetime({ alpha, beta }: SbgParameters, n: number, rate: number): number {
  const posterior = beta + n - 1;
  if (rate === 0) return alpha > 1 ? posterior / (alpha - 1) : Number.POSITIVE_INFINITY;
  let value = 1 + rate;
  let total = 0;
  for (let i = 0; ; i++) {
    value *= (posterior + i) / ((alpha + posterior + i) * (1 + rate));
    total += value;
    if (value < 1e-16 * rate * total) return total;
  }
}
