import { type AnyFitOptions, type FitResult, fitBy } from '../fit/fit-by.js';
import type { TimeUnit } from '../fit/fit-record.js';
import { checkParameters } from '../history.js';
import { type ChurnCounts, sbgFamily } from './family.js';
import {
  SBG_NAMES,
  type SbgParameters,
  sbgChurn,
  sbgResidualLifetime,
  sbgRetention,
  sbgSurvival,
} from './model.js';

export const YEARLY_PERIOD: TimeUnit = { name: 'period (year)', days: 365.25 };

/** sBG (Fader & Hardie 2007) for contracts that are renewed or not each period: predictions and fit. Checked arguments. */
export const sbg = {
  survival(parameters: SbgParameters, t: number): number {
    check(parameters, t, 0, 't');
    return sbgSurvival(parameters, t);
  },
  churn(parameters: SbgParameters, t: number): number {
    check(parameters, t, 1, 't');
    return sbgChurn(parameters, t);
  },
  retention(parameters: SbgParameters, t: number): number {
    check(parameters, t, 1, 't');
    return sbgRetention(parameters, t);
  },
  /** Discounted expected renewals to come of a customer before the n-th renewal; the next one counts in full. */
  residualLifetime(parameters: SbgParameters, n: number, rate: number): number {
    check(parameters, n, 1, 'n');
    if (!(rate >= 0)) throw new RangeError(`invalid rate: ${rate}`);
    return sbgResidualLifetime(parameters, n, rate);
  },
  /**
   * Fit of one cohort's survivors after 0, 1, 2, … periods (never rising).
   *
   * @example sbg.fit([1000, 869, 743, 653, 593]).parameters
   */
  fit(survivors: ArrayLike<number>, options: AnyFitOptions = {}): FitResult<SbgParameters> {
    const unit = options.timeUnit ?? YEARLY_PERIOD;
    return fitBy<ChurnCounts, SbgParameters>(sbgFamily, churnCounts(survivors), options, unit);
  },
};

function churnCounts(survivors: ArrayLike<number>): ChurnCounts {
  if (survivors.length < 2) throw new RangeError(`invalid survivors: ${survivors.length} values, at least 2`);
  const LEFT = new Float64Array(survivors.length - 1);
  for (let t = 0; t < survivors.length; t++) {
    const now = survivors[t]!;
    const before = t === 0 ? now : survivors[t - 1]!;
    if (!(now >= 0 && now <= before && now < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`invalid survivors after ${t} periods: ${now}, before ${before}`);
    }
    if (t > 0) LEFT[t - 1] = before - now;
  }
  return { LEFT, stayed: survivors[survivors.length - 1]! };
}

function check(parameters: SbgParameters, value: number, least: number, name: string): void {
  checkParameters(parameters, SBG_NAMES);
  if (!Number.isInteger(value) || value < least) throw new RangeError(`invalid ${name}: ${value}`);
}
