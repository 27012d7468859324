import { basename, join } from 'node:path';
import { sha256OfFile } from '../../common/files.js';
import {
  alreadySettled,
  cameAgain,
  mendedWithOthers,
  notInQuarantine,
  stillRefused,
} from '../../common/messages/quarantine.js';
import type { Note, Result } from '../../common/result.js';
import { findFiles } from '../../ingest/find.js';
import { mapColumns } from '../../ingest/mapping.js';
import { isMendedFile, type MendedRow, readMended, writeMended } from '../../ingest/mended.js';
import type { SourceRole, SourceSpec } from '../../ingest/settings.js';
import { findOverlap, type MergeCounts, mergeIncoming } from '../../mart/merge.js';
import { openTouched } from '../../mart/touched.js';
import type { Store } from '../../store/store.js';
import type { Workspace } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { type LoadedFile, loads, recordLoad, warehouseFacts } from '../ledger.js';
import { loadResult } from '../load-result.js';
import { passPrivacyGate, recordLeftOut } from '../privacy/gate.js';
import { leaveBeside, readBeside } from '../read-beside.js';
import type { FileReading } from '../read-files.js';
import { orderKeyOf, refreshStored } from '../refresh-stored.js';
import type { Settings } from '../settings.js';
import { nextFacts } from '../warehouse-facts.js';
import { judgeMended, type MendedPlace } from './judge-mended.js';
import { type OpenRow, sortRows } from './open-rows.js';
import { settleMended } from './settle.js';

/** Whether the files are quarantine files of an earlier load. Throws when some are and some are not. */
export async function areMended(sources: readonly SourceSpec[]): Promise<boolean> {
  const paths = (await findFiles(sources, null)).map(({ path }) => path);
  const mended: string[] = [];
  const others: string[] = [];
  for (const path of paths)
    (path !== null && (await isMendedFile(path)) ? mended : others).push(path ?? 'standard input');
  if (mended.length > 0 && others.length > 0) throw mendedWithOthers(mended[0]!, others[0]!);
  return mended.length > 0;
}

interface Given {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly waiting: readonly (MendedRow & OpenRow)[];
}

/**
 * Loads the rows of mended quarantine files: those that wait in the quarantine and are fine now join their orders,
 * unless a later load has brought the order again. A row is loaded once, however often its file comes.
 */
export async function loadMended(
  store: Store,
  workspace: Workspace,
  scratch: string,
  sources: readonly SourceSpec[],
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  const notes: Note[] = [];
  const given: Given[] = [];
  const patterns = new Map<SourceRole, string[]>();
  const map: MendedPlace[] = [];
  const taken = new Set<string>();
  let [settled, unknown] = [0, 0];
  for (const [index, found] of (await findFiles(sources, settings.cwd)).entries()) {
    const file = await readMended(found.path!);
    const sorted = await sortRows(store, found.path!, file, taken);
    settled += sorted.settled;
    unknown += sorted.unknown;
    given.push({
      name: found.name,
      bytes: found.bytes,
      sha256: await sha256OfFile(found.path!),
      rows: file.rows.length,
      waiting: sorted.waiting,
    });
    for (const role of new Set(sorted.waiting.map((row) => row.role))) {
      const rows = sorted.waiting.filter((row) => row.role === role);
      const path = join(scratch, `mended-${index}-${role}.csv`);
      await writeMended(path, { header: file.header, rows });
      patterns.set(role, [...(patterns.get(role) ?? []), path]);
      const product = role === 'products' ? productColumn(file.header, settings) : null;
      map.push(
        ...rows.map(({ file: origin, row, load, values }, k) => ({
          ...{ file: basename(path), row: k + 1, origin, originRow: row, load, role },
          product: product === null ? null : (values[product] ?? null),
        })),
      );
    }
  }
  if (settled > 0) notes.push(alreadySettled(settled));
  if (unknown > 0) notes.push(notInQuarantine(unknown));
  if (map.length === 0) return loadResult(context, settings, null, notes, []);

  const again: Settings = {
    ...settings,
    cwd: scratch,
    sources: [...patterns].map(([role, paths]) => ({ role, patterns: paths })),
    ingest: { ...settings.ingest, maxQuarantine: Number.POSITIVE_INFINITY, maxMissingCustomer: null },
  };
  const read = await readBeside(store, again, context, scratch);
  const passed = await passPrivacyGate(store, workspace, read, settings);
  await judgeMended(store, join(scratch, 'map.csv'), map, settings);
  const counts = await store.transaction(() => merge(store, passed, given, settings, context));
  const outcomes = await outcomesOf(store);
  await store.run('drop table mended_map');
  await leaveBeside(store);
  const { refused, replaced } = outcomes.total;
  if (refused > 0) notes.push(stillRefused(refused));
  if (replaced > 0) notes.push(cameAgain(replaced));
  const reading = accountOf(read, given, outcomes, {
    already_settled: settled,
    not_in_quarantine: unknown,
    replaced_by_later_load: replaced,
  });
  return loadResult(context, settings, { reading, counts, quarantineFiles: [] }, notes, []);
}

/** Where a products file names the product. */
function productColumn(header: readonly string[], { ingest }: Settings): number | null {
  return mapColumns('', 'products', header, ingest.columns).byRole.get('product_id') ?? null;
}

async function merge(
  store: Store,
  reading: FileReading,
  given: readonly Given[],
  settings: Settings,
  context: RunContext,
): Promise<MergeCounts> {
  context.progress.stage('merging into the workspace');
  const number = (await loads(store)).length + 1;
  const facts = await warehouseFacts(store);
  const manner = {
    how: 'add',
    orderKey: orderKeyOf(settings),
    standing: [],
    loadNumber: null,
  } as const;
  await openTouched(store);
  const overlap = await findOverlap(store, 'incoming', manner);
  const counts = await mergeIncoming(store, 'incoming', manner, overlap);
  await refreshStored(store, settings, context, facts, nextFacts(facts, reading, settings));
  await settleMended(store, number);
  await recordLeftOut(store, reading);
  await recordLoad(store, {
    number,
    // The rows stand in the accounts of the files that they came from.
    files: given.map(({ name, bytes, sha256, rows }) => ({
      ...{ name, role: 'mended', bytes, sha256, rows },
      ...{ rowsUsed: 0, rowsQuarantined: 0, rowsIgnored: 0 },
    })),
    linesReplaced: 0,
    profile: null,
  });
  return counts;
}

interface Counts {
  readonly mended: number;
  readonly refused: number;
  readonly replaced: number;
}

interface Outcomes {
  readonly total: Counts;
  /** By the number of the file in the command. */
  readonly byFile: ReadonlyMap<number, Counts>;
}

async function outcomesOf(store: Store): Promise<Outcomes> {
  const rows = await store.rows(`select cast(split_part(file, '-', 2) as integer) as index,
      count(*) filter (outcome = 'mended') as mended, count(*) filter (outcome = 'refused') as refused,
      count(*) filter (outcome = 'replaced') as replaced
    from mended_map group by 1 order by 1`);
  const byFile = new Map(
    rows.map((row) => [
      Number(row.index),
      { mended: Number(row.mended), refused: Number(row.refused), replaced: Number(row.replaced) },
    ]),
  );
  const sum = (part: keyof Counts) => [...byFile.values()].reduce((all, counts) => all + counts[part], 0);
  return { total: { mended: sum('mended'), refused: sum('refused'), replaced: sum('replaced') }, byFile };
}

/** What became of the rows of the files that were named. */
function accountOf(
  read: FileReading,
  given: readonly Given[],
  { total, byFile }: Outcomes,
  ignored: Readonly<Record<string, number>>,
): FileReading {
  const files: LoadedFile[] = given.map(({ name, bytes, sha256, rows }, index) => ({
    ...{ name, role: 'mended', bytes, sha256, rows },
    rowsUsed: byFile.get(index)?.mended ?? 0,
    rowsQuarantined: byFile.get(index)?.refused ?? 0,
    rowsIgnored: rows - (byFile.get(index)?.mended ?? 0) - (byFile.get(index)?.refused ?? 0),
  }));
  return {
    ...read,
    notes: [],
    files: files.map(({ name, role, bytes, sha256, rows }) => ({ name, role, bytes, sha256, rows })),
    loadedFiles: files,
    rowsRead: given.reduce((sum, { rows }) => sum + rows, 0),
    rowsQuarantined: total.refused,
    rowsIgnored: Object.fromEntries(Object.entries(ignored).filter(([, rows]) => rows > 0)),
  };
}
