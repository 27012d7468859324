import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';

export function badCohortBy(text: string): ClvError {
  const name = text.split('@')[0];
  return new ClvError(
    'bad_cohort_by',
    ExitCode.usage,
    `--cohort-by ${text}: ${name} needs a fixed day, so that nothing after it decides the cohort. Write ${name}@2019-12-31, with a day of your data.`,
  );
}

/** One lens of the full audit has nothing to look at; the others go on. */
export function lensNotPossible(title: string, reason: string): Note {
  return { code: 'lens_not_possible', text: `${title} is left out: ${reason}` };
}
