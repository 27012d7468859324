import { logSumExp } from '../../numeric/log-sum.js';
import { logBetaRatio } from '../likelihood/beta-ratio.js';

/**
 * Discrete opportunities (complete calendar months after the month of acquisition, say): while alive a customer buys at an
 * opportunity with probability p ~ Beta(alpha, beta) and dies before an opportunity with probability theta ~
 * Beta(gamma, delta). All positive, without unit.
 */
export interface BgbbParameters {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly delta: number;
}

export const BGBB_NAMES = ['alpha', 'beta', 'gamma', 'delta'] as const;

export interface OpportunityHistory {
  /** Opportunities used, 0 … n. */
  readonly x: number;
  /** The last one used, 1 … n; 0 when x is 0. */
  readonly t_x: number;
  /** Opportunities so far. */
  readonly n: number;
}

/** ln of one customer's likelihood (Fader, Hardie & Shang 2010, eq. 5): alive at n, or died after t_x + i opportunities. */
export function bgbbLogLikelihood(P: BgbbParameters, history: OpportunityHistory): number {
  const { x, t_x, n } = history;
  const terms = [logAlive(P, history)];
  for (let last = t_x; last < n; last++) {
    terms.push(logBetaRatio(P.alpha, P.beta, x, last - x) + logBetaRatio(P.gamma, P.delta, 1, last));
  }
  return logSumExp(terms);
}

/** ln P(history and alive at n). */
function logAlive(P: BgbbParameters, { x, n }: OpportunityHistory): number {
  return logBetaRatio(P.alpha, P.beta, x, n - x) + logBetaRatio(P.gamma, P.delta, 0, n);
}

/** P(alive at n | history). */
export function bgbbAliveNow(P: BgbbParameters, history: OpportunityHistory): number {
  return Math.exp(logAlive(P, history) - bgbbLogLikelihood(P, history));
}

/** The parameters of a customer who is alive at n: a new customer with these. */
export function bgbbPosterior(P: BgbbParameters, { x, n }: OpportunityHistory): BgbbParameters {
  return { alpha: P.alpha + x, beta: P.beta + n - x, gamma: P.gamma, delta: P.delta + n };
}

/** Expected purchases of a new customer at opportunities from + 1 … to: sum of alpha/(alpha + beta) * P(alive at i). */
export function bgbbExpectedNew(P: BgbbParameters, from: number, to: number): number {
  let alive = Math.exp(logBetaRatio(P.gamma, P.delta, 0, from));
  let total = 0;
  for (let i = from; i < to; i++) {
    alive *= (P.delta + i) / (P.gamma + P.delta + i);
    total += alive;
  }
  return (P.alpha / (P.alpha + P.beta)) * total;
}

/** P(x purchases of a new customer at the first n opportunities), x = 0 … n (eq. 8). */
export function bgbbPmfNew(P: BgbbParameters, n: number): Float64Array {
  const pmf = new Float64Array(n + 1);
  const logChoose = new Float64Array(n + 1);
  for (let i = 0; i <= n; i++) {
    const ending = i === n ? logBetaRatio(P.gamma, P.delta, 0, n) : logBetaRatio(P.gamma, P.delta, 1, i);
    for (let x = i; x >= 1; x--) logChoose[x] = x === i ? 0 : addLogs(logChoose[x - 1]!, logChoose[x]!);
    for (let x = 0; x <= i; x++) {
      pmf[x] = pmf[x]! + Math.exp(logChoose[x]! + logBetaRatio(P.alpha, P.beta, x, i - x) + ending);
    }
  }
  return pmf;
}

/** ln(e^a + e^b): one step of Pascal's triangle in logs. */
function addLogs(a: number, b: number): number {
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/**
 * Discounted expected purchases of a new customer at opportunities 1, 2, … `horizon` (Infinity allowed), each divided by
 * (1 + rate)^i (eq. 14 has the 2F1 of the endless sum). At rate 0 the endless sum is finite only if gamma > 1.
 */
export function bgbbDiscountedNew(P: BgbbParameters, rate: number, horizon: number): number {
  const mean = P.alpha / (P.alpha + P.beta);
  if (rate === 0 && horizon === Number.POSITIVE_INFINITY) {
    return P.gamma > 1 ? (mean * P.delta) / (P.gamma - 1) : Number.POSITIVE_INFINITY;
  }
  let value = 1;
  let total = 0;
  for (let i = 0; i < horizon; i++) {
    value *= (P.delta + i) / ((P.gamma + P.delta + i) * (1 + rate));
    total += value;
    if (rate > 0 && value < 1e-16 * rate * total) break;
  }
  return mean * total;
}
