import { logRising } from '../../numeric/log-beta.js';
import { CompensatedSum } from '../../numeric/sum.js';
import type { Groups, Run } from '../groups.js';
import { ageSums } from '../likelihood/age-sums.js';
import type { LikelihoodValue } from '../likelihood/derivatives.js';
import { LARGEST_ODDS, LARGEST_TABLED, LogProduct } from '../likelihood/log-product.js';
import { type RunTimes, runTimes } from './run-times.js';
import { tailIntegrals } from './tail-integrals.js';

/**
 * The value of `paretoLikelihood` alone: ln A is added up by age, and a row is one exponential and a multiplication by
 * 1 + D/A (log-product.ts).
 */
export function paretoValue(groups: Groups): LikelihoodValue {
  const timesOf = groups.runs.map((run) => runTimes(groups, run));
  const { CUSTOMERS, PURCHASES } = ageSums(groups);
  return (parameters) => {
    const [r, alpha, s, beta] = parameters as unknown as [number, number, number, number];
    const total = new CompensatedSum();
    groups.ages.forEach((T, k) => {
      total.add(-(r * CUSTOMERS[k]! + PURCHASES[k]!) * Math.log1p(T / alpha));
      total.add(-s * CUSTOMERS[k]! * Math.log1p(T / beta));
    });
    groups.runs.forEach((run, k) => {
      total.add(run.customers * (logRising(r, run.x) - run.x * Math.log(alpha)));
      total.add(deadTerms(groups, run, timesOf[k]!, r + run.x, alpha, s, beta));
    });
    return total.total;
  };
}

/**
 * Sum of n ln(1 + D/A). With F(t) = integral of f from t to the end over f(t), ln f(t) = -R l(t) - (s + 1) m(t) and
 * e = ln f(t_x) - ln A: D/A = s/beta [F(t_x) e^e - F(T)/(1 + T/beta)].
 */
function deadTerms(
  { N }: Groups,
  { from, to }: Run,
  { times, lastAt, ageAt }: RunTimes,
  R: number,
  alpha: number,
  s: number,
  beta: number,
): number {
  const F = tailIntegrals(times, R, alpha, s, beta, 1);
  const LIVING = times.map((t) => -R * Math.log1p(t / alpha) - s * Math.log1p(t / beta));
  const DENSITY = times.map((t, i) => LIVING[i]! - Math.log1p(t / beta));
  const END = times.map((t, i) => F[i]! / (1 + t / beta));
  const isTabled = -DENSITY[times.length - 1]! < LARGEST_TABLED;
  const AGED = isTabled ? LIVING.map((v) => Math.exp(-v)) : LIVING;
  const DEAD = isTabled ? DENSITY.map((v, i) => F[i]! * Math.exp(v)) : DENSITY;
  const rate = s / beta;
  const total = new CompensatedSum();
  const product = new LogProduct(total);
  for (let i = 0; i < to - from; i++) {
    const last = lastAt[i]!;
    const age = ageAt[i]!;
    if (age === last) continue;
    const n = N[from + i]!;
    const dead = isTabled ? DEAD[last]! * AGED[age]! : F[last]! * Math.exp(DEAD[last]! - AGED[age]!);
    const odds = rate * (dead - END[age]!);
    if (!(odds < LARGEST_ODDS)) {
      const e = DENSITY[last]! - LIVING[age]!;
      const logOdds = Math.log(rate * (F[last]! - END[age]! * Math.exp(-e))) + e;
      total.add(n * (logOdds + Math.log1p(Math.exp(-logOdds))));
    } else product.add(odds, n);
  }
  product.finish();
  return total.total;
}
