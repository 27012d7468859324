import { type Bootstrap, type BootstrapOptions, bootstrap } from './bayes/bootstrap.js';
import type { Family } from './fit/family.js';
import { type AnyFitOptions, type FitResult, fitBy } from './fit/fit-by.js';
import { WEEK } from './fit/fit-record.js';
import type { FrequencyModel } from './frequency-model.js';
import { type Groups, groupHistories } from './groups.js';
import type { HistoryColumns } from './history.js';
import { type Predictions, predictionsOf } from './predict.js';

/** A frequency model as programs use it. */
export interface FrequencyApi<P> extends Predictions<P> {
  /**
   * Fit of histories in columns, with certificate and outcome; deterministic, whatever the order of the rows. Maximum
   * likelihood unless `options.method` says `map` or `mcmc`. Times are in `options.timeUnit` (a week unless told). Throws
   * a RangeError at a row that is no history.
   *
   * @example bgnbd.fit({ X: [2, 1, 0], T_X: [30.43, 1.71, 0], T: [38.86, 38.86, 38.86], N: [10, 12, 40] }).outcome
   */
  fit(columns: HistoryColumns, options?: AnyFitOptions): FitResult<P>;
  /** Refits with Poisson weights of the customers, from given parameters. */
  bootstrap(columns: HistoryColumns, parameters: P, options?: BootstrapOptions): Bootstrap;
}

export function frequencyApi<P extends object>(
  model: FrequencyModel<P>,
  family: Family<Groups>,
): FrequencyApi<P> {
  return {
    ...predictionsOf(model),
    fit: (columns, options = {}) =>
      fitBy<Groups, P>(family, groupHistories(columns), options, options.timeUnit ?? WEEK),
    bootstrap: (columns, parameters, options) =>
      bootstrap(family, groupHistories(columns), parameters as Readonly<Record<string, number>>, options),
  };
}
