import { workspaceStale } from '../common/messages/schema.js';
import { shownPath } from '../common/shown-path.js';
import type { Store } from '../store/store.js';
import { textFact, writeTextFact } from './ledger.js';
import type { FileReading } from './read-files.js';
import type { Settings } from './settings.js';

/** What is kept out of the workspace: files, and in which roles they were unlike those before. */
export interface KeptOut {
  readonly files: readonly string[];
  readonly changes: readonly string[];
  /** Empty in what an earlier version wrote. */
  readonly roles: readonly string[];
}

const FACT = 'schema_drift';

/** Notes that a batch is kept out, beside one that was before: the workspace is stale from then on. */
export async function keepOut(store: Store, batch: KeptOut): Promise<void> {
  const earlier = await keptOut(store);
  const both = (part: keyof KeptOut) => [...new Set([...(earlier?.[part] ?? []), ...batch[part]])];
  const all: KeptOut = { files: both('files'), changes: both('changes'), roles: both('roles') };
  await writeTextFact(store, FACT, JSON.stringify(all));
}

/** Files of a batch that this reading settles without them. */
export async function stillOut(store: Store, reading: FileReading): Promise<readonly string[]> {
  const out = await keptOut(store);
  if (out === null || !isSettledBy(reading, out)) return [];
  return out.files.filter((name) => !reading.files.some((file) => file.name === name));
}

/** Lets reports go on, in the load's transaction, where the reading brings what the batch was to bring. */
export async function settleKeptOut(store: Store, reading: FileReading): Promise<void> {
  const out = await keptOut(store);
  if (out !== null && isSettledBy(reading, out))
    await store.run('delete from warehouse_facts where key = $key', { key: FACT });
}

/** Throws (exit 3) while a batch is kept out. */
export async function refuseStale(store: Store, settings: Settings): Promise<void> {
  const out = await keptOut(store);
  if (out !== null)
    throw workspaceStale(shownPath(settings.workspace.path, settings.cwd), out.files, out.changes);
}

async function keptOut(store: Store): Promise<KeptOut | null> {
  const out = JSON.parse((await textFact(store, FACT)) ?? 'null') as Partial<KeptOut> | null;
  return out === null ? null : { files: [], changes: [], roles: [], ...out };
}

/** Good orders take the place of orders that were kept out, and say nothing of customers. */
function isSettledBy({ files }: FileReading, { roles }: KeptOut): boolean {
  return roles.every((role) => files.some((file) => file.role === role));
}
