import { digammaRise } from '../../numeric/digamma.js';
import { logBeta } from '../../numeric/log-beta.js';
import { trigamma, trigammaFall } from '../../numeric/trigamma.js';
import { DerivativeSum, type Likelihood } from '../likelihood/derivatives.js';
import type { SpendGroups } from './spend-groups.js';

const CHUNK = 1024;

/**
 * Gamma-Gamma log-likelihood of grouped spends; parameters p, q, gamma. With S = x m and P = p x a row's own
 * term is P ln(S/(S + gamma)) + q ln(gamma/(S + gamma)), written with log1p of the smaller ratio, so that huge p or huge
 * q and gamma keep their digits; -ln B(P, q) - ln m by distinct x.
 */
export function gammaGammaLikelihood(groups: SpendGroups): Likelihood {
  const LOG_MEAN = groups.MEAN_SPEND.map(Math.log);
  return (parameters) => {
    const [p, q, gamma] = parameters as unknown as [number, number, number];
    const sum = new DerivativeSum(3);
    const rows = new Float64Array(TERMS);
    for (const run of groups.runs) {
      const { x, from, to, customers: n } = run;
      const P = p * x;
      rows.fill(0);
      for (let start = from; start < to; start += CHUNK) {
        addRows(rows, groups, LOG_MEAN, x, P, q, gamma, start, Math.min(to, start + CHUNK));
      }
      const [spendShare, scaleShare, slope, curve, inverse, ratio] = rows as unknown as number[];
      sum.addValue(P * spendShare! + q * scaleShare! - n * logBeta(P, q) - run.logSpend);
      sum.addGradient(0, x * (spendShare! + n * digammaRise(P, q)));
      sum.addGradient(1, scaleShare! + n * digammaRise(q, P));
      sum.addGradient(2, slope!);
      sum.addHessian(0, 0, -n * x * x * trigammaFall(P, q));
      sum.addHessian(0, 1, n * x * trigamma(P + q));
      sum.addHessian(0, 2, -x * inverse!);
      sum.addHessian(1, 1, -n * trigammaFall(q, P));
      sum.addHessian(1, 2, ratio!);
      sum.addHessian(2, 2, curve!);
    }
    return sum.evaluation;
  };
}

const TERMS = 6;

/**
 * Adds the sums of ln(S/(S + gamma)), of ln(gamma/(S + gamma)), of the slope in gamma (q S - P gamma)/(gamma (S + gamma)),
 * of the curvature (P + q)/(S + gamma)^2 - q/gamma^2, of 1/(S + gamma) and of S/(gamma (S + gamma)).
 */
function addRows(
  out: Float64Array,
  { N, MEAN_SPEND }: SpendGroups,
  LOG_MEAN: Float64Array,
  x: number,
  P: number,
  q: number,
  gamma: number,
  from: number,
  to: number,
): void {
  let [spendShare, scaleShare, slope, curve, inverse, ratio] = [0, 0, 0, 0, 0, 0];
  const logUnit = Math.log(x) - Math.log(gamma);
  const square = P * gamma * gamma;
  for (let i = from; i < to; i++) {
    const n = N[i]!;
    const S = x * MEAN_SPEND[i]!;
    const each = 1 / (S + gamma);
    const share = n * each;
    const small = Math.log1p(S < gamma ? S / gamma : gamma / S);
    const log = LOG_MEAN[i]! + logUnit;
    spendShare += n * (S < gamma ? log - small : -small);
    scaleShare += n * (S < gamma ? -small : -log - small);
    slope += share * (q * S - P * gamma);
    curve += share * each * (square - q * S * (S + 2 * gamma));
    inverse += share;
    ratio += share * S;
  }
  out[0] = out[0]! + spendShare;
  out[1] = out[1]! + scaleShare;
  out[2] = out[2]! + slope / gamma;
  out[3] = out[3]! + curve / (gamma * gamma);
  out[4] = out[4]! + inverse;
  out[5] = out[5]! + ratio / gamma;
}
