import { ClvError, ExitCode } from '../errors.js';
import type { Identity, Note } from '../result.js';

/** There is nothing to report on. */
/** `asOf` is the end of observation where it was asked for: the orders may all be later. */
export function noOrdersInPeriod(asOf: string | null = null): ClvError {
  return new ClvError(
    'no_orders',
    ExitCode.dataRefused,
    asOf === null
      ? 'There is no order to report on: the files hold no purchase. Run "clv check" on them to see what was understood.'
      : `There is no order up to ${asOf}, the end of observation. Give a later day with --as-of, or run "clv check" on the files to see what was understood.`,
  );
}

export function periodNotObserved(period: string, first: string, asOf: string): ClvError {
  return new ClvError(
    'period_not_observed',
    ExitCode.usage,
    `--period ${period}: the data run from ${first} to ${asOf}, so nothing of it is observed. Choose a period inside, or leave the option out for the last complete one.`,
  );
}

export function noSuchPeriod(granularity: string, first: string, asOf: string): ClvError {
  return new ClvError(
    'no_complete_period',
    ExitCode.usage,
    `--period last: no complete ${granularity} lies between ${first} and ${asOf}. Choose a finer --granularity, or name days with --from and --to.`,
  );
}

/** The period lies within the data but nobody bought in it. */
export function emptyPeriod(period: string): ClvError {
  return new ClvError(
    'empty_period',
    ExitCode.dataRefused,
    `Period ${period}: nobody ordered in it. Choose another with --period or --from and --to.`,
  );
}

/** `option` is null where several options name attributes. */
export function unknownAttribute(
  name: string,
  known: readonly string[],
  option: string | null = '--by',
): ClvError {
  const list = known.length > 0 ? `known are: ${known.join(', ')}` : 'the data hold no attribute columns';
  return new ClvError(
    'unknown_attribute',
    ExitCode.usage,
    `${option === null ? `"${name}"` : `${option} ${name}`}: no column of that name was found; ${list}.`,
  );
}

/** An equation between totals that does not hold: the numbers of the report can't all be right. */
export function identityFailed({ title, left, right }: Identity): Note {
  return {
    code: 'identity_failed',
    text: `Two ways to the same total differ: ${title}: ${left} is not ${right}. Please report this.`,
  };
}
