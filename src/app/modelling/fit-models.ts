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
import type { Threads } from './chain-threads.js';
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
 * A choice of one is no choice. For `mcmc` models are compared at their maxima, and draws are made of the chosen one. `ahead` are
 * the models' fits where they are made already.
 */
export async function fitFrequency(
  data: FitData,
  holdout: Holdout | null,
  options: FitOptions,
  priors: Priors,
  progress: Progress,
  threads: Threads,
  ahead: readonly NamedFit[] | null = null,
): Promise<FrequencyChoice> {
  const isChoice = options.models.length > 1;
  const how: FitOptions = isChoice && options.method === 'mcmc' ? { ...options, method: 'ml' } : options;
  const fits: NamedFit[] = [];
  for (const [i, name] of options.models.entries()) {
    progress.stage(`fitting ${name}`);
    progress.fraction(i / options.models.length);
    fits.push(ahead?.[i] ?? (await fitNamed(name, data, how, priors[name], threads)));
  }
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
  const name = options.models[fits.indexOf(chosen)]!;
  if (how !== options) progress.stage(`drawing from the posterior of ${name}`);
  const { fit, posterior } =
    how === options || chosen.fit.predictor === null
      ? chosen
      : await fitNamed(name, data, options, priors[name], threads);
  return {
    fit,
    posterior,
    candidates: fits.map((each) => candidate(each.fit, each === chosen)),
    reasons: choice?.reasons ?? [],
  };
}

function candidate({ model, outcome, logLikelihood, bic }: Fit, chosen: boolean): Candidate {
  return { model, outcome, logLikelihood, bic, chosen };
}
