import { holdModel, putIntoUse } from '../../registry/choose-current.js';
import type { Decision } from '../../registry/decisions.js';
import type { ModelRecord } from '../../registry/model-record.js';

/** What a decision goes by, of a model of whatever kind. */
type Judged = Pick<ModelRecord, 'status' | 'gates'>;

/** Decides whether a fit is put into use, and records why. Call it under the workspace's lock. */
export async function decide(
  models: string,
  { id, record }: { readonly id: string; readonly record: Judged },
  mayPromote: boolean,
  by: string,
): Promise<Decision> {
  const gates = record.gates ?? [];
  const failed = failedGates(record);
  if (record.status !== 'usable')
    return holdModel(models, id, 'rejected', { by, why: 'the fit failed', gates });
  if (!mayPromote) return holdModel(models, id, 'held', { by, why: '--no-promote', gates });
  if (failed.length > 0) return holdModel(models, id, 'held', { by, why: failed.join('; '), gates });
  return putIntoUse(models, id, { by, why: 'every gate that could be measured is passed', gates });
}

/** Gates that were measured and not passed, in words. */
export function failedGates({ gates }: Pick<Judged, 'gates'>): string[] {
  return (gates ?? [])
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ gate, found, needed }) => `${gate}: ${found}, needed: ${needed}`);
}
