import { normalQuantile } from '../numeric/normal.js';

export interface SumInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * Central interval of a sum over many customers with this mean and variance: that of a log-normal, of a normal where the mean is
 * not above 0. `share` is the part of the distribution inside, 0 to 1.
 */
export function sumInterval(mean: number, variance: number, share: number): SumInterval {
  const z = normalQuantile((1 + share) / 2);
  if (!(variance > 0)) return { low: mean, high: mean };
  if (!(mean > 0)) return { low: mean - z * Math.sqrt(variance), high: mean + z * Math.sqrt(variance) };
  const spread = Math.sqrt(Math.log1p(variance / (mean * mean)));
  const middle = Math.log(mean) - (spread * spread) / 2;
  return { low: Math.exp(middle - z * spread), high: Math.exp(middle + z * spread) };
}
