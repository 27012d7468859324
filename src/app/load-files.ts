import {
  appendToOthers,
  currencyOfWarehouse,
  customersChanged,
  ordersGoOn,
  ordersMoved,
  ordersOverlap,
  ordersUnlike,
  productsChanged,
  sameBytes,
} from '../common/messages/load.js';
import { mendedNotFile } from '../common/messages/quarantine.js';
import type { Note, Result } from '../common/result.js';
import { writeQuarantine } from '../ingest/quarantine-csv.js';
import { type AttributeChanges, attributeChanges, keepHistory } from '../mart/attribute-changes.js';
import {
  findOverlap,
  type MergeCounts,
  mergeIncoming,
  type Overlap,
  type StandingFile,
} from '../mart/merge.js';
import { openTouched } from '../mart/touched.js';
import type { Store } from '../store/store.js';
import type { Workspace } from '../store/workspace.js';
import type { RunContext } from './context.js';
import { bytesKey, type FreshSources, freshSources } from './fresh-sources.js';
import { type LoadedFile, loadedFiles, loads, recordLoad, warehouseFacts } from './ledger.js';
import { loadJumps, loadProfile } from './load-jumps.js';
import { loadResult } from './load-result.js';
import { forgottenAmongRefused } from './privacy/forgotten.js';
import { passPrivacyGate, recordLeftOut } from './privacy/gate.js';
import { areMended, loadMended } from './quarantine/load-mended.js';
import { quarantineIncoming } from './quarantine/settle.js';
import { leaveBeside, readBeside, writeAtCommit } from './read-beside.js';
import type { FileReading } from './read-files.js';
import { orderKeyOf, refreshStored } from './refresh-stored.js';
import { checkSchema, recordSchema } from './schema-drift.js';
import type { Settings } from './settings.js';
import { nextFacts } from './warehouse-facts.js';
import { type AppendedSources, appendedSources, recordWatermarks } from './watermarks.js';

export interface LoadOptions {
  /** Columns that are gone, types and sizes that have changed are meant. */
  readonly acceptSchema?: boolean;
  /** Files that list orders to delete, after everything else: absolute paths, globs, or `-`. */
  readonly deletions?: readonly string[];
  /** Of order files that were loaded before, only what was added is read. */
  readonly sinceWatermark?: boolean;
  /** The files of refused rows were written before, and may have been mended or removed since. */
  readonly refusedAreWritten?: boolean;
}

/**
 * Reads files beside the warehouse, merges them an order at a time and brings the stored relations up to date, all in
 * one transaction. In a draft of the warehouse nothing stands yet: lines are written where they stay, and no transaction is
 * needed.
 */
export async function loadFiles(
  store: Store,
  workspace: Workspace,
  scratch: string,
  settings: Settings,
  context: RunContext,
  { acceptSchema = false, sinceWatermark = false, refusedAreWritten = false }: Omit<LoadOptions, 'deletions'>,
  isDraft: boolean,
): Promise<Result> {
  const before = await loadedFiles(store);
  const known = new Set(before.map(bytesKey));
  const appended = sinceWatermark
    ? await appendedSources(store, settings.sources, before, scratch, settings, context.signal)
    : WHOLE;
  const { fresh: others, again } = await freshSources(
    sinceWatermark ? settings.sources.filter(({ role }) => role !== 'orders') : settings.sources,
    before,
    settings.cwd,
  );
  const fresh = [...appended.sources, ...others];
  const notes = [...(again.length > 0 ? [sameBytes(again.map(({ name }) => name))] : []), ...appended.notes];
  if (fresh.length === 0) return loadResult(context, settings, null, notes, []);

  if (await areMended(fresh)) return loadMended(store, workspace, scratch, fresh, settings, context);

  // Ids that become pseudonyms must never have stood in the warehouse.
  const linesStand = isDraft && settings.privacy.pseudonymKey === null;
  const firstLoad = linesStand ? 1 : null;
  const uncounted = await forgottenAmongRefused(store, workspace, settings);
  const toRead: Settings = { ...settings, sources: fresh, ingest: { ...settings.ingest, uncounted } };
  const read = await readBeside(store, toRead, context, scratch, firstLoad);
  // Lines that were added may be equal to others.
  if (appended.sources.length === 0 && read.files.every((file) => known.has(bytesKey(file)))) {
    return loadResult(context, settings, null, [sameBytes(read.files.map(({ name }) => name))], []);
  }
  if (read.isMended) throw mendedNotFile();
  const schemaNotes = await checkSchema(store, workspace, read, settings, acceptSchema);
  const reading = await passPrivacyGate(store, workspace, read, settings);
  const facts = await warehouseFacts(store);
  if (facts.currency !== null && reading.currency !== null && facts.currency !== reading.currency) {
    throw currencyOfWarehouse(facts.currency, reading.currency);
  }
  const standing = [...standingFiles(before, again), ...appended.standing];
  const atOnce = isDraft ? <T>(work: () => Promise<T>) => work() : store.transaction.bind(store);
  const { counts, mergeNotes, warnings, quarantineFiles } = await atOnce(async () => {
    const { watermarks } = appended;
    const merged = await merge(store, reading, settings, context, {
      standing,
      watermarks,
      linesStand,
      // What the gate left out was counted.
      orders: reading === read ? reading.ordersRead : null,
    });
    // Before the commit: refused rows that can't be written are no longer found after it.
    const written = refusedAreWritten
      ? []
      : await writeQuarantine(store, 'incoming', reading.intake.files, workspace.quarantine);
    if (!isDraft) await writeAtCommit(store);
    return { ...merged, quarantineFiles: written };
  });
  await leaveBeside(store);
  const loaded = { reading, counts, quarantineFiles };
  return loadResult(context, settings, loaded, [...notes, ...schemaNotes, ...mergeNotes], warnings);
}

const WHOLE: AppendedSources = { sources: [], watermarks: new Map(), standing: [], notes: [] };

/**
 * Names under which the lines of files stand that are named again beside new ones: the files of one command are a
 * union, so that an order which goes on in a new file keeps its lines of these. A name that was loaded with other
 * bytes too tells no lines apart.
 */
function standingFiles(before: readonly LoadedFile[], again: FreshSources['again']): StandingFile[] {
  const keys = new Set(again.map(({ key }) => key));
  const orders = before.filter(({ role }) => role === 'orders');
  return orders
    .filter((file) => keys.has(bytesKey(file)))
    .map(({ name }) => name)
    .filter((name) => orders.filter((file) => file.name === name).length === 1)
    .map((name) => ({ name, fromLoad: 0 }));
}

function customerNotes({ restated, dated }: AttributeChanges): Note[] {
  return [
    ...(restated.customers > 0 ? [customersChanged(restated, false)] : []),
    ...(dated.customers > 0 ? [customersChanged(dated, true)] : []),
  ];
}

interface MergedLines {
  readonly standing: readonly StandingFile[];
  readonly watermarks: AppendedSources['watermarks'];
  /** They are in the warehouse already. */
  readonly linesStand: boolean;
  /** How many orders they are, where that is known. */
  readonly orders: number | null;
}

/** Each load leaves the old rows of its customers as holes. */
const LOADS_BETWEEN_REWRITES = 8;

async function merge(
  store: Store,
  reading: FileReading,
  settings: Settings,
  context: RunContext,
  { standing, watermarks, linesStand, orders }: MergedLines,
): Promise<{ counts: MergeCounts; mergeNotes: Note[]; warnings: Note[] }> {
  context.progress.stage('merging into the workspace');
  const profile = await loadProfile(store, 'incoming');
  const earlier = await loads(store);
  const number = earlier.length + 1;
  if (number % LOADS_BETWEEN_REWRITES === 0) await store.closeHoles();
  const facts = await warehouseFacts(store);
  const { onOverlap } = settings.workspace;
  const manner = {
    how: onOverlap === 'append' ? 'add' : 'replace',
    loadNumber: number,
    orderKey: orderKeyOf(settings),
    standing,
    linesStand,
    orders,
  } as const;
  await openTouched(store);
  const overlap = await findOverlap(store, 'incoming', manner);
  judgeOverlap(overlap, onOverlap);
  const counts = await mergeIncoming(store, 'incoming', manner, overlap);
  const hasHistory = await keepHistory(store);
  const next = nextFacts(facts, reading, settings);
  const sameLines = !linesStand && counts.isFirst ? 'incoming.main.order_lines' : null;
  await refreshStored(store, settings, context, facts, next, sameLines);
  const customers = hasHistory ? await attributeChanges(store) : null;
  await quarantineIncoming(store, number);
  await recordLeftOut(store, reading);
  await recordSchema(store, reading);
  await recordLoad(store, {
    number,
    files: reading.loadedFiles,
    linesReplaced: counts.linesReplaced,
    profile,
  });
  await recordWatermarks(store, number, reading.loadedFiles, watermarks);
  const { restated, dated } = counts.productChanges;
  return {
    counts,
    mergeNotes: [
      ...(onOverlap === 'append' && overlap.orders > 0 ? [ordersGoOn(overlap.orders)] : []),
      ...(dated.orders > 0 ? [productsChanged(dated, true)] : []),
      ...(customers === null ? [] : customerNotes(customers)),
    ],
    warnings: [
      ...(restated.orders > 0 ? [productsChanged(restated, false)] : []),
      ...(counts.ordersUnlike > 0 ? [ordersUnlike(counts.ordersUnlike)] : []),
      ...(counts.ordersMoved > 0 ? [ordersMoved(counts.ordersMoved)] : []),
      ...loadJumps(
        earlier.map((load) => load.profile),
        profile,
      ),
    ],
  };
}

function judgeOverlap({ orders, example, moved, movedExample }: Overlap, how: string): void {
  if (how === 'error' && orders > 0) throw ordersOverlap(orders, example!);
  if (how === 'append' && moved > 0) throw appendToOthers(moved, movedExample!);
}
