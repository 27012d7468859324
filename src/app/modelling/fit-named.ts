import type { PosteriorDraws, RunTask } from '../../models/bayes/mcmc.js';
import type { Prior } from '../../models/bayes/priors.js';
import { bgbbFamily } from '../../models/bgbb/family.js';
import { groupOpportunities } from '../../models/bgbb/groups.js';
import type { Family } from '../../models/fit/family.js';
import { type AnyFitOptions, type FitResult, fitByRunning } from '../../models/fit/fit-by.js';
import type { Fit } from '../../models/fit/fit-record.js';
import { groupHistories } from '../../models/groups.js';
import { mbgcnbdFamily } from '../../models/mbgcnbd/family.js';
import { stagedChoice } from '../../models/mbgcnbd/index.js';
import type { MbgcnbdParameters } from '../../models/mbgcnbd/parameters.js';
import { frequencyFamilies } from '../../models/registry.js';
import type { Candidate } from '../../registry/model-record.js';
import type { FitData } from '../../score/fit-data.js';
import { tickDays } from '../../score/occasion-histories.js';
import { chainsOn, type Threads } from './chain-threads.js';
import type { FitOptions, FrequencyName } from './fit-options.js';

export interface NamedFit {
  readonly fit: Fit;
  readonly posterior: PosteriorDraws | null;
  /** The regularities that were tried, where the model has one. */
  readonly byStages?: readonly Candidate[];
}

/** Histories in the models' time unit, on the grid asked for. */
export function columnsOf(
  { histories }: Pick<FitData, 'histories'>,
  { timeUnit, occasion, grid }: FitOptions,
) {
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
export async function fitNamed(
  name: FrequencyName,
  data: Pick<FitData, 'histories'>,
  options: FitOptions,
  priors: readonly Prior[] | undefined,
  threads: Threads,
): Promise<NamedFit> {
  const columns = columnsOf(data, options);
  const { seed, method, draws, timeUnit } = options;
  const how: AnyFitOptions = { seed, method, draws, timeUnit, ...(priors ? { priors } : {}) };
  const fitOne = <D>(family: Family<D>, groups: D, part: Threads = threads) =>
    fitByRunning<D, unknown>(chainsOn(part) as RunTask<D>, family, groups, how, timeUnit);
  if (name === 'bgbb') {
    const { X, T_X, T, N } = columns;
    const groups = groupOpportunities({ X, T_X, OPPORTUNITIES: T, N });
    return withoutDraws((await fitOne(bgbbFamily, groups)) as Drawn);
  }
  if (name === 'mbgcnbd') {
    const { stages, groups, choose } = stagedChoice(columns, how);
    const fits: FitResult<unknown>[] = [];
    for (const [i, k] of stages.entries())
      fits.push(await fitOne(mbgcnbdFamily(k), groups, partOf(threads, i, stages.length)));
    const { byStages, ...fit } = choose(fits as FitResult<MbgcnbdParameters>[]);
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
  return withoutDraws((await fitOne(frequencyFamilies[name]!, groupHistories(columns))) as Drawn);
}

/** Of work in equal parts, part i: its progress is that share of the whole. */
export function partOf(threads: Threads, i: number, parts: number): Threads {
  return { ...threads, fraction: (done) => threads.fraction((i + done) / parts) };
}

type Drawn = Fit & { readonly posterior?: PosteriorDraws | null };

/** The record without the draws: they can be made again, and the covariance carries what scores need. */
export function withoutDraws({ posterior = null, ...fit }: Drawn): NamedFit {
  return { fit, posterior };
}

function bicOf(logLikelihood: number, { freeParameters, customers }: Fit): number {
  return freeParameters * Math.log(customers) - 2 * logLikelihood;
}
