import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted } from './counted.js';

export function emptyCohort(cohort: string, first: string, asOf: string): ClvError {
  return new ClvError(
    'empty_cohort',
    ExitCode.usage,
    `--cohort ${cohort}: nobody was acquired in it; the data run from ${first} to ${asOf}. Choose another, or leave the option out for the oldest that is complete.`,
  );
}

/** Where every customer was acquired before the data begin. */
export function noCohort(first: string, asOf: string): ClvError {
  return new ClvError(
    'no_cohort',
    ExitCode.usage,
    `Nobody was acquired within the data, which run from ${first} to ${asOf}: there is no cohort to follow. Give orders that go further back, or leave the customers file out to count from first orders.`,
  );
}

export function cohortAfterData(cohort: string, asOf: string): ClvError {
  return new ClvError(
    'cohort_after_data',
    ExitCode.usage,
    `--cohort ${cohort}: it begins after the end of observation (${asOf}). Choose an earlier one.`,
  );
}

export function cohortNotOldEnough(cohort: string, completeAfter: number): Note {
  return {
    code: 'young_cohort',
    text: `No complete cohort is old enough to say much: ${cohort} has ${counted(completeAfter, 'complete period')} after its own.`,
  };
}

export function cohortBeforeData(cohort: string, firstOrder: string): Note {
  return {
    code: 'cohort_before_data',
    text: `${cohort} begins before the first order in the data (${firstOrder}): what its members did until then is not in the figures, and values to date may be too low.`,
  };
}

export function cohortStillForming(cohort: string, asOf: string): Note {
  return {
    code: 'incomplete_cohort',
    text: `${cohort} is not over: the data are observed up to ${asOf}, and the cohort is still growing.`,
  };
}

export function leftTruncated(cohort: string, until: string, reason: string): Note {
  return {
    code: 'left_truncated',
    text: `Who is first seen before ${until} may be an older customer, and ${cohort} reaches into that time: its members are a mix of new and old. ${reason}`,
  };
}

export function skippedTruncated(until: string, reason: string): Note {
  return {
    code: 'left_truncated_skipped',
    text: `${reason} Cohorts that begin before ${until} are not taken by default.`,
  };
}

export function acquisitionBasis(fromFile: number, fromOrder: number, neverBought: number): Note {
  const basis =
    fromFile === 0
      ? 'The cohort is formed by the first order.'
      : fromOrder === 0
        ? 'The cohort is formed by the acquisition date of the customers file.'
        : `The cohort is formed by the acquisition date of the customers file (${counted(fromFile, 'member')}), else by the first order (${fromOrder}).`;
  const silent =
    neverBought === 0
      ? ''
      : ` ${counted(neverBought, 'member')} ${neverBought === 1 ? 'has never ordered: this one counts' : 'have never ordered: they count'} in every share and mean per member, but not in the waits for a second purchase.`;
  return { code: 'acquisition_basis', text: basis + silent };
}

export function eventsBeforeAcquisition(orders: number, spend: string): Note {
  return {
    code: 'events_before_acquisition',
    text: `Members did something in periods before their acquisition (${counted(orders, 'order')}, net spend ${spend}): returns of older purchases. It is in the value to date but in no period of the cohort's life.`,
  };
}

export function lastPeriodIncomplete(period: string, asOf: string): Note {
  return {
    code: 'incomplete_last_period',
    text: `The last period (${period}) is observed up to ${asOf} only: its figures are not comparable, and the repeat-buying rate into it is too low.`,
  };
}

export function patternsCut(periods: number): Note {
  return {
    code: 'patterns_cut',
    text: `Buying patterns show the first ${periods} periods.`,
  };
}

export function stillForming(age: number): Note {
  return {
    code: 'cohort_forms_over_periods',
    text: `The cohort is acquired over several periods (ages 0 to ${age}): until then the number of members grows from period to period.`,
  };
}
