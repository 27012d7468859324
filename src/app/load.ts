import {
  currencyOfWarehouse,
  nothingToLoad,
  ordersMoved,
  ordersUnlike,
  sameBytes,
} from '../common/messages/load.js';
import { mendedNotFile } from '../common/messages/quarantine.js';
import type { Note, Result } from '../common/result.js';
import { writeQuarantine } from '../ingest/quarantine-csv.js';
import { createSourceTables } from '../mart/create-sources.js';
import { findOverlap, type MergeCounts, mergeIncoming } from '../mart/merge.js';
import { martRelations } from '../mart/relations.js';
import { openTouched } from '../mart/touched.js';
import type { Store } from '../store/store.js';
import type { RunContext } from './context.js';
import { bytesKey, type FreshSources, freshSources } from './fresh-sources.js';
import { createLedger, type LoadedFile, loadedFiles, loads, recordLoad, warehouseFacts } from './ledger.js';
import { loadJumps, loadProfile } from './load-jumps.js';
import { loadResult } from './load-result.js';
import { withWorkspaceWriter } from './open-store.js';
import { passPrivacyGate, recordLeftOut } from './privacy/gate.js';
import { areMended, loadMended } from './quarantine/load-mended.js';
import { quarantineIncoming } from './quarantine/settle.js';
import { readBeside } from './read-beside.js';
import type { FileReading } from './read-files.js';
import { refreshStored } from './refresh-stored.js';
import { checkSchema, recordSchema } from './schema-drift.js';
import type { Settings } from './settings.js';
import { nextFacts } from './warehouse-facts.js';

export interface LoadOptions {
  /** Columns that are gone, types and sizes that have changed are meant. */
  readonly acceptSchema?: boolean;
}

/**
 * Adds the rows of files to the workspace: reads them beside the warehouse, merges them an order at a time and
 * rebuilds the stored relations, all in one transaction. Bytes that were loaded before change nothing.
 */
export async function load(
  settings: Settings,
  context: RunContext,
  { acceptSchema = false }: LoadOptions = {},
): Promise<Result> {
  if (settings.sources.length === 0) throw nothingToLoad();
  return withWorkspaceWriter(settings, context, async (store, workspace, scratch) => {
    await createLedger(store);
    await createSourceTables(store, martRelations);
    const before = await loadedFiles(store);
    const known = new Set(before.map(bytesKey));
    const { fresh, again } = await freshSources(settings.sources, known, settings.cwd);
    const sameAgain = again.map(({ name }) => name);
    if (fresh.length === 0) return loadResult(context, settings, null, [sameBytes(sameAgain)], []);

    if (await areMended(fresh)) return loadMended(store, workspace, scratch, fresh, settings, context);

    const read = await readBeside(store, { ...settings, sources: fresh }, context, scratch);
    if (read.files.every((file) => known.has(bytesKey(file)))) {
      return loadResult(context, settings, null, [sameBytes(read.files.map(({ name }) => name))], []);
    }
    if (read.isMended) throw mendedNotFile();
    const schemaNotes = await checkSchema(store, workspace, read, settings, acceptSchema);
    const reading = await passPrivacyGate(store, workspace, read, settings);
    const facts = await warehouseFacts(store);
    if (facts.currency !== null && reading.currency !== null && facts.currency !== reading.currency) {
      throw currencyOfWarehouse(facts.currency, reading.currency);
    }
    const { counts, warnings, quarantineFiles } = await store.transaction(async () => {
      const merged = await merge(store, reading, settings, context, standingFiles(before, again));
      // Before the commit: refused rows that can't be written are no longer found after it.
      const written = await writeQuarantine(store, 'incoming', reading.intake.files, workspace.quarantine);
      return { ...merged, quarantineFiles: written };
    });
    await store.run('detach incoming');
    return loadResult(
      context,
      settings,
      { reading, counts, quarantineFiles },
      [...(sameAgain.length > 0 ? [sameBytes(sameAgain)] : []), ...schemaNotes],
      warnings,
    );
  });
}

/**
 * Names under which the lines of files stand that are named again beside new ones: the files of one command are a
 * union, so that an order which goes on in a new file keeps its lines of these. A name that was loaded with other
 * bytes too tells no lines apart.
 */
function standingFiles(before: readonly LoadedFile[], again: FreshSources['again']): string[] {
  const keys = new Set(again.map(({ key }) => key));
  const orders = before.filter(({ role }) => role === 'orders');
  return orders
    .filter((file) => keys.has(bytesKey(file)))
    .map(({ name }) => name)
    .filter((name) => orders.filter((file) => file.name === name).length === 1);
}

async function merge(
  store: Store,
  reading: FileReading,
  settings: Settings,
  context: RunContext,
  standing: readonly string[],
): Promise<{ counts: MergeCounts; warnings: Note[] }> {
  context.progress.stage('merging into the workspace');
  const profile = await loadProfile(store, 'incoming');
  const earlier = await loads(store);
  const number = earlier.length + 1;
  const facts = await warehouseFacts(store);
  const manner = {
    how: 'replace',
    loadNumber: number,
    orderKey: settings.ingest.orderCollisions === 'split' ? 'id and customer' : 'id',
    standing,
  } as const;
  await openTouched(store);
  const overlap = await findOverlap(store, 'incoming', manner);
  const counts = await mergeIncoming(store, 'incoming', manner, overlap);
  await refreshStored(store, settings, context, facts, nextFacts(facts, reading, settings));
  await quarantineIncoming(store, number);
  await recordLeftOut(store, reading);
  await recordSchema(store, reading);
  await recordLoad(store, {
    number,
    files: reading.loadedFiles,
    linesReplaced: counts.linesReplaced,
    profile,
  });
  return {
    counts,
    warnings: [
      ...(counts.ordersUnlike > 0 ? [ordersUnlike(counts.ordersUnlike)] : []),
      ...(counts.ordersMoved > 0 ? [ordersMoved(counts.ordersMoved)] : []),
      ...loadJumps(
        earlier.map((load) => load.profile),
        profile,
      ),
    ],
  };
}
