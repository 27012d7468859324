import { keyMade, noKeyNamed, outsideStays, rowFilesRemoved } from '../../common/messages/privacy.js';
import type { Note, Result } from '../../common/result.js';
import { keyFingerprint, pads, pseudonymSql } from '../../privacy/keyed-hash.js';
import { identifier } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import { loadedWorkspace, workspaceAt } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { createLedger, textFact, writeTextFact } from '../ledger.js';
import { withWorkspaceRewrite } from '../open-store.js';
import { otherSides } from '../other-sides.js';
import type { Settings } from '../settings.js';
import { workspaceResult } from '../workspace-result.js';
import { erasedTable } from './forget.js';
import { withPseudonym } from './gate.js';
import { readOrMakeKey } from './key-file.js';
import { PSEUDONYM_KEY, pseudonymKeyOf } from './pseudonym-key.js';
import { customerTables, rebuildStored } from './rebuild.js';
import { judgeRefused } from './refused-rows.js';
import { removeRowFiles } from './workspace-files.js';

/**
 * Turns the ids of all customers of the workspace into pseudonyms (keyed hashes), and those of later loads too. The
 * key is made where it is missing, and never stored in the workspace.
 */
export async function pseudonymise(settings: Settings, context: RunContext): Promise<Result> {
  const path = settings.privacy.pseudonymKey;
  if (path === null) throw noKeyNamed();
  await loadedWorkspace(settings.workspace.path);
  const { key, isNew } = await readOrMakeKey(path, workspaceAt(settings.workspace.path));
  let removed = 0;
  const changed = await withWorkspaceRewrite(
    settings,
    context,
    async (store, workspace) => {
      await createLedger(store);
      if ((await textFact(store, PSEUDONYM_KEY)) !== null) await pseudonymKeyOf(store, workspace, settings);
      return store.transaction(() => replaceIds(store, key, settings, context));
    },
    async (workspace) => {
      ({ removed } = await removeRowFiles(workspace));
    },
  );
  const notes: Note[] = [
    ...(isNew ? [keyMade(path)] : []),
    ...(removed > 0 ? [rowFilesRemoved(removed)] : []),
    outsideStays(),
    ...(await otherSides(settings)),
  ];
  return workspaceResult(context, settings, 'Ids of customers are pseudonyms now', {
    tables: [erasedTable(changed, 'Rows whose id has become a pseudonym, by table of the warehouse')],
    notes,
  });
}

async function replaceIds(
  store: Store,
  key: Uint8Array,
  settings: Settings,
  context: RunContext,
): Promise<Record<string, number>> {
  context.progress.stage('making pseudonyms');
  const tables = await customerTables(store);
  const all = tables.map((table) => `select customer_id from ${identifier(table)}`).join(' union ');
  await store.run(
    `create or replace temporary table pseudonyms as
      select customer_id as id, ${pseudonymSql('customer_id')} as pseudonym from (${all})`,
    pads(key),
  );
  const changed: Record<string, number> = {};
  for (const table of tables) {
    const { Count } = await store.one(
      `update ${identifier(table)} as rows set customer_id = pseudonyms.pseudonym from pseudonyms
        where pseudonyms.id = rows.customer_id and pseudonyms.pseudonym <> rows.customer_id`,
    );
    changed[table] = Number(Count);
  }
  await store.run('drop table pseudonyms');
  await judgeRefused(store, 'quarantine', settings.ingest.columns, ({ cells, customerAt }) => ({
    cells: customerAt === null ? null : withPseudonym(cells, customerAt, key),
  }));
  await writeTextFact(store, PSEUDONYM_KEY, keyFingerprint(key));
  await rebuildStored(store, settings, context);
  return changed;
}
