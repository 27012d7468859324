import { ClvError, ExitCode } from '../errors.js';

/** A relation broke one of its own promises: the numbers would be wrong, so nothing is reported. */
export function relationCheckFailed(relation: string, failures: readonly string[]): ClvError {
  return new ClvError(
    'relation_check_failed',
    ExitCode.failed,
    `relation ${relation}: ${failures.join('; ')}. No report is made from it. Run with --no-checks to see the numbers all the same, and please report this.`,
  );
}
