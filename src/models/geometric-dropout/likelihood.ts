import { digammaRise } from '../../numeric/digamma.js';
import { logRising } from '../../numeric/log-beta.js';
import { trigammaFall } from '../../numeric/trigamma.js';
import type { Groups } from '../groups.js';
import { DerivativeSum, type Likelihood } from '../likelihood/derivatives.js';
import { addRateTerms } from '../likelihood/rates.js';
import { type TimeTables, timeTables } from '../likelihood/time-tables.js';
import type { FirstPurchase } from './parameters.js';

const CHUNK = 1024;

/**
 * BG/NBD (first = 0) or MBG/NBD (first = 1) log-likelihood of grouped histories; parameters r, alpha, a, b. With
 * R = r + x, d = ln(alpha + T) - ln(alpha + t_x), c = ln[a/(b + x - 1 + first)], a customer's own term is
 * -R ln(1 + T/alpha) + ln(1 + e^z), z = c + R d: one exp and one log1p a row, all else by distinct x, t_x, T.
 */
export function geometricLikelihood(groups: Groups, first: FirstPurchase): Likelihood {
  const row = new Float64Array(TERMS);
  const part = new Float64Array(TERMS);
  return (parameters) => {
    const [r, alpha, a, b] = parameters as unknown as [number, number, number, number];
    const ages = timeTables(groups.ages, alpha);
    const lasts = timeTables(groups.lasts, alpha);
    const sum = new DerivativeSum(4);
    for (const { x, from, to, customers } of groups.runs) {
      const chances = x + first;
      const R = r + x;
      addRateTerms(sum, customers, x, r, alpha);
      if (chances > 0) addSurvivalTerms(sum, customers, a, b, chances);
      row.fill(0);
      const c = chances > 0 ? Math.log(a / (b + chances - 1)) : Number.NEGATIVE_INFINITY;
      for (let start = from; start < to; start += CHUNK) {
        part.fill(0);
        addRows(part, groups, ages, lasts, R, c, start, Math.min(to, start + CHUNK));
        for (let k = 0; k < TERMS; k++) row[k] = row[k]! + part[k]!;
      }
      addRowTerms(sum, row, a, b + chances - 1, chances > 0);
    }
    return sum.evaluation;
  };
}

/** n times ln B(a, b + chances)/B(a, b); a and b are parameters 2 and 3. */
function addSurvivalTerms(sum: DerivativeSum, n: number, a: number, b: number, chances: number): void {
  const psiSum = digammaRise(a + b, chances);
  const psiSumSlope = trigammaFall(a + b, chances);
  sum.addValue(n * (logRising(b, chances) - logRising(a + b, chances)));
  sum.addGradient(2, -n * psiSum);
  sum.addGradient(3, n * (digammaRise(b, chances) - psiSum));
  sum.addHessian(2, 2, n * psiSumSlope);
  sum.addHessian(2, 3, n * psiSumSlope);
  sum.addHessian(3, 3, n * (psiSumSlope - trigammaFall(b, chances)));
}

const TERMS = 10;

/** Value; derivatives in r, alpha, c; second derivatives rr, r alpha, alpha alpha, cr, c alpha, cc. */
function addRows(
  out: Float64Array,
  groups: Groups,
  ages: TimeTables,
  lasts: TimeTables,
  R: number,
  c: number,
  from: number,
  to: number,
): void {
  const { N, ageOf, lastOf } = groups;
  let [value, gr, ga, gc, hrr, hra, haa, hcr, hca, hcc] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = from; i < to; i++) {
    const n = N[i]!;
    const age = ageOf[i]!;
    const last = lastOf[i]!;
    const L = ages.L[age]!;
    const U = ages.U[age]!;
    const V = ages.V[age]!;
    const d = L - lasts.L[last]!;
    const e = lasts.U[last]! - U;
    const z = c + R * d;
    const small = Math.exp(z > 0 ? -z : z);
    const near = 1 / (1 + small);
    const dead = z > 0 ? near : small * near;
    const q = small * near * near;
    value += n * (Math.max(z, 0) + Math.log1p(small) - R * L);
    gr += n * (dead * d - L);
    ga += n * R * (U + dead * e);
    gc += n * dead;
    hrr += n * q * d * d;
    hra += n * (U + dead * e + q * d * R * e);
    haa += n * R * (dead * (V - lasts.V[last]!) - V + q * R * e * e);
    hcr += n * q * d;
    hca += n * q * R * e;
    hcc += n * q;
  }
  out[0] = value;
  out[1] = gr;
  out[2] = ga;
  out[3] = gc;
  out[4] = hrr;
  out[5] = hra;
  out[6] = haa;
  out[7] = hcr;
  out[8] = hca;
  out[9] = hcc;
}

/** Carries the sums over rows to the parameters: dc/da = 1/a, dc/db = -1/bx. */
function addRowTerms(sum: DerivativeSum, row: Float64Array, a: number, bx: number, mayDie: boolean): void {
  sum.addValue(row[0]!);
  sum.addGradient(0, row[1]!);
  sum.addGradient(1, row[2]!);
  sum.addHessian(0, 0, row[4]!);
  sum.addHessian(0, 1, row[5]!);
  sum.addHessian(1, 1, row[6]!);
  if (!mayDie) return;
  const gc = row[3]!;
  const hcc = row[9]!;
  sum.addGradient(2, gc / a);
  sum.addGradient(3, -gc / bx);
  sum.addHessian(0, 2, row[7]! / a);
  sum.addHessian(0, 3, -row[7]! / bx);
  sum.addHessian(1, 2, row[8]! / a);
  sum.addHessian(1, 3, -row[8]! / bx);
  sum.addHessian(2, 2, (hcc - gc) / (a * a));
  sum.addHessian(2, 3, -hcc / (a * bx));
  sum.addHessian(3, 3, (hcc + gc) / (bx * bx));
}
