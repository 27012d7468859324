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

/** Rows with equal scores, best first. */
export interface Ranking {
  readonly SCORE: Float64Array;
  /** Customers of each tie. */
  readonly N: Float64Array;
  /** Index of each row's tie. */
  readonly tieOf: Int32Array;
}

/** A ranking with what came: sums are over customers. */
export interface Ties extends Ranking {
  /** Sum of the outcome over the customers of the tie. */
  readonly SUM: Float64Array;
}

const RANKINGS = new WeakMap<Float64Array, { weights: Float64Array; ranking: Ranking }>();

/**
 * Collapses rows by score: a ranking measure never depends on how ties happen to stand. Several measures ask for the same
 * columns, which are never written to again, so a column is ranked once and its ranking lives as long as the column.
 */
export function rankingOf(scores: Float64Array, weights: Float64Array): Ranking {
  const found = RANKINGS.get(scores);
  if (found?.weights === weights) return found.ranking;
  const { values, ranks } = ranked(identityOrder(scores.length), scores);
  const last = values.length - 1;
  const N = new Float64Array(values.length);
  for (let i = 0; i < ranks.length; i++) {
    const k = last - ranks[i]!;
    ranks[i] = k;
    N[k] = N[k]! + weights[i]!;
  }
  const ranking = { SCORE: values.reverse(), N, tieOf: ranks };
  RANKINGS.set(scores, { weights, ranking });
  return ranking;
}

export function tiesOf(scores: Float64Array, outcome: Float64Array, weights: Float64Array): Ties {
  const ranking = rankingOf(scores, weights);
  const { tieOf } = ranking;
  const SUM = new Float64Array(ranking.N.length);
  for (let i = 0; i < tieOf.length; i++) {
    const k = tieOf[i]!;
    SUM[k] = SUM[k]! + weights[i]! * outcome[i]!;
  }
  return { ...ranking, SUM };
}

/** Share of each tie's customers among the best `wanted` customers: 1, then a part, then 0. */
export function shareInTop({ N }: Ranking, wanted: number): Float64Array {
  const shares = new Float64Array(N.length);
  let left = wanted;
  for (let k = 0; k < N.length && left > 0; k++) {
    shares[k] = N[k]! > 0 ? Math.min(1, left / N[k]!) : 0;
    left -= N[k]!;
  }
  return shares;
}
