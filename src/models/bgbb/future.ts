import type { SeededRandom } from '../../numeric/seeded.js';
import type { Future } from '../future.js';
import { logBetaRatio } from '../likelihood/beta-ratio.js';
import { type BgbbParameters, bgbbPmfNew } from './model.js';

/**
 * Purchases at the opportunities to come of a customer who is alive at the next one; `P` are the parameters of a customer
 * alive now (p ~ Beta(alpha, beta), theta ~ Beta(gamma, delta)). Times are counts of opportunities; parts of one don't count.
 *
 * Alive at opportunity i given alive at the first: S(i)/S(1), S(i) = B(gamma, delta + i)/B(gamma, delta). A purchase at
 * opportunity i is discounted from its middle, i - 1/2: it stands for a span of time (the paper discounts from its end).
 */
export function bgbbFuture(P: BgbbParameters): Future {
  const mean = P.alpha / (P.alpha + P.beta);
  const next = P.delta / (P.gamma + P.delta);
  const pmf = (last: number, t: number): Float64Array => {
    const n = Math.floor(t);
    const out = new Float64Array(last + 1);
    if (n === 0) {
      out[0] = 1;
      return out;
    }
    const all = bgbbPmfNew(P, n);
    all[0] = all[0]! - (1 - next);
    for (let x = 0; x <= Math.min(last, n); x++) out[x] = Math.max(0, all[x]! / next);
    return out;
  };
  return {
    timeScale: 1,
    total: P.gamma > 1 ? (mean * (P.gamma + P.delta)) / (P.gamma - 1) : Number.POSITIVE_INFINITY,
    expected: (t) => discountedSum(P, mean, 0, Math.floor(t)),
    rate: () => Number.NaN,
    discounted: ({ delta, horizon }) => {
      if (delta === 0 && horizon === Number.POSITIVE_INFINITY) {
        return P.gamma > 1 ? (mean * (P.gamma + P.delta)) / (P.gamma - 1) : Number.POSITIVE_INFINITY;
      }
      return discountedSum(P, mean, delta, Math.floor(horizon));
    },
    atLeast: (n, t) => {
      const chances = pmf(Math.floor(t), t);
      let tail = 0;
      for (let x = chances.length - 1; x >= n; x--) tail += chances[x]!;
      return n <= 0 ? 1 : tail;
    },
    pmf,
    sample: (horizon, random) => sample(P, horizon, random),
  };
}

/** mean * sum over i = 1 … n of S(i)/S(1) e^(-delta (i - 1/2)). */
function discountedSum(
  { gamma, delta: survived }: BgbbParameters,
  mean: number,
  rate: number,
  n: number,
): number {
  let value = Math.exp(-0.5 * rate);
  let total = 0;
  for (let i = 1; i <= n; i++) {
    total += value;
    if (rate > 0 && value < 1e-16 * rate * total) break;
    value *= ((survived + i) / (gamma + survived + i)) * Math.exp(-rate);
  }
  return mean * total;
}

function sample(
  { alpha, beta, gamma, delta }: BgbbParameters,
  horizon: number,
  random: SeededRandom,
): number[] {
  const p = random.beta(alpha, beta);
  const theta = random.beta(gamma, delta + 1);
  const times: number[] = [];
  for (let i = 1; i <= horizon; i++) {
    if (i > 1 && random.uniform() < theta) break;
    if (random.uniform() < p) times.push(i);
  }
  return times;
}

/** P(alive at the next opportunity | alive now). */
export function bgbbNext({ gamma, delta }: BgbbParameters): number {
  return Math.exp(logBetaRatio(gamma, delta, 0, 1));
}
