import type { Holdout } from '../../backtest/holdout.js';
import { logScores } from '../../backtest/log-scores.js';
import type { Progress } from '../../common/progress.js';
import type { Note } from '../../common/result.js';
import type { PosteriorDraws } from '../../models/bayes/mcmc.js';
import type { Prior } from '../../models/bayes/priors.js';
import { chooseModel } from '../../models/compare/choose-model.js';
import type { Fit } from '../../models/fit/fit-record.js';
import type { Candidate } from '../../registry/model-record.js';
import type { FitData } from '../../score/fit-data.js';
import { fitNamed, type NamedFit } from './fit-named.js';
import type { FitOptions } from './fit-options.js';

export interface FrequencyChoice {
  readonly fit: Fit;
  readonly posterior: PosteriorDraws | null;
  readonly candidates: readonly Candidate[];
  readonly reasons: readonly Note[];
}

export type Priors = Readonly<Record<string, readonly Prior[]>>;

/**
 * Fits the models asked for on the same groups and chooses: by the log-score of a holdout where there is one, else by BIC.
 * A choice of one is no choice.
 */
export function fitFrequency(
  data: FitData,
  holdout: Holdout | null,
  options: FitOptions,
  priors: Priors,
  progress: Progress,
): FrequencyChoice {
  const fits = options.models.map((name, i) => {
    progress.stage(`fitting ${name}`);
    progress.fraction(i / options.models.length);
    return fitNamed(name, data, options, priors[name]);
  });
  if (fits.length === 1) {
    const [{ fit, posterior, byStages }] = fits as [NamedFit];
    return {
      fit,
      posterior,
      candidates: byStages ?? [candidate(fit, true)],
      reasons: [],
    };
  }
  if (holdout !== null) progress.stage('comparing on held-out purchases');
  const { seed, timeUnit } = options;
  const scores = holdout === null ? null : logScores(options.models, holdout, timeUnit, seed);
  const choice = chooseModel(
    fits.map(({ fit }) => (scores?.byModel ? { fit, logScores: scores.byModel[fit.model]! } : { fit })),
    scores?.weights,
  );
  const chosen = fits.find(({ fit }) => fit === choice?.fit) ?? fits[0]!;
  return {
    fit: chosen.fit,
    posterior: chosen.posterior,
    candidates: fits.map((each) => candidate(each.fit, each === chosen)),
    reasons: choice?.reasons ?? [],
  };
}

function candidate({ model, outcome, logLikelihood, bic }: Fit, chosen: boolean): Candidate {
  return { model, outcome, logLikelihood, bic, chosen };
}
