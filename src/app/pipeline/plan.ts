import { ClvError } from '../../common/errors.js';
import { stepReason } from '../../common/messages/pipeline.js';
import type { Result, SourceFile } from '../../common/result.js';
import { shownPath } from '../../common/shown-path.js';
import { loadedWorkspace, type Workspace, workspaceAt } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { freshSources } from '../fresh-sources.js';
import { waitingBase } from '../landed/manifest.js';
import { loadedFiles } from '../ledger.js';
import { withWorkspaceReader } from '../open-store.js';
import type { Settings } from '../settings.js';
import { type Due, fitDue } from './fit-due.js';
import type { PipelineOptions } from './options.js';
import { pipelineResult } from './result.js';
import { type Resumption, resumption } from './resume.js';
import { STEPS, type StepName, type StepOutcome } from './step.js';

/** What `clv run` would do now; writes nothing and takes no lock. */
export async function planPipeline(
  options: PipelineOptions,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  const workspace = await workspaceIfLoaded(settings);
  const isNew = workspace === null;
  const resumed: Resumption =
    options.resume && workspace !== null
      ? await resumption(workspace.runs, settings)
      : { from: 'load', run: null, notes: [] };
  const plans: Readonly<Record<StepName, () => Promise<Due>>> = {
    load: () => planLoad(settings, context, isNew),
    check: async () => ({ isDue: true, why: stepReason.profile }),
    fit: () => planFit(options, settings, context, isNew),
    score: async () => ({
      isDue: true,
      why: stepReason.scores(shownPath(options.score.out!, settings.cwd)),
    }),
  };
  const outcomes: StepOutcome[] = [];
  for (const step of STEPS) {
    const isDone = STEPS.indexOf(step) < STEPS.indexOf(resumed.from);
    const { isDue, why } = isDone
      ? { isDue: false, why: stepReason.doneBefore(resumed.run!.slice(0, 8)) }
      : await plans[step]();
    const state = isDue ? 'would run' : 'would be skipped';
    outcomes.push({ step, state, why, exit: null, seconds: null, result: null, failure: null });
  }
  return pipelineResult(context, settings, outcomes, resumed.notes);
}

/** Null = there is none yet, and the files make one. Without files the run would fail, so this does. */
async function workspaceIfLoaded({ workspace, sources }: Settings): Promise<Workspace | null> {
  try {
    return await loadedWorkspace(workspace.path);
  } catch (error) {
    if (
      sources.length > 0 &&
      error instanceof ClvError &&
      ['no_workspace', 'empty_workspace'].includes(error.code)
    )
      return null;
    throw error;
  }
}

/** Files that wait in the workspace to be loaded are known, too: to plan loads none. */
async function knownFiles(settings: Settings, context: RunContext): Promise<readonly SourceFile[]> {
  const waiting = await waitingBase(workspaceAt(settings.workspace.path));
  return waiting?.lineage.files ?? withWorkspaceReader(settings, context, loadedFiles);
}

async function planLoad(settings: Settings, context: RunContext, isNew: boolean): Promise<Due> {
  const { sources, cwd } = settings;
  if (sources.length === 0) return { isDue: false, why: stepReason.noSources };
  const known = isNew ? [] : await knownFiles(settings, context);
  const { fresh } = await freshSources(sources, known, cwd);
  if (fresh.length === 0) return { isDue: false, why: stepReason.sameBytes };
  const names = fresh.flatMap(({ patterns }) => patterns).filter((path) => path !== '-');
  return {
    isDue: true,
    why:
      names.length === 0
        ? stepReason.standardInput
        : stepReason.fresh(names.map((path) => shownPath(path, cwd))),
  };
}

async function planFit(
  options: PipelineOptions,
  settings: Settings,
  context: RunContext,
  isNew: boolean,
): Promise<Due> {
  const inside: Settings = { ...settings, sources: [], sourcesFrom: 'none' };
  if (isNew) return { isDue: true, why: stepReason.noWorkspace };
  const { isDue, why } = await fitDue(options, inside, context);
  return { isDue, why: `${why} (${stepReason.asOfNow})` };
}
