import type { ClvError } from '../../common/errors.js';
import { stepReason } from '../../common/messages/pipeline.js';
import type { Result } from '../../common/result.js';
import { shownPath } from '../../common/shown-path.js';
import { currentId } from '../../registry/read-models.js';
import type { Workspace } from '../../store/workspace.js';
import { check } from '../check/check.js';
import type { RunContext } from '../context.js';
import { fitAny } from '../fit-any.js';
import { load } from '../load.js';
import { withWorkspaceLock } from '../open-store.js';
import { scoreWorkspace } from '../score.js';
import type { Settings } from '../settings.js';
import { fitDue } from './fit-due.js';
import type { PipelineOptions } from './options.js';
import { pipelineResult } from './result.js';
import { type Resumption, resumption } from './resume.js';
import { runStep, type StepWork } from './run-step.js';
import { STEPS, type StepName, type StepOutcome } from './step.js';

export interface PipelineOutcome {
  readonly result: Result;
  /** Of the first step that failed: for the exit code, after the result is shown. */
  readonly failure: ClvError | null;
}

const FROM_THE_START: Resumption = { from: 'load', run: null, notes: [] };

/**
 * Load, check, fit where it is due, score: under one lock, with a line in the run log for each step. A failed step ends
 * the run; only a fit that leaves a model in use is followed by scores, and its exit code stands.
 */
export async function runPipeline(
  options: PipelineOptions,
  settings: Settings,
  context: RunContext,
  describe: (error: unknown) => ClvError,
): Promise<PipelineOutcome> {
  return withWorkspaceLock(settings, context, async (workspace) => {
    const held: RunContext = { ...context, holdsLockOf: workspace.path };
    const resumed = options.resume ? await resumption(workspace.runs, settings) : FROM_THE_START;
    const outcomes: StepOutcome[] = [];
    const works = stepWorks(options, settings, workspace, outcomes);
    for (const step of STEPS) {
      const work = isBefore(step, resumed) ? doneBefore(resumed) : works[step];
      const ended = await runStep(step, work, settings, held, describe);
      outcomes.push(ended);
      if (ended.failure !== null && !(await canGoOn(ended, workspace))) break;
    }
    const failed = outcomes.find(({ failure }) => failure !== null) ?? null;
    context.journal?.fact('failed_step', failed?.step ?? null);
    if (resumed.run !== null) context.journal?.fact('resumed', resumed.run);
    return {
      result: pipelineResult(context, settings, [...outcomes, ...notReached(outcomes)], resumed.notes),
      failure: failed?.failure ?? null,
    };
  });
}

function stepWorks(
  options: PipelineOptions,
  settings: Settings,
  workspace: Workspace,
  outcomes: readonly StepOutcome[],
): Readonly<Record<StepName, StepWork>> {
  const inside: Settings = { ...settings, sources: [], sourcesFrom: 'none' };
  return {
    load: async (context) => {
      if (settings.sources.length === 0) return { skipped: stepReason.noSources };
      const result = await load(settings, context);
      const isSame = result.lineage.files.length === 0;
      return { result, failure: null, why: isSame ? stepReason.sameBytes : null };
    },
    check: async (context) => ({ result: await check(inside, context), failure: null, why: null }),
    fit: async (context) => {
      const { isDue, why } = await fitDue(options, inside, context);
      return isDue ? { ...(await fitAny(settings.steps.fit, inside, context)), why } : { skipped: why };
    },
    score: async (context) => {
      const out = options.score.out!;
      const result = await scoreWorkspace(options.score, inside, context, async () => {});
      context.journal?.output(out);
      const fitFailed = outcomes.some(({ step, state }) => step === 'fit' && state === 'failed');
      const why = fitFailed ? stepReason.modelStays((await currentId(workspace.models))!) : null;
      return { result, failure: null, why: why ?? stepReason.scores(shownPath(out, settings.cwd)) };
    },
  };
}

function isBefore(step: StepName, { from }: Resumption): boolean {
  return STEPS.indexOf(step) < STEPS.indexOf(from);
}

function doneBefore({ run }: Resumption): StepWork {
  return async () => ({ skipped: stepReason.doneBefore(run!.slice(0, 8)) });
}

/** A model that does not converge or pass its gates (exit 4, 5) leaves the one in use to score with. */
async function canGoOn({ step, exit }: StepOutcome, { models }: Workspace): Promise<boolean> {
  return step === 'fit' && (exit === 4 || exit === 5) && (await currentId(models)) !== null;
}

function notReached(outcomes: readonly StepOutcome[]): StepOutcome[] {
  return STEPS.slice(outcomes.length).map((step) => ({
    step,
    state: 'not reached',
    exit: null,
    seconds: null,
    why: null,
    result: null,
    failure: null,
  }));
}
