import { sha256OfText } from '../common/files.js';
import { modelBroken, modelOfOtherKind, modelTooNew } from '../common/messages/registry.js';
import { deepFreeze } from '../common/result.js';
import { MODEL_SCHEMA, type ModelRecord, type StoredModel } from './model-record.js';
import type { AnyOtherRecord } from './other-records.js';

/** The text of `model.json` and the id that it gives: the model's name and twelve hexadecimal digits of its SHA-256. */
export function modelText(record: ModelRecord | AnyOtherRecord): {
  readonly id: string;
  readonly text: string;
} {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  return { id: idOf(record.frequency.model, text), text };
}

/** Reads `model.json`. Throws when it is cut, edited, of a version to come, or no model of purchases. */
export function parseModel(id: string, path: string, text: string): StoredModel {
  const stored = parseAnyModel(id, path, text);
  if (isOther(stored)) throw modelOfOtherKind(id, stored.record.kind);
  return stored;
}

export type OtherModel = { readonly id: string; readonly record: AnyOtherRecord };

/** Whether a model is of another kind than purchases and spend. */
export function isOther(stored: StoredModel | OtherModel): stored is OtherModel {
  return 'kind' in stored.record;
}

/** The same for every kind of model. */
export function parseAnyModel(id: string, path: string, text: string): StoredModel | OtherModel {
  let value: Partial<ModelRecord>;
  try {
    value = JSON.parse(text) as Partial<ModelRecord>;
  } catch {
    throw modelBroken(path, 'it is no whole JSON file');
  }
  if (typeof value !== 'object' || value === null || value.tool !== 'clv')
    throw modelBroken(path, 'it is no model of clv');
  const { schemaVersion } = value;
  if (typeof schemaVersion !== 'number') throw modelBroken(path, 'it has no schema version');
  if (schemaVersion > MODEL_SCHEMA) throw modelTooNew(path, schemaVersion, MODEL_SCHEMA);
  if (typeof value.frequency?.model !== 'string' || idOf(value.frequency.model, text) !== id)
    throw modelBroken(path, 'its content is not the one that its name was made from');
  return deepFreeze({ id, record: value as ModelRecord });
}

function idOf(model: string, text: string): string {
  return `${model}-${sha256OfText(text).slice(0, 12)}`;
}
