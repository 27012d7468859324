import { integrate } from '../../numeric/adaptive-quadrature.js';
import { gaussLegendre } from '../../numeric/gauss-legendre.js';
import { logBeta } from '../../numeric/log-beta.js';
import { expm1Ratio } from '../../numeric/log-sum.js';
import type { SeededRandom } from '../../numeric/seeded.js';
import type { Future } from '../future.js';
import { negativeBinomialPmf } from '../negative-binomial.js';

/**
 * Future of a customer who is alive with lambda ~ Gamma(R, rate A) and mu ~ Gamma(s, rate B), independent (the posterior
 * factorises given alive: Fader & Hardie note 009).
 *
 * - E = R/A * integral of (1 + u/B)^-s = R/A * B * (1 - (1 + t/B)^(1-s))/(s - 1), written with (e^y - 1)/y so that
 *   s = 1 is its limit (note 009, eq. 22);
 * - P(at least n) = integral of the density of the n-th purchase's time * (1 + u/B)^-s;
 * - P(exactly n) = P(N_t = n)(1 + t/B)^-s + integral of the death density * P(N_u = n) (note 015).
 */
export function paretoFuture(R: number, A: number, s: number, B: number): Future {
  return {
    timeScale: B,
    total: s > 1 ? ((R / A) * B) / (s - 1) : Number.POSITIVE_INFINITY,
    expected: (t) => (R / A) * aliveTime(s, B, t),
    rate: (u) => (R / A) * Math.exp(-s * Math.log1p(u / B)),
    atLeast: (n, t) => atLeast(R, A, s, B, n, t),
    pmf: (last, t) => pmf(R, A, s, B, last, t),
    sample: (horizon, random) => sample(R, A, s, B, horizon, random),
  };
}

/** Expected time alive in (now, now + t]. */
function aliveTime(s: number, B: number, t: number): number {
  const span = Math.log1p(t / B);
  return B * span * expm1Ratio((1 - s) * span);
}

/** In y = ln(u/A) the integrand is log-concave with one peak near ln(n/R). */
function atLeast(R: number, A: number, s: number, B: number, n: number, t: number): number {
  if (t === 0) return 0;
  const constant = logBeta(n, R);
  const f = (y: number): number => {
    const u = A * Math.exp(y);
    const later = y > 0 ? -R * y - (n + R) * Math.log1p(Math.exp(-y)) : n * y - (n + R) * Math.log1p(u / A);
    return Math.exp(later - s * Math.log1p(u / B) - constant);
  };
  const end = Math.log(t / A);
  const width = Math.sqrt(1 / n + 1 / R);
  const peak = Math.min(end, Math.log(n / R));
  const start = Math.min(peak - 12 * width, peak - 45 / n - 2);
  const cuts = [-3, -1, 0, 1, 3, 10].map((k) => peak + k * width).filter((y) => y > start && y < end);
  return integrate(f, [start, ...cuts, end]);
}

/**
 * Composite Gauss-Legendre rule in v = ln(1 + u/min(A, B)): panels start as short as the integrand's first decay, grow by a
 * third, and stay narrow enough for the sharpest count probability.
 */
function pmf(R: number, A: number, s: number, B: number, last: number, t: number): Float64Array {
  const survivors = Math.exp(-s * Math.log1p(t / B));
  const P = negativeBinomialPmf(last, R, A, t).map((value) => value * survivors);
  const unit = Math.min(A, B);
  const end = Math.log1p(t / unit);
  const first = 1 / ((unit * (s + 1)) / B + (unit * R) / A);
  const widest = Math.min(0.5, 4 * Math.sqrt(1 / (last + 1) + 1 / R));
  const { nodes, weights } = gaussLegendre(16);
  for (let from = 0; from < end; ) {
    const to = Math.min(end, from + Math.min(widest, first + from / 3));
    const half = 0.5 * (to - from);
    for (let i = 0; i < nodes.length; i++) {
      const v = from + half * (1 + nodes[i]!);
      const u = unit * Math.expm1(v);
      const death = half * weights[i]! * (unit + u) * (s / B) * Math.exp(-(s + 1) * Math.log1p(u / B));
      if (death < 1e-30) continue;
      const counts = negativeBinomialPmf(last, R, A, u);
      for (let n = 0; n <= last; n++) P[n] = P[n]! + death * counts[n]!;
    }
    from = to;
  }
  return P;
}

function sample(R: number, A: number, s: number, B: number, horizon: number, random: SeededRandom): number[] {
  const lambda = random.gamma(R) / A;
  const end = Math.min(horizon, (random.exponential() * B) / random.gamma(s));
  const times: number[] = [];
  for (let time = random.exponential() / lambda; time <= end; time += random.exponential() / lambda) {
    times.push(time);
  }
  return times;
}
