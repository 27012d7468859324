import type { Fit } from '../models/fit/fit-record.js';
import { baselines } from './baselines.js';
import {
  type BlockSums,
  blockSums,
  type Dealt,
  deal,
  dealCustomers,
  type PurchaseBlocks,
  purchaseBlocks,
} from './blocks.js';
import { type Calibration, calibrationOf } from './calibration.js';
import { type ErrorMeasures, errorMeasures } from './errors.js';
import type { SplitFits } from './fit-split.js';
import { predictModel } from './predict-model.js';
import { predictBgbb, predictFactors } from './predict-months.js';
import type { Coverage, Prediction } from './prediction.js';
import { giniOf, type RankMeasures, rankMeasures } from './ranking.js';
import { managersCosts, type RankingCost, rankingJudge } from './ranking-cost.js';
import type { SplitRows } from './split-rows.js';
import { type TierShare, tierShares } from './tiers.js';

/** What one method shows of the purchases of one split: what gates go by. */
export interface PurchaseEvaluation {
  readonly method: string;
  readonly kind: 'model' | 'baseline';
  readonly purchases: (ErrorMeasures & Pick<RankMeasures, 'gini'>) | null;
  /** Mean ln P(exactly the purchases that came); null without a distribution. */
  readonly logScore: number | null;
  readonly coverage: Coverage | null;
  readonly blocks: PurchaseBlocks;
}

/** Everything that one method shows on one split. */
export interface MethodEvaluation extends PurchaseEvaluation {
  readonly purchases: (ErrorMeasures & RankMeasures) | null;
  readonly blocks: BlockSums;
  readonly spend: (ErrorMeasures & RankMeasures) | RankMeasures;
  readonly calibration: Calibration | null;
  readonly tiers: readonly TierShare[];
}

export interface SplitEvaluation {
  readonly methods: readonly MethodEvaluation[];
  readonly costs: readonly RankingCost[];
}

/** Measures every fitted model and every naive baseline on what came after the origin, one at a time. */
export function evaluateSplit(
  rows: SplitRows,
  fits: SplitFits,
  unitDays: number,
  seed: number,
  tick: (done: number) => void = () => {},
): SplitEvaluation {
  const made = predictionsOf(rows, fits, unitDays);
  const dealt = deal(rows, seed);
  const cost = rankingJudge(rows);
  const methods: MethodEvaluation[] = [];
  const costs: RankingCost[] = [];
  for (const make of made) {
    tick(methods.length / made.length);
    const prediction = make();
    methods.push(evaluate(rows, dealt, prediction));
    costs.push(cost(prediction.method, prediction.SPEND));
  }
  return { methods, costs: [...costs, ...managersCosts(rows, cost)] };
}

/** The same of purchases alone, for gates: what they bring is not asked, nor how rules do that only rank. */
export function evaluatePurchases(
  rows: SplitRows,
  fits: readonly Fit[],
  unitDays: number,
  seed: number,
): PurchaseEvaluation[] {
  const places = dealCustomers(rows, seed);
  const { AFTER, N } = rows;
  return predictionsOf(rows, { fits, spendOf: () => 0 }, unitDays).map((make) => {
    const prediction = make();
    const { PURCHASES } = prediction;
    return {
      ...saidOf(rows, prediction),
      purchases:
        PURCHASES === null
          ? null
          : { ...errorMeasures(PURCHASES, AFTER, N), gini: giniOf(PURCHASES, AFTER, N) },
      blocks: purchaseBlocks(rows, places, prediction),
    };
  });
}

/**
 * Ways to make the predictions: none is kept longer than it is measured. What baselines take from all customers, they take
 * from the rows `learnt`.
 */
export function predictionsOf(
  rows: SplitRows,
  fits: Omit<SplitFits, 'spend'>,
  unitDays: number,
  learnt: SplitRows = rows,
): (() => Prediction)[] {
  const models = fits.fits.flatMap(({ model, predictor }) => {
    if (predictor === null) return [];
    return model === 'bgbb'
      ? [() => predictBgbb(predictor, rows, fits.spendOf)]
      : [() => predictModel(model, predictor, rows, unitDays, fits.spendOf)];
  });
  const { factors } = fits;
  return [...models, ...(factors ? [() => predictFactors(factors, rows)] : []), ...baselines(rows, learnt)];
}

function evaluate(rows: SplitRows, dealt: Dealt, prediction: Prediction): MethodEvaluation {
  const { PURCHASES, SPEND } = prediction;
  const { AFTER, SPEND_AFTER, N } = rows;
  const spendRanks = rankMeasures(SPEND, SPEND_AFTER, N);
  return {
    ...saidOf(rows, prediction),
    purchases:
      PURCHASES === null
        ? null
        : { ...errorMeasures(PURCHASES, AFTER, N), ...rankMeasures(PURCHASES, AFTER, N) },
    blocks: blockSums(rows, dealt, prediction),
    spend: PURCHASES === null ? spendRanks : { ...errorMeasures(SPEND, SPEND_AFTER, N), ...spendRanks },
    calibration: calibrationOf(rows, prediction),
    tiers: tierShares(rows, SPEND),
  };
}

/** What a prediction shows without a measure of its errors. */
function saidOf({ N }: SplitRows, { method, kind, outcome }: Prediction) {
  return {
    method,
    kind,
    logScore: outcome === null ? null : meanLogScore(outcome.LOG_P, N),
    coverage: outcome?.coverage ?? null,
  };
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
