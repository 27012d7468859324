import type { Family } from './fit/family.js';
import { type FitOptions, fitFamily } from './fit/fit-family.js';
import { type Fit, WEEK } from './fit/fit-record.js';
import type { FrequencyModel } from './frequency-model.js';
import { type Groups, groupHistories } from './groups.js';
import type { HistoryColumns } from './history.js';
import { type Predictions, predictionsOf } from './predict.js';

/** A frequency model as programs use it. */
export interface FrequencyApi<P> extends Predictions<P> {
  /**
   * Maximum-likelihood fit of histories in columns, with certificate and outcome; deterministic, whatever the order of the
   * rows. Times are in `options.timeUnit` (a week unless told). Throws a RangeError at a row that is no history.
   *
   * @example bgnbd.fit({ X: [2, 1, 0], T_X: [30.43, 1.71, 0], T: [38.86, 38.86, 38.86], N: [10, 12, 40] }).outcome
   */
  fit(columns: HistoryColumns, options?: FitOptions): Fit<P>;
}

export function frequencyApi<P extends object>(
  model: FrequencyModel<P>,
  family: Family<Groups>,
): FrequencyApi<P> {
  return {
    ...predictionsOf(model),
    fit: (columns, options = {}) =>
      fitFamily<Groups, P>(family, groupHistories(columns), options, options.timeUnit ?? WEEK),
  };
}
