import { digammaRise } from '../../numeric/digamma.js';
import { logRising } from '../../numeric/log-beta.js';
import { logGamma } from '../../numeric/log-gamma.js';
import { trigammaFall } from '../../numeric/trigamma.js';
import type { Groups, Run } from '../groups.js';
import { addLogBetaRatio } from '../likelihood/beta-ratio.js';
import { DerivativeSum, type Likelihood } from '../likelihood/derivatives.js';
import { addRateTerms } from '../likelihood/rates.js';
import { type TimeTables, timeTables } from '../likelihood/time-tables.js';

/**
 * MBG/CNBD-k (`dropout`) or CNBD-k log-likelihood of grouped histories; parameters r, alpha and, with dropout, a, b. The
 * gaps' part, (k - 1) * sum of ln gap, is added by the caller (it has no parameter). A row is a log-sum of k
 * living terms and one dead term; derivatives in r, alpha and c = ln[a/(b + x)].
 */
export function stagedLikelihood(groups: Groups, k: number, dropout: boolean): Likelihood {
  return (parameters) => {
    const [r, alpha, a, b] = parameters as unknown as [number, number, number, number];
    const ages = timeTables(groups.ages, alpha);
    const lasts = timeTables(groups.lasts, alpha);
    const dimension = dropout ? 4 : 2;
    const sum = new DerivativeSum(dimension);
    for (const run of groups.runs) {
      const { x, customers: n } = run;
      addRateTerms(sum, n, k * x, r, alpha);
      sum.addValue(-n * x * logGamma(k));
      const c = dropout ? Math.log(a / (b + x)) : Number.NEGATIVE_INFINITY;
      const row = rowSums(groups, run, ages, lasts, k, r + k * x, alpha, c);
      sum.addValue(row[0]!);
      sum.addGradient(0, row[1]!);
      sum.addGradient(1, row[2]!);
      sum.addHessian(0, 0, row[4]!);
      sum.addHessian(0, 1, row[5]!);
      sum.addHessian(1, 1, row[7]!);
      if (dropout) addDropout(sum, row, n, x, a, b);
    }
    return sum.evaluation;
  };
}

/** Value; gradient r, alpha, c; second derivatives rr, r alpha, rc, alpha alpha, alpha c, cc. */
function rowSums(
  { N, ageOf, lastOf, T, T_X }: Groups,
  { from, to }: Run,
  ages: TimeTables,
  lasts: TimeTables,
  k: number,
  R: number,
  alpha: number,
  c: number,
): Float64Array {
  const out = new Float64Array(10);
  const part = new Float64Array(10);
  const rise = Array.from({ length: k }, (_, j) => logRising(R, j) - logGamma(j + 1));
  const riseSlope = Array.from({ length: k }, (_, j) => digammaRise(R, j));
  const riseCurve = Array.from({ length: k }, (_, j) => -trigammaFall(R, j));
  const logs = new Float64Array(k + 1);
  for (let i = from; i < to; i++) {
    const age = ageOf[i]!;
    const last = lastOf[i]!;
    const w = T[i]! - T_X[i]!;
    const older = 1 / (alpha + T[i]!);
    const logShare = w > 0 && k > 1 ? Math.log(w * older) : Number.NEGATIVE_INFINITY;
    const living = -R * ages.L[age]!;
    let top = c - R * lasts.L[last]!;
    logs[k] = top;
    for (let j = 0; j < k; j++) {
      logs[j] = living + rise[j]! + (j === 0 ? 0 : j * logShare);
      if (logs[j]! > top) top = logs[j]!;
    }
    part.fill(0);
    for (let j = 0; j <= k; j++) {
      const weight = Math.exp(logs[j]! - top);
      if (weight === 0) continue;
      const isDead = j === k;
      const times = isDead ? lasts : ages;
      const at = isDead ? last : age;
      const gr = (isDead ? 0 : riseSlope[j]!) - times.L[at]!;
      const ga = R * times.U[at]! - (isDead ? 0 : j * older);
      part[0] = part[0]! + weight;
      part[1] = part[1]! + weight * gr;
      part[2] = part[2]! + weight * ga;
      part[4] = part[4]! + weight * (gr * gr + (isDead ? 0 : riseCurve[j]!));
      part[5] = part[5]! + weight * (gr * ga + times.U[at]!);
      part[7] = part[7]! + weight * (ga * ga - R * times.V[at]! + (isDead ? 0 : j * older * older));
      if (isDead) {
        part[3] = weight;
        part[6] = weight * gr;
        part[8] = weight * ga;
        part[9] = weight;
      }
    }
    const total = part[0]!;
    const n = N[i]!;
    const r1 = part[1]! / total;
    const a1 = part[2]! / total;
    const c1 = part[3]! / total;
    out[0] = out[0]! + n * (top + Math.log(total));
    out[1] = out[1]! + n * r1;
    out[2] = out[2]! + n * a1;
    out[3] = out[3]! + n * c1;
    out[4] = out[4]! + n * (part[4]! / total - r1 * r1);
    out[5] = out[5]! + n * (part[5]! / total - r1 * a1);
    out[6] = out[6]! + n * (part[6]! / total - r1 * c1);
    out[7] = out[7]! + n * (part[7]! / total - a1 * a1);
    out[8] = out[8]! + n * (part[8]! / total - a1 * c1);
    out[9] = out[9]! + n * (part[9]! / total - c1 * c1);
  }
  return out;
}

/** The survived chances B(a, b + x + 1)/B(a, b), and c = ln a - ln(b + x) carried to a and b. */
function addDropout(sum: DerivativeSum, row: Float64Array, n: number, x: number, a: number, b: number): void {
  const gradient = new Float64Array(4);
  const hessian = new Float64Array(16);
  sum.addValue(n * addLogBetaRatio(gradient, hessian, 2, a, b, 0, x + 1));
  const bx = b + x;
  const gc = row[3]!;
  const cc = row[9]!;
  sum.addGradient(2, n * gradient[2]! + gc / a);
  sum.addGradient(3, n * gradient[3]! - gc / bx);
  sum.addHessian(0, 2, row[6]! / a);
  sum.addHessian(0, 3, -row[6]! / bx);
  sum.addHessian(1, 2, row[8]! / a);
  sum.addHessian(1, 3, -row[8]! / bx);
  sum.addHessian(2, 2, n * hessian[10]! + (cc - gc) / (a * a));
  sum.addHessian(2, 3, n * hessian[11]! - cc / (a * bx));
  sum.addHessian(3, 3, n * hessian[15]! + (cc + gc) / (bx * bx));
}
