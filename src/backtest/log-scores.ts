import { logScore } from '../models/compare/log-score.js';
import { fitFamily } from '../models/fit/fit-family.js';
import type { TimeUnit } from '../models/fit/fit-record.js';
import { groupHistories } from '../models/groups.js';
import { frequencyFamilies, frequencyModel } from '../models/registry.js';
import { type Holdout, thinHoldout } from './holdout.js';

/** A sample of this many groups tells models apart; a count's exact probability is costly. */
const MOST_GROUPS = 20_000;
/** No observed count is taken for less likely than a double can say. */
const LEAST = -745;

export interface LogScores {
  /** By model, for each group of the sample; null when a model could not be fitted to the calibration. */
  readonly byModel: Readonly<Record<string, Float64Array>> | null;
  /** Customers of each group. */
  readonly weights: Float64Array;
}

/** Fits each model to the calibration and scores what followed: ln P(exactly the purchases that came). */
export function logScores(
  names: readonly string[],
  holdout: Holdout,
  unit: TimeUnit,
  seed: number,
): LogScores {
  const perUnit = (days: Float64Array) => days.map((value) => value / unit.days);
  const { X, N } = holdout;
  const groups = groupHistories({ X, T_X: perUnit(holdout.T_X), T: perUnit(holdout.T), N });
  const sample = thinHoldout(holdout, MOST_GROUPS);
  const byModel: Record<string, Float64Array> = {};
  for (const name of names) {
    const { predictor } = fitFamily(frequencyFamilies[name]!, groups, { seed }, unit);
    if (predictor === null) return { byModel: null, weights: sample.N };
    const model = frequencyModel(predictor.model);
    byModel[name] = sample.X.map((x, i) => {
      const history = { x, t_x: sample.T_X[i]! / unit.days, T: sample.T[i]! / unit.days };
      const observed = sample.AFTER[i]!;
      return Math.max(
        LEAST,
        logScore(model, predictor.parameters, history, sample.days / unit.days, observed),
      );
    });
  }
  return { byModel, weights: sample.N };
}
