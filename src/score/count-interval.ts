import { incompleteBeta } from '../numeric/incomplete-beta.js';

export interface CountInterval {
  readonly low: number;
  readonly high: number;
}

/** A variance nearer to the mean than this (relative) is taken for one just above it. */
const NEAR = 1e-4;

/**
 * Central interval of a count with this mean and variance, whole numbers: the smallest n with P(N <= n) at the two levels,
 * N being negative binomial where the variance is above the mean, I_{M/V}(M^2/(V - M), n + 1), and binomial (of a size
 * that need not be whole) where it is below, I_{V/M}(M/(1 - V/M) - n, n + 1): both are the Poisson distribution in
 * between. `share` is the part of the distribution inside.
 */
export function countInterval(mean: number, variance: number, share: number): CountInterval {
  if (!(mean > 0)) return { low: 0, high: 0 };
  const upTo = cumulative(mean, variance);
  return { low: quantile(upTo, (1 - share) / 2, mean), high: quantile(upTo, (1 + share) / 2, mean) };
}

function cumulative(mean: number, variance: number): (n: number) => number {
  if (variance < mean * (1 - NEAR)) {
    const stays = variance / mean;
    const size = mean / (1 - stays);
    return (n) => (n >= size ? 1 : incompleteBeta(stays, size - n, n + 1));
  }
  const chance = mean / Math.max(variance, mean * (1 + NEAR));
  const size = (mean * chance) / (1 - chance);
  return (n) => incompleteBeta(chance, size, n + 1);
}

function quantile(upTo: (n: number) => number, level: number, mean: number): number {
  let high = Math.ceil(mean) + 1;
  while (upTo(high) < level) high *= 2;
  let low = -1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (upTo(middle) >= level) high = middle;
    else low = middle;
  }
  return high;
}
