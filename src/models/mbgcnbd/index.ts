import { type AnyFitOptions, type FitResult, fitBy } from '../fit/fit-by.js';
import { deepFreeze, WEEK } from '../fit/fit-record.js';
import { type Groups, groupHistories } from '../groups.js';
import type { HistoryColumns } from '../history.js';
import { type Predictions, predictionsOf } from '../predict.js';
import { mbgcnbdFamily } from './family.js';
import { cnbdModel, mbgcnbdModel } from './model.js';
import type { CnbdParameters, MbgcnbdParameters } from './parameters.js';

export interface StagedColumns extends HistoryColumns {
  /** Sum of ln(gap) over the x gaps between a customer's purchases, in the time unit; 0 for x = 0. A customer's, not times N. */
  readonly LOG_GAPS: ArrayLike<number>;
}

export interface StagedFitOptions extends AnyFitOptions {
  /** k to try; 1 … 6 unless told. Must contain 1 (the MBG/NBD) to be an honest choice. */
  readonly stages?: readonly number[];
}

export interface StagedFit extends FitResult<MbgcnbdParameters> {
  /** Log-likelihood of each k that was tried; null where there was no usable fit. */
  readonly byStages: readonly { readonly k: number; readonly logLikelihood: number | null }[];
}

/** MBG/CNBD-k: predictions of given parameters, and their fit with k by likelihood. */
export const mbgcnbd = {
  ...(predictionsOf(mbgcnbdModel) satisfies Predictions<MbgcnbdParameters>),
  /** The best k of the grid by log-likelihood (all have four free parameters); a tie goes to the smaller k. */
  fit(columns: StagedColumns, options: StagedFitOptions = {}): StagedFit {
    const { stages, groups, choose } = stagedChoice(columns, options);
    const unit = options.timeUnit ?? WEEK;
    return choose(
      stages.map((k) => fitBy<Groups, MbgcnbdParameters>(mbgcnbdFamily(k), groups, options, unit)),
    );
  },
};

/** CNBD-k: predictions of given parameters (regular buying, no dropout). */
export const cnbd: Predictions<CnbdParameters> = predictionsOf(cnbdModel);

export interface StagedChoice {
  readonly stages: readonly number[];
  readonly groups: Groups;
  /** The best of the fits of all stages, in their order. */
  choose(fits: readonly FitResult<MbgcnbdParameters>[]): StagedFit;
}

/** What is fitted to choose k, and how it is chosen. */
export function stagedChoice(
  columns: StagedColumns,
  { stages = [1, 2, 3, 4, 5, 6] }: StagedFitOptions,
): StagedChoice {
  if (!stages.includes(1) || !stages.every((k) => Number.isInteger(k) && k >= 1)) {
    throw new RangeError(`invalid stages: ${stages.join(', ')}`);
  }
  const logGaps = totalLogGaps(columns);
  return {
    stages,
    groups: groupHistories(columns),
    choose(bare) {
      const fits = bare.map((fit, i) => withGaps(fit, (stages[i]! - 1) * logGaps));
      const byStages = fits.map(({ logLikelihood }, i) => ({ k: stages[i]!, logLikelihood }));
      const best = fits.reduce((a, b) =>
        (b.logLikelihood ?? -Infinity) > (a.logLikelihood ?? -Infinity) ? b : a,
      );
      return deepFreeze({ ...best, byStages });
    },
  };
}

/** Rows come in any order: sorted, their sum has the same last digits every time. */
function totalLogGaps({ X, N, LOG_GAPS }: StagedColumns): number {
  const terms = Float64Array.from(X, (_, i) => {
    const gaps = LOG_GAPS[i]!;
    if (!Number.isFinite(gaps))
      throw new RangeError(`invalid LOG_GAPS in row ${i}: ${gaps}; gaps must be above 0`);
    return gaps * (N ? N[i]! : 1);
  });
  return terms.sort().reduce((total, term) => total + term, 0);
}

function withGaps(fit: FitResult<MbgcnbdParameters>, constant: number): FitResult<MbgcnbdParameters> {
  if (fit.logLikelihood === null || fit.certificate === null) return fit;
  const nested = fit.certificate.nested.map((n) => ({ ...n, logLikelihood: n.logLikelihood + constant }));
  return {
    ...fit,
    logLikelihood: fit.logLikelihood + constant,
    aic: fit.aic! - 2 * constant,
    bic: fit.bic! - 2 * constant,
    certificate: { ...fit.certificate, nested },
  };
}
