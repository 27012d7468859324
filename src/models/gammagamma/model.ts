import { logBeta } from '../../numeric/log-beta.js';

/**
 * Spend of one purchase ~ Gamma(p, rate nu), nu ~ Gamma(q, rate gamma); all positive, gamma has the unit of money.
 */
export interface GammaGammaParameters {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

/** One customer's spend: the mean over x purchases. */
export interface SpendHistory {
  /** Purchases behind the mean (repeat purchases by default): whole, >= 0. */
  readonly x: number;
  /** Mean spend a purchase, > 0 where x > 0; not used where x is 0. */
  readonly meanSpend: number;
}

export const GAMMA_GAMMA_NAMES = ['p', 'q', 'gamma'] as const;

/**
 * ln of the density of the mean spend m of x purchases (Fader & Hardie note 025, eq. 1a), 0 for x = 0:
 * -ln B(px, q) - ln m + q ln(gamma/(xm)) - (px + q) ln(1 + gamma/(xm)); the ratio gamma/(xm) is on the side of 1
 * where nothing cancels for huge p or huge q and gamma.
 */
export function gammaGammaLogLikelihood(
  { p, q, gamma }: GammaGammaParameters,
  { x, meanSpend }: SpendHistory,
): number {
  if (x === 0) return 0;
  const spend = x * meanSpend;
  const shape = p * x;
  const balance =
    gamma < spend
      ? q * Math.log(gamma / spend) - (shape + q) * Math.log1p(gamma / spend)
      : shape * Math.log(spend / gamma) - (shape + q) * Math.log1p(spend / gamma);
  return balance - logBeta(shape, q) - Math.log(meanSpend);
}

/**
 * Expected spend of a purchase to come: p (gamma + x m)/(p x + q - 1) (note 025, eq. 5), a weighted mean of the
 * customer's own mean and the population's p gamma/(q - 1), which it is for x = 0. Infinity where p x + q <= 1: the
 * posterior has no finite mean.
 */
export function gammaGammaExpectedSpend(
  { p, q, gamma }: GammaGammaParameters,
  { x, meanSpend }: SpendHistory,
): number {
  const shape = p * x + q - 1;
  return shape > 0 ? (p * (gamma + (x === 0 ? 0 : x * meanSpend))) / shape : Number.POSITIVE_INFINITY;
}
