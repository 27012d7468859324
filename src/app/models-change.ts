import { counted } from '../common/messages/counted.js';
import { gateNotPassed, modelOfOtherKind, modelRejected } from '../common/messages/registry.js';
import type { Note, Result } from '../common/result.js';
import { promoteModel, pruneModels, putIntoUse, rollBack } from '../registry/choose-current.js';
import type { Decision } from '../registry/decisions.js';
import { isOther } from '../registry/model-file.js';
import { readAnyModel } from '../registry/read-models.js';
import { existingWorkspace } from '../store/workspace.js';
import type { RunContext } from './context.js';
import { failedGates } from './modelling/decide-promotion.js';
import { withWorkspaceLock, withWorkspaceReader } from './open-store.js';
import { appendDecision } from './runs/append-decision.js';
import { appendFact } from './runs/append-fact.js';
import type { Settings } from './settings.js';
import { workspaceResult } from './workspace-result.js';

/** Puts a model into use because somebody asked for it; the gates that it failed are named. */
export async function promote(asked: string, settings: Settings, context: RunContext): Promise<Result> {
  await existingWorkspace(settings.workspace.path);
  return withWorkspaceLock(settings, context, async ({ models, path }) => {
    const stored = await readAnyModel(models, path, asked);
    if (isOther(stored)) {
      if (stored.record.kind === 'contract') throw modelOfOtherKind(stored.id, 'contract');
      if (stored.record.status !== 'usable')
        throw modelRejected(
          stored.id,
          stored.record.reasons.map(({ text }) => text),
        );
      const facts = { by: context.command, why: 'asked for', gates: [] };
      return decided(await putIntoUse(models, stored.id, facts), settings, context, []);
    }
    const failed = failedGates(stored.record);
    const decision = await promoteModel(models, stored, {
      by: context.command,
      why: 'asked for',
      gates: stored.record.gates ?? [],
    });
    return decided(decision, settings, context, failed.length > 0 ? [gateNotPassed(stored.id, failed)] : []);
  });
}

/** Goes back to the model that was in use before. */
export async function rollback(settings: Settings, context: RunContext): Promise<Result> {
  await existingWorkspace(settings.workspace.path);
  return withWorkspaceLock(settings, context, async ({ models }) =>
    decided(await rollBack(models, context.command), settings, context, []),
  );
}

/** Removes old models, except the one in use, the newest `keep`, and the one that the workspace's scores name. */
export async function prune(keep: number, settings: Settings, context: RunContext): Promise<Result> {
  await existingWorkspace(settings.workspace.path);
  const spared = await modelsOfScores(settings, context);
  return withWorkspaceLock(settings, context, async ({ models }) => {
    const { kept, removed } = await pruneModels(models, keep, spared, context.command);
    appendFact(context, 'models_removed', removed.join(', '));
    return workspaceResult(
      context,
      settings,
      `${counted(removed.length, 'model')} removed, ${kept.length} kept`,
      {
        tables: [
          {
            id: 'pruned',
            title: 'Models',
            section: 'Models',
            columns: [
              { id: 'model', title: 'model', type: 'text' },
              { id: 'what', title: 'what', type: 'text' },
            ],
            rows: [
              ...kept.map((model) => ({ model, what: 'kept' })),
              ...removed.map((model) => ({ model, what: 'removed' })),
            ],
          },
        ],
      },
    );
  });
}

/** Models that rows of the table `scores` name; none where nothing was scored or loaded. */
async function modelsOfScores(settings: Settings, context: RunContext): Promise<string[]> {
  try {
    return await withWorkspaceReader(settings, context, async (store) => {
      const [table] = await store.rows(
        `select 1 as found from information_schema.tables where table_name = 'scores'`,
      );
      if (table === undefined) return [];
      const rows = await store.rows('select distinct model_id from scores');
      return rows.map(({ model_id }) => String(model_id));
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'empty_workspace') return [];
    throw error;
  }
}

function decided(made: Decision, settings: Settings, context: RunContext, warnings: readonly Note[]): Result {
  appendDecision(context, made);
  const { decision, model, before, after, gates, number } = made;
  return workspaceResult(context, settings, `Model ${after} is in use`, {
    warnings,
    tables: [
      {
        id: 'decision',
        title: 'Decision',
        section: 'Models',
        layout: 'record',
        columns: [
          { id: 'number', title: 'number', type: 'count' },
          { id: 'decision', title: 'decision', type: 'text' },
          { id: 'model', title: 'model', type: 'text' },
          { id: 'before', title: 'in use before', type: 'text' },
          { id: 'gates', title: 'gates passed', type: 'text' },
        ],
        rows: [
          {
            number,
            decision,
            model,
            before,
            gates: `${gates.filter(({ outcome }) => outcome === 'passed').length} of ${gates.length}`,
          },
        ],
      },
    ],
  });
}
