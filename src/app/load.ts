import { nothingToLoad } from '../common/messages/load.js';
import type { Result } from '../common/result.js';
import { createSourceTables } from '../mart/create-sources.js';
import { martRelations } from '../mart/relations.js';
import type { RunContext } from './context.js';
import { deleteOrders } from './delete-orders.js';
import { createLedger } from './ledger.js';
import { type LoadOptions, loadFiles } from './load-files.js';
import { loadResult, withDeletion } from './load-result.js';
import { withWorkspaceDraft } from './open-store.js';
import type { Settings } from './settings.js';

export type { LoadOptions } from './load-files.js';

/**
 * Adds the rows of files to the workspace, and deletes the orders that others list. Bytes that were loaded before change
 * nothing.
 */
export async function load(
  settings: Settings,
  context: RunContext,
  { deletions = [], ...options }: LoadOptions = {},
): Promise<Result> {
  if (settings.sources.length === 0 && deletions.length === 0) throw nothingToLoad();
  return withWorkspaceDraft(settings, context, async (store, workspace, scratch, isDraft) => {
    await createLedger(store);
    await createSourceTables(store, martRelations);
    const loaded =
      settings.sources.length === 0
        ? null
        : await loadFiles(store, workspace, scratch, settings, context, options, isDraft);
    if (deletions.length === 0) return loaded!;
    const deletion = await deleteOrders(store, workspace, scratch, deletions, settings, context);
    return withDeletion(loaded ?? loadResult(context, settings, null, [], []), deletion, settings);
  });
}
