import { ClvError } from '../../common/errors.js';
import { relationsOld } from '../../common/messages/workspace.js';
import type { Note } from '../../common/result.js';
import { Mart } from '../../mart/build.js';
import { fingerprint, isOfThisText, STORED_RELATIONS, varsOf } from '../../mart/fingerprint.js';
import type { Vars } from '../../mart/relation.js';
import { lineFacts } from '../../mart/stored-lines.js';
import { defaultVars } from '../../mart/vars.js';
import type { Store } from '../../store/store.js';
import type { Workspace } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { warehouseFacts, writeWarehouseFacts } from '../ledger.js';
import { allRelations } from '../open-mart.js';
import { withWorkspaceReader, withWorkspaceWriter } from '../open-store.js';
import type { Settings } from '../settings.js';

/**
 * Runs the work with the warehouse open for reading, its relations built by this program's texts: after an upgrade that
 * changed these, the first reader that gets the lock at once builds them anew. Where it does not, `warnings` say that the run
 * has to build its own.
 */
export async function withRelationsReader<T>(
  settings: Settings,
  context: RunContext,
  work: (store: Store, workspace: Workspace, warnings: readonly Note[]) => Promise<T>,
): Promise<T> {
  const done = await withWorkspaceReader(settings, context, async (store, workspace) =>
    (await haveOtherTexts(store)) ? OTHER_TEXTS : { value: await work(store, workspace, []) },
  );
  if (done !== OTHER_TEXTS) return done.value;
  const warnings = await renew(settings, context);
  return withWorkspaceReader(settings, context, (store, workspace) => work(store, workspace, warnings));
}

/** Said by a reader that found relations of another version; a writer has to come first. */
const OTHER_TEXTS = 'other texts';

async function haveOtherTexts(store: Store): Promise<boolean> {
  const { fingerprints } = await warehouseFacts(store);
  return (
    Object.keys(fingerprints).length > 0 &&
    STORED_RELATIONS.some((name) => !isOfThisText(allRelations, name, fingerprints[name]))
  );
}

/** A report is owed to who may only read, too: what keeps the relations from being stored is no failure of it. */
async function renew(settings: Settings, context: RunContext): Promise<Note[]> {
  const atOnce: Settings = { ...settings, workspace: { ...settings.workspace, waitMs: 0 } };
  try {
    await withWorkspaceWriter(atOnce, context, async (store) => {
      // Another one may have been quicker.
      if (await haveOtherTexts(store)) await store.transaction(() => rebuild(store, settings, context));
    });
    return [];
  } catch (error) {
    if (context.signal.aborted) throw error;
    return [relationsOld(error instanceof ClvError && error.code === 'workspace_busy')];
  }
}

/** Builds the stored relations by this program's texts, else with all that they were built with. */
async function rebuild(store: Store, settings: Settings, { progress }: RunContext): Promise<void> {
  const facts = await warehouseFacts(store);
  const vars: Vars = Object.assign({}, defaultVars, ...Object.values(facts.fingerprints).map(varsOf));
  progress.stage('building the relations by the rules of this version');
  const { checks } = settings.runtime;
  const mart = new Mart(store, vars, { list: allRelations, checks, place: 'stored', progress });
  mart.tell(await lineFacts(store));
  await mart.build(STORED_RELATIONS);
  const fingerprints = Object.fromEntries(
    STORED_RELATIONS.map((name) => [name, fingerprint(allRelations, name, vars, facts.margins)]),
  );
  await writeWarehouseFacts(store, { ...facts, fingerprints });
}
