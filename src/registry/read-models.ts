import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClvError } from '../common/errors.js';
import { readTextFile } from '../common/file-access.js';
import {
  ambiguousModel,
  modelBroken,
  noCurrentModel,
  noModels,
  unknownModel,
} from '../common/messages/registry.js';
import { isOther, type OtherModel, parseAnyModel, parseModel } from './model-file.js';
import type { ModelLineage, ModelReference, StoredModel } from './model-record.js';
import { CURRENT } from './save-model.js';

/** Ids of all models, sorted. */
export async function modelIds(models: string): Promise<string[]> {
  const entries = await readdir(models, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/** Id of the model in use; null when there is none. */
export async function currentId(models: string): Promise<string | null> {
  return (await readTextFile(join(models, CURRENT)))?.trim() || null;
}

/** The model of an id or of its unique beginning; null = the one in use. */
export async function readModel(
  models: string,
  workspace: string,
  asked: string | null,
): Promise<StoredModel> {
  return loadModel(models, await findId(models, workspace, asked));
}

async function findId(models: string, workspace: string, asked: string | null): Promise<string> {
  const ids = await modelIds(models);
  const id = asked === null ? await currentId(models) : resolveId(asked, ids);
  if (id !== null) return id;
  throw ids.length === 0
    ? noModels(workspace)
    : noCurrentModel(workspace, ids.length, await usableIds(models));
}

/** Models that could be in use: not rejected, readable, and not of contracts. */
async function usableIds(models: string): Promise<string[]> {
  const all = await loadEachModel(models);
  return all
    .filter(({ stored }) => {
      if (stored instanceof ClvError) return false;
      const isContract = isOther(stored) && stored.record.kind === 'contract';
      return !isContract && stored.record.status === 'usable';
    })
    .map(({ id }) => id);
}

/** The same, of any kind. */
export async function readAnyModel(
  models: string,
  workspace: string,
  asked: string | null,
): Promise<StoredModel | OtherModel> {
  return loadAnyModel(models, await findId(models, workspace, asked));
}

/** The model of a whole id; throws for one of contracts or cohort factors. */
export async function loadModel(models: string, id: string): Promise<StoredModel> {
  const { path, text } = await modelFile(models, id);
  return parseModel(id, path, text);
}

/** The model of a whole id, of any kind. */
export async function loadAnyModel(models: string, id: string): Promise<StoredModel | OtherModel> {
  const { path, text } = await modelFile(models, id);
  return parseAnyModel(id, path, text);
}

/** Every model, or the error that says why it can't be read: a broken one hides no other. */
export async function loadEachModel(
  models: string,
): Promise<{ readonly id: string; readonly stored: StoredModel | OtherModel | ClvError }[]> {
  const found: { id: string; stored: StoredModel | OtherModel | ClvError }[] = [];
  for (const id of await modelIds(models)) {
    const stored = await loadAnyModel(models, id).catch((error: unknown) => {
      if (error instanceof ClvError) return error;
      throw error;
    });
    found.push({ id, stored });
  }
  return found;
}

async function modelFile(models: string, id: string): Promise<{ path: string; text: string }> {
  const path = join(models, id, 'model.json');
  const text = await readTextFile(path);
  if (text === null) throw modelBroken(path, 'the file is missing');
  return { path, text };
}

export async function readCard(models: string, id: string): Promise<string> {
  const path = join(models, id, 'card.md');
  const text = await readTextFile(path);
  if (text === null) throw modelBroken(path, 'the file is missing');
  return text;
}

export async function readLineage(models: string, id: string): Promise<ModelLineage> {
  const path = join(models, id, 'lineage.json');
  const text = await readTextFile(path);
  try {
    return JSON.parse(text ?? '') as ModelLineage;
  } catch {
    throw modelBroken(path, text === null ? 'the file is missing' : 'it is no whole JSON file');
  }
}

function resolveId(asked: string, ids: readonly string[]): string {
  if (ids.includes(asked)) return asked;
  const matches = ids.filter((id) => id.startsWith(asked) || id.split('-').at(-1)!.startsWith(asked));
  if (matches.length > 1) throw ambiguousModel(asked, matches);
  if (matches.length === 0) throw unknownModel(asked, ids);
  return matches[0]!;
}

/** What drift compares with; null when it is missing or broken. */
export async function readReferenceOf(models: string, id: string): Promise<ModelReference | null> {
  const text = await readTextFile(join(models, id, 'reference.json'));
  try {
    return text === null ? null : (JSON.parse(text) as ModelReference);
  } catch {
    return null;
  }
}
