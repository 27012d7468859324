import { ClvError } from '../../common/errors.js';
import { fitReason } from '../../common/messages/pipeline.js';
import { currentId, loadAnyModel } from '../../registry/read-models.js';
import { workspaceAt } from '../../store/workspace.js';
import { before } from '../backtest/length.js';
import { withBase } from '../base.js';
import type { RunContext } from '../context.js';
import { drift } from '../drift/drift.js';
import { driftOptions } from '../drift/options.js';
import { waitingBase } from '../landed/manifest.js';
import type { Settings } from '../settings.js';
import type { PipelineOptions } from './options.js';

export interface Due {
  readonly isDue: boolean;
  readonly why: string;
}

/**
 * Whether a fit is due. Age is that of the data: days from the model's end to the last order, so that a clock that
 * jumps changes nothing.
 */
export async function fitDue(
  { ifOlderThan, ifDrift }: PipelineOptions,
  settings: Settings,
  context: RunContext,
): Promise<Due> {
  const { models } = workspaceAt(settings.workspace.path);
  const id = await currentId(models);
  if (id === null) return { isDue: true, why: fitReason.noModel };
  if (ifOlderThan === null && !ifDrift) return { isDue: true, why: fitReason.always };
  const { record } = await loadAnyModel(models, id);
  const end = 'asOf' in record ? record.asOf : null;
  const lastDay = await lastDayOf(settings, context);
  const isOld =
    ifOlderThan !== null && (end === null || (lastDay !== null && end <= before(lastDay, ifOlderThan)));
  if (isOld) return { isDue: true, why: fitReason.old(id, end, lastDay) };
  if (!ifDrift) return { isDue: false, why: fitReason.young(id, end, lastDay) };
  const alert = await driftAlert(settings, context);
  return alert === null
    ? { isDue: false, why: fitReason.noDrift(id) }
    : { isDue: true, why: fitReason.drifted(alert.message) };
}

/** What speaks for a fit; a model that drift can't judge is fitted anew. */
async function driftAlert(settings: Settings, context: RunContext): Promise<ClvError | null> {
  try {
    return (await drift(driftOptions({}), settings, context)).alert;
  } catch (error) {
    if (error instanceof ClvError && UNJUDGED.includes(error.code)) return error;
    throw error;
  }
}

const UNJUDGED = ['no_drift_for', 'no_reference', 'model_of_other_kind'];

async function lastDayOf(settings: Settings, context: RunContext): Promise<string | null> {
  const waiting = await waitingBase(workspaceAt(settings.workspace.path));
  if (waiting !== null) return waiting.observation.asOf;
  return withBase(
    { ...settings, sources: [], sourcesFrom: 'none' },
    context,
    { columns: new Set(), attribute: null },
    async ({ observation }) => observation.asOf,
  );
}
