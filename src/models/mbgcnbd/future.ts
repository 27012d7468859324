import { integrate } from '../../numeric/adaptive-quadrature.js';
import { logRising } from '../../numeric/log-beta.js';
import type { SeededRandom } from '../../numeric/seeded.js';
import type { Future } from '../future.js';
import { logNegativeBinomial, negativeBinomialPmf, negativeBinomialTail } from '../negative-binomial.js';

/** Where the future starts: j stages after the last purchase with probability `share`, stage rate ~ Gamma(R, rate A). */
export interface Stage {
  readonly share: number;
  readonly j: number;
  readonly R: number;
}

/** Survival of dropout chances: p ~ Beta(a, b), or null for a customer who never drops out. */
export type Dropout = { readonly a: number; readonly b: number } | null;

/**
 * Future of an alive customer whose purchases are each k-th event: the m-th comes when the stage count N reaches
 * mk - j, so that with c_m = B(a, b + m)/B(a, b)
 * E = sum over j of share_j * sum over m >= 1 of c_{m-1} I_{t/(A+t)}(mk - j, R_j): all terms positive.
 */
export function stagedFuture(k: number, A: number, stages: readonly Stage[], dropout: Dropout): Future {
  const averaged = (f: (stage: Stage) => number): number =>
    stages.reduce((total, stage) => (stage.share > 0 ? total + stage.share * f(stage) : total), 0);
  const survival = survivalOf(dropout);
  const atLeast = (n: number, t: number): number =>
    averaged(({ j, R }) => survival(n - 1) * negativeBinomialTail(n * k - j, R, A, t));
  return {
    timeScale: A,
    rateError: 1e-7,
    total: dropout && dropout.a > 1 ? 1 + dropout.b / (dropout.a - 1) : Number.POSITIVE_INFINITY,
    expected: (t) =>
      t === 0
        ? 0
        : averaged(({ j, R }) =>
            overPurchases(k, j, R, A, t, (n) => negativeBinomialTail(n, R, A, t), survival, 200, 1e-11),
          ),
    rate: (u) =>
      averaged(
        ({ j, R }) =>
          (R / A) *
          overPurchases(
            k,
            j,
            R + 1,
            A,
            u,
            (n) => Math.exp(logNegativeBinomial(n - 1, R + 1, A, u)),
            survival,
            64,
            1e-8,
          ),
      ),
    atLeast,
    pmf: (last, t) => pmf(k, A, stages, survival, last, t),
    sample: (horizon, random) => sample(k, A, stages, dropout, horizon, random),
  };
}

function survivalOf(dropout: Dropout): (n: number) => number {
  if (!dropout) return () => 1;
  const { a, b } = dropout;
  return (n) => (n === 0 ? 1 : Math.exp(logRising(b, n) - logRising(a + b, n)));
}

/**
 * Sum over purchases m >= 1 of survival(m - 1) * term(mk - j). Term by term up to `direct`; the rest, if it matters,
 * as the integral over m from direct + 1/2 with the first correction of the midpoint rule (relative error below 1e-9 where the terms
 * change by less than a tenth from one to the next).
 */
function overPurchases(
  k: number,
  j: number,
  R: number,
  A: number,
  t: number,
  term: (n: number) => number,
  survival: (n: number) => number,
  direct: number,
  relative: number,
): number {
  const mean = (R * t) / A;
  const highest = (mean + 12 * Math.sqrt(mean * (1 + t / A)) + 40 * (1 + t / A)) / k + 1;
  const g = (m: number): number => survival(m - 1) * term(m * k - j);
  let total = 0;
  for (let m = 1; m <= Math.min(direct, highest); m++) {
    const value = g(m);
    total += value;
    if (m * k > mean && value < 1e-17 * total) return total;
  }
  if (highest <= direct) return total;
  const from = direct + 0.5;
  const start = Math.log(from);
  const cuts = [start, Math.log(Math.max(from, mean / k)), Math.log(highest)];
  const slope = g(direct + 1) - g(direct);
  return total + integrate((y) => Math.exp(y) * g(Math.exp(y)), cuts, relative, 60) + slope / 24;
}

/** c_n P(n gaps pass without dropout counted) + (c_{n-1} - c_n) P(at least n). */
function pmf(
  k: number,
  A: number,
  stages: readonly Stage[],
  survival: (n: number) => number,
  last: number,
  t: number,
): Float64Array {
  const P = new Float64Array(last + 1);
  for (const { share, j, R } of stages) {
    const counts = negativeBinomialPmf((last + 1) * k - j - 1, R, A, t);
    let tail = negativeBinomialTail(counts.length, R, A, t);
    for (let n = last; n >= 0; n--) {
      let exact = 0;
      for (let i = (n + 1) * k - j - 1; i >= Math.max(0, n * k - j); i--) exact += counts[i]!;
      tail += exact;
      const lost = n > 0 ? survival(n - 1) - survival(n) : 0;
      P[n] = P[n]! + share * (survival(n) * exact + lost * tail);
    }
  }
  return P;
}

function sample(
  k: number,
  A: number,
  stages: readonly Stage[],
  dropout: Dropout,
  horizon: number,
  random: SeededRandom,
): number[] {
  const stage = drawStage(stages, random.uniform());
  const lambda = random.gamma(stage.R) / A;
  const p = dropout ? random.beta(dropout.a, dropout.b) : 0;
  const times: number[] = [];
  let time = random.gamma(k - stage.j) / lambda;
  while (time <= horizon) {
    times.push(time);
    if (random.uniform() < p) break;
    time += random.gamma(k) / lambda;
  }
  return times;
}

function drawStage(stages: readonly Stage[], u: number): Stage {
  let passed = 0;
  for (const stage of stages) {
    passed += stage.share;
    if (u < passed) return stage;
  }
  return stages[0]!;
}
