import { ClvError } from '../common/errors.js';
import { noModels } from '../common/messages/registry.js';
import type { Result, Row } from '../common/result.js';
import { isOther, type OtherModel } from '../registry/model-file.js';
import type { ModelLineage, StoredModel } from '../registry/model-record.js';
import { currentId, loadEachModel, readAnyModel, readCard, readLineage } from '../registry/read-models.js';
import { existingWorkspace } from '../store/workspace.js';
import type { RunContext } from './context.js';
import { contractTables } from './modelling/contract-tables.js';
import { factorTables } from './modelling/factor-tables.js';
import { gateTables } from './modelling/gate-tables.js';
import { modelTables } from './modelling/model-tables.js';
import { otherSides } from './other-sides.js';
import type { Settings } from './settings.js';
import { workspaceResult } from './workspace-result.js';

/** Every model of the workspace, the one in use marked. */
export async function listModels(settings: Settings, context: RunContext): Promise<Result> {
  const { models } = await existingWorkspace(settings.workspace.path);
  const found = await loadEachModel(models);
  if (found.length === 0) throw noModels(settings.workspace.path);
  const current = await currentId(models);
  const rows = found.map(({ id, stored }): Row => {
    const known = { model: id, in_use: id === current };
    if (stored instanceof ClvError) return { ...known, ...UNREAD };
    const { status, customers, version } = stored.record;
    return { ...known, fit: fitWords(stored), status, ...dated(stored), customers, version };
  });
  return workspaceResult(context, settings, `Models of ${settings.workspace.path}`, {
    tables: [
      {
        id: 'models',
        title: 'Models',
        section: 'Models',
        columns: [
          { id: 'model', title: 'model', type: 'text' },
          { id: 'in_use', title: 'in use', type: 'boolean' },
          { id: 'fit', title: 'fit', type: 'text' },
          { id: 'status', title: 'status', type: 'text' },
          { id: 'as_of', title: 'observed to', type: 'date' },
          { id: 'customers', title: 'customers', type: 'count' },
          { id: 'log_likelihood', title: 'log-likelihood', type: 'number', digits: 2, wide: true },
          { id: 'currency', title: 'currency', type: 'text', wide: true },
          { id: 'version', title: 'fitted by clv', type: 'text', wide: true },
        ],
        rows,
      },
    ],
    notes: await otherSides(settings),
    warnings: found.flatMap(({ stored }) =>
      stored instanceof ClvError ? [{ code: stored.code, text: stored.message }] : [],
    ),
  });
}

/** What stands in the list for a model that can't be read; a warning says why. */
const UNREAD = {
  fit: null,
  status: 'unreadable',
  as_of: null,
  log_likelihood: null,
  currency: null,
  customers: null,
  version: null,
};

/** One model: parameters, certificate, and where it comes from. */
export async function showModel(
  asked: string | null,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  const { models, path } = await existingWorkspace(settings.workspace.path);
  const stored = await readAnyModel(models, path, asked);
  const lineage = await readLineage(models, stored.id);
  if (isOther(stored)) return showOther(stored, lineage, settings, context);
  const { asOf } = stored.record;
  return workspaceResult(context, settings, `Model ${stored.id}`, {
    tables: [...modelTables(stored).tables, ...gateTables(stored.record).tables],
    lineage: { ...lineage, asOf },
    notes: stored.record.choice.reasons,
    warnings: [...stored.record.frequency.reasons, ...stored.record.spend.fit.reasons],
  });
}

function showOther(
  { id, record }: OtherModel,
  lineage: ModelLineage,
  settings: Settings,
  context: RunContext,
): Result {
  return workspaceResult(context, settings, `Model ${id}`, {
    tables: record.kind === 'contract' ? contractTables(id, record) : factorTables(id, record).tables,
    lineage: { ...lineage, asOf: record.kind === 'contract' ? null : record.asOf },
    warnings: record.reasons,
  });
}

/** What tells one fit of a model from another: `mcmc, by channel, week grid, purchases are orders`. */
function fitWords(stored: StoredModel | OtherModel): string {
  if (isOther(stored)) return stored.record.kind === 'contract' ? stored.record.frequency.method : 'factors';
  const { frequency, by, gridDays, occasion, timeUnit } = stored.record;
  return [
    frequency.method,
    ...(by === undefined ? [] : [`by ${by.attribute}`]),
    ...(gridDays === undefined ? [] : [gridDays === 7 ? 'week grid' : `grid of ${gridDays} days`]),
    ...(occasion === 'order' ? ['purchases are orders'] : []),
    ...(timeUnit.name === 'day' ? ['in days'] : []),
  ].join(', ');
}

function dated(stored: StoredModel | OtherModel): Pick<Row, 'as_of' | 'log_likelihood' | 'currency'> {
  if (!isOther(stored)) {
    const { asOf, frequency, currency } = stored.record;
    return { as_of: asOf, log_likelihood: frequency.logLikelihood, currency };
  }
  const { record } = stored;
  return record.kind === 'contract'
    ? { as_of: null, log_likelihood: record.frequency.logLikelihood, currency: null }
    : { as_of: record.asOf, log_likelihood: null, currency: record.currency };
}

/** The model card, Markdown as it was written. */
export async function modelCardText(asked: string | null, settings: Settings): Promise<string> {
  const { models, path } = await existingWorkspace(settings.workspace.path);
  return readCard(models, (await readAnyModel(models, path, asked)).id);
}
