import { counted } from '../../common/messages/counted.js';
import { ofStep } from '../../common/messages/pipeline.js';
import type { Note, Result, Table } from '../../common/result.js';
import { shownPath } from '../../common/shown-path.js';
import type { RunContext } from '../context.js';
import type { Settings } from '../settings.js';
import { workspaceResult } from '../workspace-result.js';
import type { StepOutcome } from './step.js';

/** What became of each step, with the warnings and the checks of all of them. */
export function pipelineResult(
  context: RunContext,
  settings: Settings,
  outcomes: readonly StepOutcome[],
  notes: readonly Note[],
): Result {
  const results = outcomes.flatMap(({ step, result }) => (result === null ? [] : [{ step, result }]));
  const lineage = results.at(-1)?.result.lineage;
  return workspaceResult(context, settings, headline(outcomes), {
    tables: [stepsTable(outcomes)],
    notes,
    warnings: results.flatMap(({ step, result }) =>
      result.warnings.map(({ code, text }) => ({ code, text: ofStep(step, text) })),
    ),
    identities: results.flatMap(({ step, result }) =>
      result.identities.map((identity) => ({ ...identity, id: `${step}_${identity.id}` })),
    ),
    settings: {
      workspace: shownPath(settings.workspace.path, settings.cwd),
      model: results.at(-1)?.result.settings.model ?? null,
    },
    ...(lineage === undefined ? {} : { lineage }),
  });
}

function headline(outcomes: readonly StepOutcome[]): string {
  const count = (state: StepOutcome['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  const failed = outcomes.find(({ state }) => state === 'failed');
  if (failed !== undefined) return `Run · ${failed.step} failed`;
  const planned = count('would run');
  return planned > 0
    ? `Dry run · ${counted(planned, 'step')} would run`
    : `Run · ${counted(count('done'), 'step')} done, ${count('skipped')} skipped`;
}

function stepsTable(outcomes: readonly StepOutcome[]): Table {
  return {
    id: 'steps',
    title: 'Steps',
    section: 'Run',
    columns: [
      { id: 'step', title: 'step', type: 'text' },
      { id: 'state', title: 'state', type: 'text' },
      { id: 'exit', title: 'exit', type: 'count' },
      { id: 'seconds', title: 'seconds', type: 'number', digits: 1 },
      { id: 'why', title: 'why', type: 'text' },
    ],
    rows: outcomes.map(({ step, state, exit, seconds, why }) => ({ step, state, exit, seconds, why })),
  };
}
