import { type ClvError, ExitCode } from '../../common/errors.js';
import { stepDoesNotAddUp } from '../../common/messages/pipeline.js';
import type { Result } from '../../common/result.js';
import type { RunContext } from '../context.js';
import { Journal } from '../runs/journal.js';
import { logRun } from '../runs/log-run.js';
import type { Settings } from '../settings.js';
import type { StepName, StepOutcome } from './step.js';

/** Does a step; or says why there is nothing to do. */
export type StepWork = (
  context: RunContext,
) => Promise<
  | { readonly result: Result; readonly failure: ClvError | null; readonly why: string | null }
  | { readonly skipped: string }
>;

/** Runs one step as the command of its name would, with a line of its own in the run log. Does not throw. */
export async function runStep(
  step: StepName,
  work: StepWork,
  settings: Settings,
  context: RunContext,
  describe: (error: unknown) => ClvError,
): Promise<StepOutcome> {
  const command = `clv ${step}`;
  const journal = new Journal(command, context.version, context.journal?.id ?? null);
  const own: RunContext = { ...context, command, journal, progress: journal.watch(context.progress) };
  const end = async (
    state: StepOutcome['state'],
    failure: ClvError | null,
    result: Result | null,
    why: string | null,
  ): Promise<StepOutcome> => {
    const exit = failure?.exitCode ?? ExitCode.fine;
    journal.fact('state', state);
    const entry = journal.entry({ exit, error: failure?.code ?? null }, settings);
    // The file of --metrics belongs to the run as a whole.
    await logRun(
      entry,
      { ...settings, runtime: { ...settings.runtime, metrics: null } },
      { inWorkspace: true },
    );
    return { step, state, exit, seconds: entry.seconds, why, result, failure };
  };
  try {
    const done = await work(own);
    if ('skipped' in done) return await end('skipped', null, null, done.skipped);
    journal.result(done.result);
    const failure =
      done.failure ?? (done.result.identities.every(({ holds }) => holds) ? null : stepDoesNotAddUp(step));
    return await end(failure === null ? 'done' : 'failed', failure, done.result, done.why);
  } catch (error) {
    const reason: unknown = context.signal.aborted ? context.signal.reason : error;
    const failure = describe(reason);
    return end('failed', failure, null, failure.message.replaceAll(/\s*\n\s*/g, ' '));
  }
}
