import { ClvError } from '../common/errors.js';
import { isOther } from './model-file.js';
import type { StoredModel } from './model-record.js';
import { currentId, loadEachModel } from './read-models.js';

/**
 * The usable model of purchases with the latest data up to the day; of equals the one in use, else the last by id. Null when none
 * is. Models that can't be read are none.
 */
export async function newestModelBy(models: string, day: string): Promise<StoredModel | null> {
  const inUse = await currentId(models);
  let best: StoredModel | null = null;
  for (const { stored } of await loadEachModel(models)) {
    if (
      stored instanceof ClvError ||
      isOther(stored) ||
      stored.record.status !== 'usable' ||
      stored.record.asOf > day
    )
      continue;
    if (best === null || rank(stored) >= rank(best)) best = stored;
  }
  return best;

  function rank({ id, record }: StoredModel): string {
    return `${record.asOf} ${id === inUse ? 1 : 0} ${id}`;
  }
}
