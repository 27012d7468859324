import type { PosteriorDraws } from '../../models/bayes/mcmc.js';
import type { Prior } from '../../models/bayes/priors.js';
import { bgbb } from '../../models/bgbb/index.js';
import { type AnyFitOptions, fitBy } from '../../models/fit/fit-by.js';
import type { Fit } from '../../models/fit/fit-record.js';
import { groupHistories } from '../../models/groups.js';
import { mbgcnbd } from '../../models/mbgcnbd/index.js';
import { frequencyFamilies } from '../../models/registry.js';
import type { Candidate } from '../../registry/model-record.js';
import type { FitData } from '../../score/fit-data.js';
import { tickDays } from '../../score/occasion-histories.js';
import type { FitOptions, FrequencyName } from './fit-options.js';

export interface NamedFit {
  readonly fit: Fit;
  readonly posterior: PosteriorDraws | null;
  /** The regularities that were tried, where the model has one. */
  readonly byStages?: readonly Candidate[];
}

/** Histories in the models' time unit, on the grid asked for. */
export function columnsOf({ histories }: FitData, { timeUnit, occasion, grid }: FitOptions) {
  const { X, T_X, T, N, LOG_GAPS } = histories;
  const unit = timeUnit.days / tickDays(occasion);
  const perUnit = (ticks: Float64Array) =>
    ticks.map((value) => (grid === null ? value : Math.round(value / grid) * grid) / unit);
  return {
    X,
    T_X: perUnit(T_X),
    T: perUnit(T),
    N,
    LOG_GAPS: LOG_GAPS.map((sum, i) => sum - X[i]! * Math.log(unit)),
  };
}

/** Fits one model; MBG/CNBD-k with its k by likelihood. */
export function fitNamed(
  name: FrequencyName,
  data: FitData,
  options: FitOptions,
  priors: readonly Prior[] | undefined,
): NamedFit {
  const columns = columnsOf(data, options);
  const { seed, method, draws, timeUnit } = options;
  const how: AnyFitOptions = { seed, method, draws, timeUnit, ...(priors ? { priors } : {}) };
  if (name === 'bgbb') {
    const { X, T_X, T, N } = columns;
    return withoutDraws(bgbb.fit({ X, T_X, OPPORTUNITIES: T, N }, how) as unknown as Drawn);
  }
  if (name === 'mbgcnbd') {
    const { byStages, ...fit } = mbgcnbd.fit(columns, how);
    const k = fit.predictor?.parameters.k ?? null;
    return {
      ...withoutDraws(fit as unknown as Drawn),
      byStages: byStages.map((each) => ({
        model: `mbgcnbd, k = ${each.k}`,
        outcome: each.k === k ? fit.outcome : each.logLikelihood === null ? 'failed' : 'less likely',
        logLikelihood: each.logLikelihood,
        bic: each.logLikelihood === null ? null : bicOf(each.logLikelihood, fit as unknown as Fit),
        chosen: each.k === k,
      })),
    };
  }
  return withoutDraws(fitBy(frequencyFamilies[name]!, groupHistories(columns), how, timeUnit));
}

type Drawn = Fit & { readonly posterior?: PosteriorDraws | null };

/** The record without the draws: they can be made again, and the covariance carries what scores need. */
export function withoutDraws({ posterior = null, ...fit }: Drawn): NamedFit {
  return { fit, posterior };
}

function bicOf(logLikelihood: number, { freeParameters, customers }: Fit): number {
  return freeParameters * Math.log(customers) - 2 * logLikelihood;
}
