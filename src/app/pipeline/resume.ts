import { nothingToResume, resumedOtherSettings, resumedRun } from '../../common/messages/pipeline.js';
import type { Note } from '../../common/result.js';
import { type RunEntry, readRuns } from '../../store/run-log.js';
import type { Settings } from '../settings.js';
import { STEPS, type StepName } from './step.js';

export interface Resumption {
  /** The first step to do. */
  readonly from: StepName;
  /** Id of the run that is gone on with; null = a run from the beginning. */
  readonly run: string | null;
  readonly notes: readonly Note[];
}

/**
 * Where the last `clv run` ended: the first step that has no line with exit 0. Steps write their lines themselves, so
 * that a run that was killed can be gone on with as well.
 */
export async function resumption(runs: string, settings: Settings): Promise<Resumption> {
  const { entries } = await readRuns(runs);
  const last = entries.findLast(({ parent }) => parent !== null);
  const run = last?.parent ?? null;
  if (last === undefined || run === null) return fromTheStart(nothingToResume());
  const shown = run.slice(0, 8);
  if (last.configDigest !== settings.config.digest) return fromTheStart(resumedOtherSettings(shown));
  const done = (step: StepName) => entries.some((entry) => isDone(entry, run, step));
  const from = STEPS.find((step) => !done(step));
  return from === undefined
    ? fromTheStart(nothingToResume())
    : { from, run, notes: [resumedRun(shown, from)] };
}

function fromTheStart(note: Note): Resumption {
  return { from: STEPS[0], run: null, notes: [note] };
}

function isDone({ parent, command, exit }: RunEntry, run: string, step: StepName): boolean {
  return parent === run && command === `clv ${step}` && exit === 0;
}
