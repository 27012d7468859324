import type { SeededRandom } from '../../numeric/seeded.js';
import type { GammaGammaParameters, SpendHistory } from './model.js';

/** Spends of `count` purchases to come of one customer: nu from its posterior Gamma(p x + q, gamma + x m), then each Gamma(p, nu). */
export function sampleSpends(
  { p, q, gamma }: GammaGammaParameters,
  { x, meanSpend }: SpendHistory,
  count: number,
  random: SeededRandom,
): number[] {
  const nu = random.gamma(p * x + q) / (gamma + (x === 0 ? 0 : x * meanSpend));
  return Array.from({ length: count }, () => random.gamma(p) / nu);
}
