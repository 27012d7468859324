import { noModels } from '../common/messages/registry.js';
import { deepFreeze, RESULT_SCHEMA_VERSION, type Result, type Row } from '../common/result.js';
import { currentId, loadModel, modelIds, readCard, readLineage, readModel } from '../registry/read-models.js';
import { existingWorkspace } from '../store/workspace.js';
import type { RunContext } from './context.js';
import { modelTables } from './modelling/model-tables.js';
import type { Settings } from './settings.js';

/** Every model of the workspace, the one in use marked. */
export async function listModels(settings: Settings, context: RunContext): Promise<Result> {
  const { models } = await existingWorkspace(settings.workspace.path);
  const ids = await modelIds(models);
  if (ids.length === 0) throw noModels(settings.workspace.path);
  const current = await currentId(models);
  const rows: Row[] = [];
  for (const id of ids) {
    const { record } = await loadModel(models, id);
    rows.push({
      model: id,
      in_use: id === current,
      status: record.status,
      as_of: record.asOf,
      customers: record.customers,
      log_likelihood: record.frequency.logLikelihood,
      currency: record.currency,
      version: record.version,
    });
  }
  return result(context, settings, `Models of ${settings.workspace.path}`, {
    tables: [
      {
        id: 'models',
        title: 'Models',
        section: 'Models',
        columns: [
          { id: 'model', title: 'model', type: 'text' },
          { id: 'in_use', title: 'in use', type: 'boolean' },
          { id: 'status', title: 'status', type: 'text' },
          { id: 'as_of', title: 'observed to', type: 'date' },
          { id: 'customers', title: 'customers', type: 'count' },
          { id: 'log_likelihood', title: 'log-likelihood', type: 'number', digits: 2 },
          { id: 'currency', title: 'currency', type: 'text', wide: true },
          { id: 'version', title: 'fitted by clv', type: 'text', wide: true },
        ],
        rows,
      },
    ],
  });
}

/** One model: parameters, certificate, and where it comes from. */
export async function showModel(
  asked: string | null,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  const { models, path } = await existingWorkspace(settings.workspace.path);
  const stored = await readModel(models, path, asked);
  const lineage = await readLineage(models, stored.id);
  const { asOf } = stored.record;
  return result(context, settings, `Model ${stored.id}`, {
    tables: modelTables(stored).tables,
    lineage: { ...lineage, asOf },
    notes: stored.record.choice.reasons,
    warnings: [...stored.record.frequency.reasons, ...stored.record.spend.fit.reasons],
  });
}

/** The model card, Markdown as it was written. */
export async function modelCardText(asked: string | null, settings: Settings): Promise<string> {
  const { models, path } = await existingWorkspace(settings.workspace.path);
  return readCard(models, (await readModel(models, path, asked)).id);
}

function result(
  context: RunContext,
  settings: Settings,
  headline: string,
  parts: Partial<Result> & Pick<Result, 'tables'>,
): Result {
  return deepFreeze<Result>({
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool: 'clv',
    version: context.version,
    command: context.command,
    headline,
    settings: { workspace: settings.workspace.path },
    lineage: {
      files: [],
      rowsRead: 0,
      rowsUsed: 0,
      rowsQuarantined: 0,
      rowsIgnored: {},
      asOf: null,
      configDigest: settings.config.digest,
    },
    notes: [],
    warnings: [],
    figures: [],
    identities: [],
    answers: [],
    ...parts,
  });
}
