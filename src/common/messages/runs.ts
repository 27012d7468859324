import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted } from './counted.js';

/** Said on standard error: the work itself is done. */
export function runNotLogged(path: string, why: string): string {
  return `The run is not in the log: ${path} can't be written: ${why}.`;
}

export function noRuns(workspace: string, command: string | null): ClvError {
  const what = command === null ? 'no run' : `no run of "${command}"`;
  return new ClvError(
    'no_runs',
    ExitCode.alert,
    `the log of ${workspace} holds ${what} yet. Runs of load, fit, score and the like are logged from the first one on.`,
  );
}

export function unknownRun(id: string, last: readonly string[]): ClvError {
  const hint = last.length === 0 ? '' : ` The last ones: ${last.join(', ')}.`;
  return new ClvError(
    'unknown_run',
    ExitCode.usage,
    `there is no run ${id} in the log.${hint} See clv runs list.`,
  );
}

export function ambiguousRun(id: string, matches: readonly string[]): ClvError {
  return new ClvError(
    'ambiguous_run',
    ExitCode.usage,
    `${id} is the beginning of ${counted(matches.length, 'run')}: ${matches.slice(0, 5).join(', ')}. Write more of it.`,
  );
}

export function lastRunFailed(
  command: string,
  finished: string,
  exit: number,
  error: string | null,
): ClvError {
  return new ClvError(
    'last_run_failed',
    ExitCode.alert,
    `${command}, finished ${finished}, left with exit ${exit}${error === null ? '' : ` (${error})`}. Run it again to see why: clv runs show tells what it did.`,
  );
}

export function lastRunOld(command: string, finished: string, age: string, limit: string): ClvError {
  return new ClvError(
    'last_run_old',
    ExitCode.alert,
    `the last run, ${command}, finished ${finished}, ${age} ago, and --max-age is ${limit}. Look why the job does not run.`,
  );
}

export function clockWentBack(finished: string): Note {
  return {
    code: 'clock_went_back',
    text: `The last run is dated ${finished}, which is still to come: the clock of the machine has been set back, so its age counts as nothing.`,
  };
}

export function cutLines(lines: number): Note {
  return {
    code: 'unreadable_runs',
    text: `${counted(lines, 'line')} of the log can't be read: cut by a crash, or written by a later version.`,
  };
}
