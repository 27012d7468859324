import { identityOrder, ranked } from '../models/ranking.js';

/** Smallest value with at least that share of the weight at or below it; null without weight. */
export function weightedQuantile(values: Float64Array, weights: Float64Array, share: number): number | null {
  const { values: distinct, ranks } = ranked(identityOrder(values.length), values);
  const at = new Float64Array(distinct.length);
  let whole = 0;
  for (let i = 0; i < ranks.length; i++) {
    at[ranks[i]!] = at[ranks[i]!]! + weights[i]!;
    whole += weights[i]!;
  }
  if (!(whole > 0)) return null;
  let below = 0;
  for (let k = 0; k < distinct.length; k++) {
    below += at[k]!;
    if (below >= share * whole) return distinct[k]!;
  }
  return distinct.at(-1)!;
}

/** Rows with equal scores, best first; sums are over customers. */
export interface Ties {
  readonly SCORE: Float64Array;
  readonly N: Float64Array;
  /** Sum of the outcome over the customers of the tie. */
  readonly SUM: Float64Array;
  /** Index of each row's tie. */
  readonly tieOf: Int32Array;
}

/** Collapses rows by score: a ranking measure never depends on how ties happen to stand. */
export function tiesOf(scores: Float64Array, outcome: Float64Array, weights: Float64Array): Ties {
  const { values, ranks } = ranked(identityOrder(scores.length), scores);
  const size = values.length;
  const N = new Float64Array(size);
  const SUM = new Float64Array(size);
  const tieOf = new Int32Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    const k = size - 1 - ranks[i]!;
    tieOf[i] = k;
    N[k] = N[k]! + weights[i]!;
    SUM[k] = SUM[k]! + weights[i]! * outcome[i]!;
  }
  return { SCORE: Float64Array.from(values).reverse(), N, SUM, tieOf };
}

/** Share of each tie's customers among the best `wanted` customers: 1, then a part, then 0. */
export function shareInTop({ N }: Ties, wanted: number): Float64Array {
  const shares = new Float64Array(N.length);
  let left = wanted;
  for (let k = 0; k < N.length && left > 0; k++) {
    shares[k] = N[k]! > 0 ? Math.min(1, left / N[k]!) : 0;
    left -= N[k]!;
  }
  return shares;
}
