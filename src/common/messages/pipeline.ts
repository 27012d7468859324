import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';

/** Why a fit is due, or is not. */
export const fitReason = {
  noModel: 'No model is in use yet.',
  always: 'No condition is set: --if-older-than 7d or --if-drift would ask first.',
  old: (id: string, end: string | null, lastDay: string | null) =>
    `${id} ends on ${end ?? 'no day'}, the data on ${lastDay ?? 'no day'}.`,
  young: (id: string, end: string | null, lastDay: string | null) =>
    `${id} is young enough: it ends on ${end ?? 'no day'}, the data on ${lastDay ?? 'no day'}.`,
  noDrift: (id: string) => `${id} is young enough, and still describes the data.`,
  drifted: (message: string) => `${message.charAt(0).toUpperCase()}${message.slice(1)}`,
};

export const stepReason = {
  noWorkspace: 'There is no workspace yet.',
  noSources: 'No files are named, in the config or on the command line.',
  sameBytes: 'All files have been loaded before.',
  doneBefore: (run: string) => `Done in run ${run}.`,
  fresh: (names: readonly string[]) => `New: ${names.join(', ')}.`,
  standardInput: 'What comes by standard input is not looked at.',
  profile: 'Profiles and judges what the workspace holds then.',
  modelStays: (id: string) => `The fit left ${id} in use.`,
  scores: (path: string) => `Rows to ${path}.`,
  asOfNow: 'as the data loaded now tell',
} as const;

/** A warning of a step. */
export function ofStep(step: string, text: string): string {
  return `${step}: ${text}`;
}

/** An identity of a step that does not hold. */
export function stepDoesNotAddUp(step: string): ClvError {
  return new ClvError(
    'step_does_not_add_up',
    ExitCode.failed,
    `${step}: a total does not add up, see the checks of its report. The steps after it were not run.`,
  );
}

export function nothingToResume(): Note {
  return {
    code: 'nothing_to_resume',
    text: 'No step of the last run is left to do: this run began at the first one.',
  };
}

export function resumedOtherSettings(run: string): Note {
  return {
    code: 'resumed_other_settings',
    text: `Run ${run} had other settings: this run began at the first step.`,
  };
}

export function resumedRun(run: string, step: string): Note {
  return { code: 'resumed', text: `Went on at ${step}, where run ${run} ended.` };
}
