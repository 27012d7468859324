import { logBeta } from '../../numeric/log-beta.js';
import { CompensatedSum } from '../../numeric/sum.js';
import type { LikelihoodValue } from '../likelihood/derivatives.js';
import { LogProduct } from '../likelihood/log-product.js';
import { gammaGammaLikelihood } from './likelihood.js';
import type { SpendGroups } from './spend-groups.js';

/** Above this ln(1 + ratio) is multiplied by so much that factors near 1 have lost digits that count. */
const LARGEST_SHAPE = 1e4;

/**
 * The value of `gammaGammaLikelihood` alone. With S = x m and P = p x, a row's ln(S + gamma) is that of the larger one
 * plus ln(1 + smaller/larger), a factor of a product (log-product.ts); all else is sums that no parameter changes.
 */
export function gammaGammaValue(groups: SpendGroups): LikelihoodValue {
  const whole = gammaGammaLikelihood(groups);
  const LOG_MEAN = groups.MEAN_SPEND.map((mean) => Math.log(mean));
  return (parameters) => {
    const [p, q, gamma] = parameters as unknown as [number, number, number];
    if (p > LARGEST_SHAPE || q > LARGEST_SHAPE) return whole(parameters).value;
    const total = new CompensatedSum();
    for (const { x, from, to, customers, logSpend } of groups.runs) {
      const P = p * x;
      const { below, belowLogs, rest } = rowSums(groups, LOG_MEAN, gamma / x, from, to);
      const logUnit = Math.log(gamma / x);
      total.add(P * (belowLogs - below * logUnit));
      total.add(q * ((customers - below) * logUnit - (logSpend - belowLogs)));
      total.add(-(P + q) * rest - customers * logBeta(P, q) - logSpend);
    }
    return total.total;
  };
}

/** Customers whose mean spend is below the unit, their sum of ln m, and everybody's sum of ln(1 + smaller/larger). */
function rowSums(
  { N, MEAN_SPEND }: SpendGroups,
  LOG_MEAN: Float64Array,
  unit: number,
  from: number,
  to: number,
): { readonly below: number; readonly belowLogs: number; readonly rest: number } {
  const rest = new CompensatedSum();
  let below = 0;
  let belowLogs = 0;
  const product = new LogProduct(rest);
  for (let i = from; i < to; i++) {
    const n = N[i]!;
    const m = MEAN_SPEND[i]!;
    const isBelow = m < unit;
    if (isBelow) {
      below += n;
      belowLogs += n * LOG_MEAN[i]!;
    }
    product.add(isBelow ? m / unit : unit / m, n);
  }
  product.finish();
  return { below, belowLogs, rest: rest.total };
}
