import { topSum } from './ranking.js';
import type { SplitRows } from './split-rows.js';
import { shareInTop, type Ties, tiesOf } from './weighted.js';

const TOP = 0.1;

/** What a ranking finds of the customers who turned out to be the best tenth by spend. */
export interface RankingCost {
  readonly ranking: string;
  /** Share of the true best customers among as many with the best scores. */
  readonly found: number | null;
  /** Spend of those chosen, over the spend of the true best. */
  readonly valueFound: number | null;
}

export type RankingJudge = (ranking: string, SCORES: Float64Array) => RankingCost;

/** What errors of a ranking cost on the customers of a split. */
export function rankingJudge(rows: SplitRows): RankingJudge {
  const truth = tiesOf(rows.SPEND_AFTER, rows.SPEND_AFTER, rows.N);
  const buyers = truth.SCORE.reduce((sum, spend, k) => (spend > 0 ? sum + truth.N[k]! : sum), 0);
  const wanted = Math.min(TOP * rows.customers, buyers);
  const best = shareInTop(truth, wanted);
  const isBest = Float64Array.from(truth.tieOf, (k) => best[k]!);
  const possible = topSum(truth, wanted);
  return (ranking, SCORES) => ({
    ranking,
    found: wanted > 0 ? topSum(tiesOf(SCORES, isBest, rows.N), wanted) / wanted : null,
    valueFound: possible > 0 ? topSum(tiesOf(SCORES, rows.SPEND_AFTER, rows.N), wanted) / possible : null,
  });
}

/** The rankings of a manager: RFM scores, spend so far, average order value. */
export function managersCosts(rows: SplitRows, cost: RankingJudge): RankingCost[] {
  const spent = rows.FIRST_SPEND.map((first, i) => first + rows.REPEAT_SPEND[i]!);
  return [
    cost('rfm', rfmScores(rows)),
    cost('spend_so_far', spent),
    cost(
      'average_order',
      spent.map((spend, i) => spend / (rows.X[i]! + 1)),
    ),
  ];
}

/** Sum of three scores from 1 to 5: recency, frequency, money; ties share the score of their middle. */
export function rfmScores({ X, T, T_X, FIRST_SPEND, REPEAT_SPEND, N, size }: SplitRows): Float64Array {
  const total = new Float64Array(size);
  const columns = [
    T.map((age, i) => T_X[i]! - age),
    X,
    FIRST_SPEND.map((first, i) => first + REPEAT_SPEND[i]!),
  ];
  for (const column of columns) {
    const ties = tiesOf(column, column, N);
    const scores = fifths(ties);
    for (let i = 0; i < size; i++) total[i] = total[i]! + scores[ties.tieOf[i]!]!;
  }
  return total;
}

function fifths({ N }: Ties): Float64Array {
  const customers = N.reduce((sum, n) => sum + n, 0);
  const scores = new Float64Array(N.length);
  let better = 0;
  for (let k = 0; k < N.length; k++) {
    scores[k] = Math.min(5, Math.max(1, 5 - Math.floor((5 * (better + N[k]! / 2)) / customers)));
    better += N[k]!;
  }
  return scores;
}
