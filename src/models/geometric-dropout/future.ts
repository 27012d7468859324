import { logBetaAverage } from '../../numeric/beta-average.js';
import { logRising } from '../../numeric/log-beta.js';
import type { SeededRandom } from '../../numeric/seeded.js';
import type { Future } from '../future.js';
import { negativeBinomialPmf, negativeBinomialTail } from '../negative-binomial.js';

/**
 * Future of a customer who is alive with lambda ~ Gamma(R, rate A) and p ~ Beta(a, b), dropping out with
 * probability p after each purchase to come. With N the count that there would be without dropout (negative binomial)
 * and c_n = B(a, b + n)/B(a, b) the probability to survive n dropout chances:
 *
 * - P(at least n) = c_{n-1} P(N >= n);
 * - P(exactly n) = c_n P(N = n) + (c_{n-1} - c_n) P(N >= n) (Fader, Hardie & Lee 2005 eq. 8);
 * - E = sum of P(N = n) S_n, S_n = c_0 + … + c_{n-1}: all terms positive, no singularity at a = 1. It equals eq. (9)
 *   with its 2F1. Long series are replaced by the average over p of (1 - (A/(A + pt))^R)/p.
 * - dE/dt = R/A * average of (1 + pt/A)^-(R+1) = R/A * sum of c_n times the negative binomial of R + 1.
 */
export function geometricFuture(R: number, A: number, a: number, b: number): Future {
  return {
    timeScale: A,
    total: a > 1 ? 1 + b / (a - 1) : Number.POSITIVE_INFINITY,
    expected: (t) => expected(R, A, a, b, t),
    rate: (u) => rate(R, A, a, b, u),
    atLeast: (n, t) => survival(a, b, n - 1) * negativeBinomialTail(n, R, A, t),
    pmf: (last, t) => pmf(R, A, a, b, last, t),
    sample: (horizon, random) => sample(R, A, a, b, horizon, random),
  };
}

/** c_n. */
function survival(a: number, b: number, n: number): number {
  return n === 0 ? 1 : Math.exp(logRising(b, n) - logRising(a + b, n));
}

function expected(R: number, A: number, a: number, b: number, t: number): number {
  const tau = t / A;
  if (tau === 0) return 0;
  if (!seriesIsShort(R, tau)) {
    const logF = (p: number): number => Math.log(-Math.expm1(-R * Math.log1p(p * tau)) / p);
    return Math.exp(logBetaAverage(a, b, logF, R * Math.max(1, tau)));
  }
  const z = t / (A + t);
  let P = Math.exp(-R * Math.log1p(tau));
  let c = 1;
  let S = 0;
  let total = 0;
  for (let n = 0; ; n++) {
    total += P * S;
    const ratio = (z * (R + n)) / (n + 1);
    P *= ratio;
    S += c;
    c *= (b + n) / (a + b + n);
    if (ratio < 1 && P * (S + c / (1 - ratio)) < 1e-17 * total * (1 - ratio)) return total;
  }
}

function rate(R: number, A: number, a: number, b: number, u: number): number {
  const tau = u / A;
  if (!seriesIsShort(R + 1, tau)) {
    const logF = (p: number): number => -(R + 1) * Math.log1p(p * tau);
    return (R / A) * Math.exp(logBetaAverage(a, b, logF, (R + 1) * Math.max(1, tau)));
  }
  const z = u / (A + u);
  let term = Math.exp(-(R + 1) * Math.log1p(tau));
  let total = 0;
  for (let n = 0; ; n++) {
    total += term;
    const ratio = (z * (R + 1 + n) * (b + n)) / ((n + 1) * (a + b + n));
    term *= ratio;
    if (ratio < 1 && term < 1e-17 * total * (1 - ratio)) return (R / A) * total;
  }
}

/** Few hundred terms, the first of which does not underflow. */
function seriesIsShort(R: number, tau: number): boolean {
  return tau < 60 && R * tau < 300;
}

function pmf(R: number, A: number, a: number, b: number, last: number, t: number): Float64Array {
  const P = negativeBinomialPmf(last, R, A, t);
  let tail = negativeBinomialTail(last + 1, R, A, t);
  const survivals = new Float64Array(last + 1);
  let c = 1;
  for (let n = 0; n <= last; n++) {
    survivals[n] = c;
    c *= (b + n) / (a + b + n);
  }
  for (let n = last; n >= 0; n--) {
    const exact = P[n]!;
    tail += exact;
    P[n] = survivals[n]! * exact + (n > 0 ? (survivals[n - 1]! * a * tail) / (a + b + n - 1) : 0);
  }
  return P;
}

function sample(R: number, A: number, a: number, b: number, horizon: number, random: SeededRandom): number[] {
  const lambda = random.gamma(R) / A;
  const p = random.beta(a, b);
  const times: number[] = [];
  let time = random.exponential() / lambda;
  while (time <= horizon) {
    times.push(time);
    if (random.uniform() < p) break;
    time += random.exponential() / lambda;
  }
  return times;
}
