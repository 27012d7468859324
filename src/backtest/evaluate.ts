import { baselines } from './baselines.js';
import { type BlockSums, blockSums, deal } from './blocks.js';
import { type Calibration, calibrationOf } from './calibration.js';
import { type ErrorMeasures, errorMeasures } from './errors.js';
import type { SplitFits } from './fit-split.js';
import { predictModel } from './predict-model.js';
import type { Coverage, Prediction } from './prediction.js';
import { type RankMeasures, rankMeasures } from './ranking.js';
import { type RankingCost, rankingCosts } from './ranking-cost.js';
import type { SplitRows } from './split-rows.js';
import { type TierShare, tierShares } from './tiers.js';

/** Everything that one method shows on one split. */
export interface MethodEvaluation {
  readonly method: string;
  readonly kind: 'model' | 'baseline';
  readonly purchases: (ErrorMeasures & RankMeasures) | null;
  /** Mean ln P(exactly the purchases that came); null without a distribution. */
  readonly logScore: number | null;
  readonly coverage: Coverage | null;
  readonly spend: (ErrorMeasures & RankMeasures) | RankMeasures;
  readonly calibration: Calibration | null;
  readonly tiers: readonly TierShare[];
  readonly blocks: BlockSums;
}

export interface SplitEvaluation {
  readonly methods: readonly MethodEvaluation[];
  readonly costs: readonly RankingCost[];
}

/** Measures every fitted model and every naive baseline on what came after the origin. */
export function evaluateSplit(
  rows: SplitRows,
  fits: SplitFits,
  unitDays: number,
  seed: number,
  tick: (done: number) => void = () => {},
): SplitEvaluation {
  const predictions: Prediction[] = [
    ...fits.fits
      .filter(({ predictor }) => predictor !== null)
      .map(({ model, predictor }) => predictModel(model, predictor!, rows, unitDays, fits.spendOf)),
    ...baselines(rows),
  ];
  const dealt = deal(rows, seed);
  const methods = predictions.map((prediction, i) => {
    tick(i / predictions.length);
    const { method, kind, PURCHASES, SPEND, outcome } = prediction;
    const { AFTER, SPEND_AFTER, N } = rows;
    const spendRanks = rankMeasures(SPEND, SPEND_AFTER, N);
    return {
      method,
      kind,
      purchases:
        PURCHASES === null
          ? null
          : { ...errorMeasures(PURCHASES, AFTER, N), ...rankMeasures(PURCHASES, AFTER, N) },
      logScore: outcome === null ? null : meanLogScore(outcome.LOG_P, N),
      coverage: outcome?.coverage ?? null,
      spend: PURCHASES === null ? spendRanks : { ...errorMeasures(SPEND, SPEND_AFTER, N), ...spendRanks },
      calibration: calibrationOf(rows, prediction),
      tiers: tierShares(rows, SPEND),
      blocks: blockSums(rows, dealt, prediction),
    };
  });
  return { methods, costs: rankingCosts(rows, predictions) };
}

function meanLogScore(LOG_P: Float64Array, N: Float64Array): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < N.length; i++) {
    sum += N[i]! * LOG_P[i]!;
    n += N[i]!;
  }
  return sum / n;
}
