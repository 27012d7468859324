import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../common/files.js';
import { temporaryName } from '../common/leftovers.js';
import { modelCard } from './card.js';
import { modelText } from './model-file.js';
import type { ModelLineage, ModelRecord, ModelReference, StoredModel } from './model-record.js';

export const CURRENT = 'current';

/**
 * Puts a model into the folder of models: a folder of its own, made under another name and renamed when it is whole,
 * and never changed again. A usable model becomes the current one. The same content finds its folder there and
 * leaves it. Call it under the workspace's lock.
 */
export async function saveModel(
  models: string,
  record: ModelRecord,
  reference: ModelReference,
  lineage: ModelLineage,
): Promise<StoredModel & { readonly isNew: boolean }> {
  const { id, text } = modelText(record);
  const folder = join(models, id);
  const isNew = (await stat(folder).catch(() => null)) === null;
  if (isNew) {
    await mkdir(models, { recursive: true });
    const unfinished = temporaryName(folder);
    await mkdir(unfinished, { mode: 0o700 });
    const files = {
      'model.json': text,
      'reference.json': json(reference),
      'lineage.json': json(lineage),
      'card.md': modelCard({ id, record }, lineage),
    };
    for (const [name, content] of Object.entries(files))
      await writeFileAtomic(join(unfinished, name), content);
    await rename(unfinished, folder);
  }
  if (record.status === 'usable') await setCurrent(models, id);
  return { id, record, isNew };
}

/** Points to the model in use, by rename. */
export async function setCurrent(models: string, id: string): Promise<void> {
  await writeFileAtomic(join(models, CURRENT), `${id}\n`);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
