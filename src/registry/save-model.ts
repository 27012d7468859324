import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../common/files.js';
import { temporaryName } from '../common/leftovers.js';
import { modelCard } from './card.js';
import { modelText, type OtherModel } from './model-file.js';
import type { ModelLineage, ModelRecord, ModelReference, StoredModel } from './model-record.js';
import { otherCard } from './other-card.js';
import type { AnyOtherRecord } from './other-records.js';

export const CURRENT = 'current';

/**
 * Puts a model into the folder of models: a folder of its own, made under another name and renamed when it is whole,
 * and never changed again; which one is in use is decided elsewhere. The same content finds its folder there and
 * leaves it. Call it under the workspace's lock.
 */
export async function saveModel(
  models: string,
  record: ModelRecord,
  reference: ModelReference,
  lineage: ModelLineage,
): Promise<StoredModel & { readonly isNew: boolean }> {
  const { id, text } = modelText(record);
  const isNew = await putFolder(models, id, {
    'model.json': text,
    'reference.json': json(reference),
    'lineage.json': json(lineage),
    'card.md': modelCard({ id, record }, lineage),
  });
  return { id, record, isNew };
}

/** The same for a model of another kind. */
export async function saveOtherModel(
  models: string,
  record: AnyOtherRecord,
  lineage: ModelLineage,
): Promise<OtherModel & { readonly isNew: boolean }> {
  const { id, text } = modelText(record);
  const isNew = await putFolder(models, id, {
    'model.json': text,
    'lineage.json': json(lineage),
    'card.md': otherCard({ id, record }, lineage),
  });
  return { id, record, isNew };
}

/** Makes a model's folder, whole or not at all; false when it was there. */
async function putFolder(
  models: string,
  id: string,
  files: Readonly<Record<string, string>>,
): Promise<boolean> {
  const folder = join(models, id);
  if ((await stat(folder).catch(() => null)) !== null) return false;
  await mkdir(models, { recursive: true });
  const unfinished = temporaryName(folder);
  await mkdir(unfinished, { mode: 0o700 });
  for (const [name, content] of Object.entries(files)) await writeFileAtomic(join(unfinished, name), content);
  await rename(unfinished, folder);
  return true;
}

/** Points to the model in use, by rename. */
export async function setCurrent(models: string, id: string): Promise<void> {
  await writeFileAtomic(join(models, CURRENT), `${id}\n`);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
