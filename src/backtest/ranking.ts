import { shareInTop, type Ties, tiesOf } from './weighted.js';

/** How well a score orders what came. Null where nothing came or nothing differs. */
export interface RankMeasures {
  /** Concentration of the outcome along the score, over its concentration along itself: 1 is the perfect order, 0 chance. */
  readonly gini: number | null;
  /** Outcome of the tenth with the best scores, over the outcome of a tenth by chance. */
  readonly lift: number | null;
  /** Share of the whole outcome that the tenth with the best scores brought. */
  readonly capture: number | null;
  /** Spearman's rank correlation, ties at their mean rank. */
  readonly spearman: number | null;
}

const TOP = 0.1;

export function rankMeasures(
  scores: Float64Array,
  outcome: Float64Array,
  weights: Float64Array,
): RankMeasures {
  const ties = tiesOf(scores, outcome, weights);
  const own = tiesOf(outcome, outcome, weights);
  const all = sum(ties.SUM);
  const customers = sum(ties.N);
  const possible = concentration(own);
  const captured = all > 0 ? topSum(ties, TOP * customers) / all : null;
  return {
    gini: possible > 0 ? concentration(ties) / possible : null,
    lift: captured === null ? null : captured / TOP,
    capture: captured,
    spearman: spearman(ties, own, weights),
  };
}

/** The Gini coefficient of `rankMeasures` alone. */
export function giniOf(scores: Float64Array, outcome: Float64Array, weights: Float64Array): number | null {
  const possible = concentration(tiesOf(outcome, outcome, weights));
  return possible > 0 ? concentration(tiesOf(scores, outcome, weights)) / possible : null;
}

/** What the best customers by score brought; of a tie at the border, its share. */
export function topSum(ties: Ties, wanted: number): number {
  const shares = shareInTop(ties, wanted);
  let found = 0;
  for (let k = 0; k < shares.length; k++) found += shares[k]! * ties.SUM[k]!;
  return found;
}

/** Twice the area between the curve of cumulated outcome (best first) and the diagonal. */
function concentration({ N, SUM }: Ties): number {
  const customers = sum(N);
  const all = sum(SUM);
  if (!(all > 0)) return 0;
  let area = 0;
  let height = 0;
  for (let k = 0; k < N.length; k++) {
    const next = height + SUM[k]! / all;
    area += (N[k]! / customers) * (height + next);
    height = next;
  }
  return area - 1;
}

function spearman(a: Ties, b: Ties, weights: Float64Array): number | null {
  const A = meanRanks(a);
  const B = meanRanks(b);
  const middle = (sum(a.N) + 1) / 2;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < weights.length; i++) {
    const da = A[a.tieOf[i]!]! - middle;
    const db = B[b.tieOf[i]!]! - middle;
    ab += weights[i]! * da * db;
    aa += weights[i]! * da * da;
    bb += weights[i]! * db * db;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

/** Mean rank of each tie from the worst (1) to the best. */
function meanRanks({ N }: Ties): Float64Array {
  const ranks = new Float64Array(N.length);
  let below = 0;
  for (let k = N.length - 1; k >= 0; k--) {
    ranks[k] = below + (N[k]! + 1) / 2;
    below += N[k]!;
  }
  return ranks;
}

function sum(values: Float64Array): number {
  return values.reduce((s, v) => s + v, 0);
}
