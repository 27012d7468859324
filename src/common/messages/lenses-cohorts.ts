import { ClvError, ExitCode } from '../errors.js';

/** Groups at a fixed day need customers before it and periods after it. */
export function dayNotObserved(option: string, day: string, first: string, asOf: string): ClvError {
  return new ClvError(
    'day_not_observed',
    ExitCode.usage,
    `${option}: the day ${day} must lie within the data, with something after it (first order ${first}, observed to ${asOf}). Choose a day from ${first} on and before ${asOf}.`,
  );
}

/** There is nothing to compare. */
export function noPeriodToForecastFrom(first: string, asOf: string): ClvError {
  return new ClvError(
    'no_complete_period',
    ExitCode.dataRefused,
    `No complete period lies between ${first} and ${asOf}. Choose a finer --granularity.`,
  );
}
