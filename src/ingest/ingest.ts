import { rm } from 'node:fs/promises';
import { makePrivateDirectory } from '../common/files.js';
import { diskFull, headerOnly, sameFile } from '../common/messages/ingest.js';
import type { Progress } from '../common/progress.js';
import type { Note } from '../common/result.js';
import type { Store } from '../store/store.js';
import { gatheredWhole } from './gather.js';
import type { FileIntake, IgnoreRule, Intake, Reason } from './intake.js';
import { checkLimits } from './limits.js';
import type { LineColumn } from './line-columns.js';
import { loadCustomers } from './load-customers.js';
import { type LineCounts, type LineFile, loadLines } from './load-lines.js';
import { loadProducts } from './load-products.js';
import { HasWithheldColumns } from './personal.js';
import { prepareLines } from './prepare-lines.js';
import { createQuarantine, quarantineEnd, refusedSince } from './quarantine.js';
import type { IngestSettings, SourceSpec } from './settings.js';
import { type NamedSource, openSources } from './sources.js';
import { createStage, exposeLines, planStage, type Stage } from './stage.js';
import { requireOneCurrency, summarise } from './summary.js';
import { tallyLines } from './tallies.js';

/** What a second look at the order files needs. */
export interface LinePlan {
  readonly files: readonly LineFile[];
  readonly stage: Stage;
  /** The purchase lines of every order are one row of the stage. */
  readonly ordersWhole: boolean;
}

const plans = new WeakMap<Intake, LinePlan>();

/** How the files of an intake were read, for `quarantineOrderConflicts`. */
export function planOf(intake: Intake): LinePlan {
  const plan = plans.get(intake);
  if (plan === undefined) throw new Error('this intake was not made by ingest()');
  return plan;
}

export function keepPlan(intake: Intake, plan: LinePlan): Intake {
  plans.set(intake, plan);
  return intake;
}

/**
 * Reads and judges all sources into `order_lines`, `quarantine`, `customer_records`,
 * `customer_record_attributes` and `products` of the store. Of the lines only what is in `want` is stored besides
 * customer, order, instant, amount and flags.
 *
 * Copies of files (decompressed, decoded, mended) stand in `settings.tempDirectory` and are needed until the last
 * use of the intake; the owner of that folder removes it.
 *
 * Not to be called within a transaction: a try to read a broken file fails and would end it.
 *
 * Throws ClvError for files that can't be read and when more is refused than the settings allow.
 */
export async function ingest(
  store: Store,
  sources: readonly SourceSpec[],
  settings: IngestSettings,
  want: ReadonlySet<LineColumn>,
  progress: Progress,
  stdin: NodeJS.ReadableStream | null,
  signal: AbortSignal | null = null,
): Promise<Intake> {
  const directory = await makePrivateDirectory(settings.tempDirectory);
  try {
    const named = await openSources(sources, { store, settings, directory, progress, stdin, signal });
    if (settings.asTheyAre !== undefined) {
      if (named.some(({ source }) => (source.table.withheld ?? []).length > 0))
        throw new HasWithheldColumns();
      settings.asTheyAre();
    }
    return await store.withProgress(progress, () => load(store, named, settings, want, progress));
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw /ENOSPC|EDQUOT/.test(String((error as NodeJS.ErrnoException).code))
      ? diskFull(directory, error)
      : error;
  }
}

async function load(
  store: Store,
  named: readonly NamedSource[],
  settings: IngestSettings,
  want: ReadonlySet<LineColumn>,
  progress: Progress,
): Promise<Intake> {
  const notes: Note[] = named.flatMap(({ same, mapping }) => (same === null ? mapping.notes : []));
  const warnings: Note[] = [];
  const fresh = named.filter(({ same, hollow, ofOtherSide }) => same === null && !hollow && !ofOtherSide);
  const orders = fresh.filter(({ role }) => role === 'orders');
  const files = await prepareLines(store, orders, settings, notes);
  const stage = planStage(
    files.map(({ rules }) => rules),
    files.map(({ source }) => source.name),
    want,
    settings.linesTable,
  );
  await createQuarantine(store);
  await createStage(store, stage);

  const loaded = new Map<NamedSource, FileIntake>();
  const counts: LineCounts[] = [];
  for (const [index, file] of files.entries()) {
    progress.stage(`reading ${file.source.name}`);
    const start = await quarantineEnd(store);
    const count = await loadLines(store, stage, file);
    counts.push(count);
    notes.push(...(await tallyLines(store, file, count)));
    loaded.set(orders[index]!, await account(store, orders[index]!, count, start));
  }
  for (const table of ['rest', 'judged']) await store.run(`drop table if exists temp.${table}`);
  requireOneCurrency(counts);
  const customers = fresh.filter(({ role }) => role === 'customers');
  const products = fresh.filter(({ role }) => role === 'products');
  for (const [group, read] of [
    [customers, loadCustomers],
    [products, loadProducts],
  ] as const) {
    await read(store, group, settings, notes, async (one, work) => {
      progress.stage(`reading ${one.source.name}`);
      const start = await quarantineEnd(store);
      loaded.set(one, await account(store, one, await work(), start));
    });
  }

  const intakes: FileIntake[] = [];
  for (const one of named) {
    const intake = loaded.get(one) ?? (await leftOut(store, one));
    if (one.same !== null) warnings.push(sameFile(one.source.name, one.same.name));
    else if (intake.rowsRead === 0 && !one.ofOtherSide) warnings.push(headerOnly(one.source.name));
    notes.push(...one.source.opened.notes);
    intakes.push(intake);
  }
  const ids = files.some(({ rules }) => rules.columns.has('order_id'));
  await exposeLines(store, stage, ids);
  const intake = await summarise(store, intakes, files, counts, stage, settings, notes, warnings, fresh);
  await checkLimits(store, intake, settings);
  const ordersWhole =
    stage.gathered && counts.every(({ reread }) => reread === 0) && (await gatheredWhole(store, stage));
  return keepPlan(intake, { files, stage, ordersWhole });
}

/** The account of one file; that it closes is checked here. */
async function account(
  store: Store,
  { source, mapping, role }: NamedSource,
  count: { readonly read: number; readonly used: number },
  start: number,
): Promise<FileIntake> {
  const reasons = await refusedSince(store, start);
  const refused = Object.values(reasons).reduce((sum, n) => sum + n, 0);
  if (count.read !== count.used + refused) {
    throw new Error(`${source.name}: ${count.read} rows read, ${count.used} used, ${refused} quarantined`);
  }
  return describe(source, mapping, role, count.read, count.used, reasons, {}, await source.sums());
}

async function leftOut(store: Store, { source, mapping, role, same }: NamedSource): Promise<FileIntake> {
  const rows = same === null ? 0 : await totalRows(store, same);
  const ignored = same === null ? {} : { same_file: rows };
  return describe(source, mapping, role, rows, 0, {}, ignored, await source.sums());
}

async function totalRows(store: Store, source: NamedSource['source']): Promise<number> {
  return (await source.rowCount(store)) + (source.setAside()?.count ?? 0);
}

function describe(
  source: NamedSource['source'],
  mapping: NamedSource['mapping'],
  role: NamedSource['role'],
  rowsRead: number,
  rowsUsed: number,
  rowsQuarantined: Partial<Record<Reason, number>>,
  rowsIgnored: Partial<Record<IgnoreRule, number>>,
  sums: { bytes: number; sha256: string },
): FileIntake {
  const { format, compression, encoding, dialect } = source.opened;
  return {
    ...{ name: source.name, role, format, compression, bytes: sums.bytes, sha256: sums.sha256 },
    ...{ encoding, delimiter: dialect?.delimiter ?? null, columns: mapping.columns },
    ...{ rowsRead, rowsUsed, rowsQuarantined, rowsIgnored },
  };
}
