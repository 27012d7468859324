import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { modelRejected, nothingToRollBack } from '../common/messages/registry.js';
import { type Decision, readDecisions, recordDecision } from './decisions.js';
import type { StoredModel } from './model-record.js';
import { currentId, loadAnyModel, modelIds } from './read-models.js';
import { setCurrent } from './save-model.js';

/** Puts a model into use and says why. Refuses one that was rejected when it was fitted. Under the lock. */
export async function promoteModel(
  models: string,
  { id, record }: StoredModel,
  facts: Pick<Decision, 'by' | 'why' | 'gates'>,
): Promise<Decision> {
  if (record.status !== 'usable') {
    const reasons = [record.frequency, record.spend.fit]
      .filter(({ predictor }) => predictor === null)
      .flatMap((fit) => fit.reasons.map(({ text }) => text));
    throw modelRejected(id, reasons);
  }
  return putIntoUse(models, id, facts);
}

/** Points to a model, of whatever kind, and says why. Under the lock. */
export async function putIntoUse(
  models: string,
  id: string,
  facts: Pick<Decision, 'by' | 'why' | 'gates'>,
): Promise<Decision> {
  const before = await currentId(models);
  await setCurrent(models, id);
  return recordDecision(models, { decision: 'promoted', model: id, before, after: id, ...facts });
}

/** Leaves the model in use as it is, and says why this one is not. */
export async function holdModel(
  models: string,
  id: string,
  decision: 'held' | 'rejected',
  facts: Pick<Decision, 'by' | 'why' | 'gates'>,
): Promise<Decision> {
  const before = await currentId(models);
  return recordDecision(models, { decision, model: id, before, after: before, ...facts });
}

/** Goes back to the model that was in use before, of those that are still there. */
export async function rollBack(models: string, by: string): Promise<Decision> {
  const current = await currentId(models);
  const ids = await modelIds(models);
  const history = usedModels(await readDecisions(models));
  const place = current === null ? history.length : history.lastIndexOf(current);
  const earlier = history.slice(0, Math.max(0, place)).filter((id) => id !== current && ids.includes(id));
  const id = earlier.at(-1);
  if (id === undefined) throw nothingToRollBack(current);
  await loadAnyModel(models, id);
  await setCurrent(models, id);
  return recordDecision(models, {
    decision: 'rolled back',
    model: id,
    before: current,
    after: id,
    by,
    why: 'asked for',
    gates: [],
  });
}

/** Models in the order in which they were put into use; a roll-back takes away what it went back over. */
function usedModels(decisions: readonly Decision[]): string[] {
  const used: string[] = [];
  for (const { decision, after } of decisions) {
    if (after === null) continue;
    if (decision === 'rolled back') used.splice(used.lastIndexOf(after) + 1);
    else if (decision === 'promoted' && used.at(-1) !== after) used.push(after);
  }
  return used;
}

export interface Pruned {
  readonly kept: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Removes all but the newest `keep` models, the one in use and those named. Newest: last mentioned by a fit. Under the lock.
 */
export async function pruneModels(
  models: string,
  keep: number,
  spared: readonly string[],
  by: string,
): Promise<Pruned> {
  const ids = await modelIds(models);
  const current = await currentId(models);
  const decisions = await readDecisions(models);
  const lastFit = (id: string): number =>
    decisions.reduce((last, one) => (one.model === id && one.by === 'clv fit' ? one.number : last), 0);
  const newest = [...ids].sort((a, b) => lastFit(b) - lastFit(a) || (a < b ? -1 : 1)).slice(0, keep);
  const kept = ids.filter((id) => id === current || newest.includes(id) || spared.includes(id));
  const removed = ids.filter((id) => !kept.includes(id));
  for (const id of removed) {
    const leaving = join(models, `.${id}.leaving`);
    await rename(join(models, id), leaving);
    await rm(leaving, { recursive: true, force: true });
    await recordDecision(models, {
      decision: 'pruned',
      model: id,
      before: current,
      after: current,
      by,
      why: `keep ${keep}`,
      gates: [],
    });
  }
  return { kept, removed };
}
