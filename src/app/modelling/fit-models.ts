import type { Holdout } from '../../backtest/holdout.js';
import { logScores } from '../../backtest/log-scores.js';
import type { Progress } from '../../common/progress.js';
import type { Note } from '../../common/result.js';
import { chooseModel } from '../../models/compare/choose-model.js';
import { fitBy } from '../../models/fit/fit-by.js';
import type { Fit } from '../../models/fit/fit-record.js';
import { groupHistories } from '../../models/groups.js';
import { frequencyFamilies } from '../../models/registry.js';
import type { Candidate } from '../../registry/model-record.js';
import type { FitData } from '../../score/fit-data.js';
import type { FitOptions } from './fit-options.js';

export interface FrequencyChoice {
  readonly fit: Fit;
  readonly candidates: readonly Candidate[];
  readonly reasons: readonly Note[];
}

/**
 * Fits the models asked for on the same groups and chooses: by the log-score of a holdout where there is one, else by BIC.
 * A choice of one is no choice.
 */
export function fitFrequency(
  { histories }: FitData,
  holdout: Holdout | null,
  options: FitOptions,
  progress: Progress,
): FrequencyChoice {
  const { X, T_X, T, N } = histories;
  const perUnit = (days: Float64Array) => days.map((value) => value / options.timeUnit.days);
  const groups = groupHistories({ X, T_X: perUnit(T_X), T: perUnit(T), N });
  const fits = options.models.map((name, i) => {
    progress.stage(`fitting ${name}`);
    progress.fraction(i / options.models.length);
    const { seed, method } = options;
    return storable(fitBy(frequencyFamilies[name]!, groups, { seed, method }, options.timeUnit));
  });
  const candidates = fits.map(({ model, outcome, logLikelihood, bic }) => ({
    model,
    outcome,
    logLikelihood,
    bic,
  }));
  if (fits.length === 1) return { fit: fits[0]!, candidates, reasons: [] };
  if (holdout !== null) progress.stage('comparing on held-out purchases');
  const { seed, timeUnit } = options;
  const scores = holdout === null ? null : logScores(options.models, holdout, timeUnit, seed);
  const choice = chooseModel(
    fits.map((fit) => (scores?.byModel ? { fit, logScores: scores.byModel[fit.model]! } : { fit })),
    scores?.weights,
  );
  return { fit: (choice?.fit as Fit | undefined) ?? fits[0]!, candidates, reasons: choice?.reasons ?? [] };
}

/** The record without the draws: they can be made again, and the covariance carries what scores need. */
export function storable(fit: Fit & { readonly posterior?: unknown }): Fit {
  const { posterior: _, ...record } = fit;
  return record;
}
