import { normalQuantile } from './normal.js';

export interface ChainDiagnostics {
  /** Rank-normalised split R-hat, the larger of the bulk's and the folded one. */
  readonly rHat: number;
  readonly bulkEss: number;
  readonly tailEss: number;
}

/**
 * Convergence of several chains of one quantity (Vehtari, Gelman, Simpson, Carpenter & Burkner 2021): chains are split
 * in halves; R-hat and bulk ESS on normal scores of the pooled ranks, the folded R-hat on |value - median|, tail ESS on the
 * indicators of the 5 % and 95 % quantiles. Chains of equal length, at least 8 draws each.
 */
export function chainDiagnostics(chains: readonly ArrayLike<number>[]): ChainDiagnostics {
  const halves = chains.flatMap(split);
  const scores = normalScores(halves);
  const pooled = Float64Array.from(halves.flatMap((half) => Array.from(half))).sort();
  const median = quantileOf(pooled, 0.5);
  const folded = normalScores(halves.map((half) => Float64Array.from(half, (v) => Math.abs(v - median))));
  const tail = (level: number): number => {
    const cut = quantileOf(pooled, level);
    return effectiveSize(halves.map((half) => Float64Array.from(half, (v) => (v <= cut ? 1 : 0))));
  };
  return {
    rHat: Math.max(splitRHat(scores), splitRHat(folded)),
    bulkEss: effectiveSize(scores),
    tailEss: Math.min(tail(0.05), tail(0.95)),
  };
}

function split(chain: ArrayLike<number>): Float64Array[] {
  const half = Math.floor(chain.length / 2);
  const values = Float64Array.from(chain);
  return [values.slice(0, half), values.slice(chain.length - half)];
}

/** Blom scores of average ranks over all chains. */
function normalScores(chains: readonly Float64Array[]): Float64Array[] {
  const n = chains[0]!.length;
  const all = chains.flatMap((chain) => Array.from(chain));
  const order = all.map((_, i) => i).sort((i, j) => all[i]! - all[j]!);
  const scores = new Float64Array(all.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && all[order[to]!] === all[order[from]!]) to += 1;
    const score = normalQuantile((0.5 * (from + 1 + to) - 0.375) / (all.length + 0.25));
    for (let k = from; k < to; k++) scores[order[k]!] = score;
    from = to;
  }
  return chains.map((_, c) => scores.slice(c * n, (c + 1) * n));
}

function splitRHat(chains: readonly Float64Array[]): number {
  const n = chains[0]!.length;
  const { within, between } = variances(chains);
  if (within === 0) return between === 0 ? 1 : Number.POSITIVE_INFINITY;
  return Math.sqrt(((n - 1) / n) * 1 + between / (n * within));
}

/** Mean variance within chains, and n times the variance of the chain means. */
function variances(chains: readonly Float64Array[]): { within: number; between: number } {
  const n = chains[0]!.length;
  const means = chains.map((chain) => chain.reduce((a, b) => a + b, 0) / n);
  const grand = means.reduce((a, b) => a + b, 0) / chains.length;
  const within =
    chains.reduce((sum, chain, c) => sum + chain.reduce((s, v) => s + (v - means[c]!) ** 2, 0) / (n - 1), 0) /
    chains.length;
  const between = (n * means.reduce((s, m) => s + (m - grand) ** 2, 0)) / (chains.length - 1);
  return { within, between };
}

/** Effective sample size with Geyer's initial monotone sequence over the chains' mean autocovariances. */
function effectiveSize(chains: readonly Float64Array[]): number {
  const n = chains[0]!.length;
  const draws = n * chains.length;
  const { within, between } = variances(chains);
  const total = ((n - 1) / n) * within + between / n;
  if (!(total > 0)) return draws;
  const correlation = (lag: number): number =>
    1 - (within - (n / (n - 1)) * meanAutocovariance(chains, lag)) / total;
  let sum = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let lag = 0; lag + 1 < n; lag += 2) {
    const pair = (lag === 0 ? 1 : correlation(lag)) + correlation(lag + 1);
    if (pair < 0) break;
    smallest = Math.min(smallest, pair);
    sum += smallest;
  }
  return draws / Math.max(-1 + 2 * sum, 1 / Math.log10(draws));
}

function meanAutocovariance(chains: readonly Float64Array[], lag: number): number {
  let total = 0;
  for (const chain of chains) {
    const n = chain.length;
    const mean = chain.reduce((a, b) => a + b, 0) / n;
    let sum = 0;
    for (let i = lag; i < n; i++) sum += (chain[i]! - mean) * (chain[i - lag]! - mean);
    total += sum / n;
  }
  return total / chains.length;
}

function quantileOf(sorted: Float64Array, level: number): number {
  const at = level * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}
