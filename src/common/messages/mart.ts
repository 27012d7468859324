import { ClvError, ExitCode } from '../errors.js';

/** A relation broke one of its own promises: the numbers would be wrong, so nothing is reported. */
export function relationCheckFailed(relation: string, failures: readonly string[]): ClvError {
  return new ClvError(
    'relation_check_failed',
    ExitCode.failed,
    `relation ${relation}: ${failures.join('; ')}. No report is made from it. Run with --no-checks to see the numbers all the same, and please report this.`,
  );
}

export function unknownRelation(name: string, known: readonly string[]): ClvError {
  return new ClvError(
    'unknown_relation',
    ExitCode.usage,
    `There is no relation "${name}". There are: ${known.join(', ')}.`,
  );
}

export function exportNeedsFolder(): ClvError {
  return new ClvError(
    'export_needs_folder',
    ExitCode.usage,
    'clv mart export: say where to write with --out DIR.',
  );
}

/** Nobody would be shown, and nobody would know why. */
export function noSuchConsent(name: string, known: string | null): ClvError {
  return new ClvError(
    'no_such_consent',
    ExitCode.usage,
    `no customers file says who gave the consent "${name}". ${
      known === null ? 'None speaks of consents: load one with such a column.' : `There are: ${known}.`
    }`,
  );
}
