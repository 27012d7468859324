import type { Groups, Run } from '../groups.js';
import { DerivativeSum, type Likelihood } from '../likelihood/derivatives.js';
import { addRateTerms } from '../likelihood/rates.js';
import { timeTables } from '../likelihood/time-tables.js';
import { type RunTimes, runTimes } from './run-times.js';
import { TERMS, tailIntegrals } from './tail-integrals.js';

/**
 * Pareto/NBD log-likelihood of grouped histories; parameters r, alpha, s, beta. A customer's own term is ln(A + D),
 * A = (1 + T/alpha)^-R (1 + T/beta)^-s, D = s/beta * integral over (t_x, T] of f(u) =
 * (1 + u/alpha)^-R (1 + u/beta)^-(s+1), R = r + x. For each x the integrals from each distinct time to the end are
 * accumulated once (tail-integrals.ts); a row takes the difference of two of them, the second scaled by f(T)/f(t_x).
 */
export function paretoLikelihood(groups: Groups): Likelihood {
  const timesOf = groups.runs.map((run) => runTimes(groups, run));
  return (parameters) => {
    const [r, alpha, s, beta] = parameters as unknown as [number, number, number, number];
    const sum = new DerivativeSum(4);
    groups.runs.forEach((run, k) => {
      addRateTerms(sum, run.customers, run.x, r, alpha);
      addRun(sum, groups, run, timesOf[k]!, r + run.x, alpha, s, beta);
    });
    return sum.evaluation;
  };
}

const CHUNK = 1024;

function addRun(
  sum: DerivativeSum,
  groups: Groups,
  { from, to }: Run,
  { times, lastAt, ageAt }: RunTimes,
  R: number,
  alpha: number,
  s: number,
  beta: number,
): void {
  const rate = timeTables(times, alpha);
  const death = timeTables(times, beta);
  const tails = tailIntegrals(times, R, alpha, s, beta);
  const D = new Float64Array(TERMS);
  const kappa = [0, 0, 1 / s, -1 / beta] as const;
  const logRatio = Math.log(s / beta);
  const out = new Float64Array(TERMS);
  for (let start = from; start < to; start += CHUNK) {
    out.fill(0);
    const end = Math.min(to, start + CHUNK);
    for (let i = start; i < end; i++) {
      const n = groups.N[i]!;
      const last = lastAt[i - from]!;
      const age = ageAt[i - from]!;
      const lT = rate.L[age]!;
      const mT = death.L[age]!;
      const a = -R * lT - s * mT;
      const ar = -lT;
      const aa = R * rate.U[age]!;
      const as = -mT;
      const ab = s * death.U[age]!;
      let dead = 0;
      if (age > last) {
        const f = -R * rate.L[last]! - (s + 1) * death.L[last]!;
        const shrink = Math.exp(a - mT - f);
        for (let k = 0; k < TERMS; k++) D[k] = tails[last * TERMS + k]! - shrink * tails[age * TERMS + k]!;
        const logOdds = logRatio + f + Math.log(D[0]!) - a;
        const small = Math.exp(logOdds > 0 ? -logOdds : logOdds);
        dead = logOdds > 0 ? 1 / (1 + small) : small / (1 + small);
        out[0] = out[0]! + n * (a + Math.max(logOdds, 0) + Math.log1p(small));
        const w = dead / D[0]!;
        for (let k = 1; k < TERMS; k++) D[k] = w * D[k]!;
      } else {
        out[0] = out[0]! + n * a;
        D.fill(0);
      }
      // D now holds dead * (derivatives of the integral)/integral; add the derivatives of s/beta and the living term.
      const alive = 1 - dead;
      const ks = kappa[2];
      const kb = kappa[3];
      const gr = alive * ar + D[1]!;
      const ga = alive * aa + D[2]!;
      const gs = alive * as + D[3]! + dead * ks;
      const gb = alive * ab + D[4]! + dead * kb;
      out[1] = out[1]! + n * gr;
      out[2] = out[2]! + n * ga;
      out[3] = out[3]! + n * gs;
      out[4] = out[4]! + n * gb;
      out[5] = out[5]! + n * (alive * ar * ar + D[5]! - gr * gr);
      out[6] = out[6]! + n * (alive * (rate.U[age]! + ar * aa) + D[6]! - gr * ga);
      out[7] = out[7]! + n * (alive * ar * as + D[7]! + ks * D[1]! - gr * gs);
      out[8] = out[8]! + n * (alive * ar * ab + D[8]! + kb * D[1]! - gr * gb);
      out[9] = out[9]! + n * (alive * (aa * aa - R * rate.V[age]!) + D[9]! - ga * ga);
      out[10] = out[10]! + n * (alive * aa * as + D[10]! + ks * D[2]! - ga * gs);
      out[11] = out[11]! + n * (alive * aa * ab + D[11]! + kb * D[2]! - ga * gb);
      out[12] = out[12]! + n * (alive * as * as + D[12]! + 2 * ks * D[3]! - gs * gs);
      out[13] =
        out[13]! +
        n * (alive * (death.U[age]! + as * ab) + D[13]! + ks * D[4]! + kb * D[3]! + dead * ks * kb - gs * gb);
      out[14] =
        out[14]! +
        n * (alive * (ab * ab - s * death.V[age]!) + D[14]! + 2 * kb * D[4]! + 2 * dead * kb * kb - gb * gb);
    }
    sum.addValue(out[0]!);
    let k = 5;
    for (let i = 0; i < 4; i++) {
      sum.addGradient(i, out[1 + i]!);
      for (let j = i; j < 4; j++) sum.addHessian(i, j, out[k++]!);
    }
  }
}
