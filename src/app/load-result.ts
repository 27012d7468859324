import { counted } from '../common/messages/counted.js';
import { deepFreeze, type Note, RESULT_SCHEMA_VERSION, type Result, type Table } from '../common/result.js';
import { shownPath } from '../common/shown-path.js';
import { exactIdentity } from '../lenses/identity.js';
import type { MergeCounts } from '../mart/merge.js';
import type { RunContext } from './context.js';
import type { Deletion } from './delete-orders.js';
import type { FileReading } from './read-files.js';
import type { Settings } from './settings.js';

export interface Loaded {
  readonly reading: FileReading;
  readonly counts: MergeCounts;
  readonly quarantineFiles: readonly string[];
}

/** The part of a result that is said in words. */
export type Told = Pick<Result, 'notes' | 'warnings'>;

const TOLD_ON = new Set(['quarantine_files', 'personal_columns', 'other_side_left_out']);

/** What of a load is told by the command that loads first and then does something else. */
export function toldOn(loaded: Told | null): Told {
  return {
    notes: (loaded?.notes ?? []).filter(({ code }) => TOLD_ON.has(code)),
    warnings: (loaded?.warnings ?? []).filter(({ code }) => code !== 'same_bytes'),
  };
}

/** Where refused rows were written to. */
export function refusedRowsIn(paths: readonly string[], { cwd }: Settings): Note[] {
  if (paths.length === 0) return [];
  const shown = paths.map((path) => shownPath(path, cwd)).join(', ');
  return [
    {
      code: 'quarantine_files',
      text: `Refused rows are in ${shown}: mend them there and load that file.`,
    },
  ];
}

/** What a load did, as a result. `loaded` is null when there was nothing new. */
export function loadResult(
  context: RunContext,
  settings: Settings,
  loaded: Loaded | null,
  notes: readonly Note[],
  warnings: readonly Note[],
): Result {
  const reading = loaded?.reading;
  const used =
    reading === undefined
      ? 0
      : reading.loadedFiles
          .filter(({ role }) => role === 'orders' || role === 'mended')
          .reduce((sum, file) => sum + file.rowsUsed, 0);
  const ignored = Object.values(reading?.rowsIgnored ?? {}).reduce((sum, rows) => sum + rows, 0);
  return deepFreeze<Result>({
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool: 'clv',
    version: context.version,
    command: context.command,
    headline:
      loaded === null
        ? 'Nothing new to load'
        : `Loaded ${counted(loaded.reading.files.length, 'file')} into ${shownPath(settings.workspace.path, settings.cwd)}`,
    settings: {
      workspace: shownPath(settings.workspace.path, settings.cwd),
      time_zone: settings.ingest.timeZone,
    },
    lineage: {
      files: reading?.files ?? [],
      rowsRead: reading?.rowsRead ?? 0,
      rowsUsed: used,
      rowsQuarantined: reading?.rowsQuarantined ?? 0,
      rowsIgnored: reading?.rowsIgnored ?? {},
      asOf: null,
      configDigest: settings.config.digest,
    },
    notes: [...notes, ...(reading?.notes ?? []), ...refusedRowsIn(loaded?.quarantineFiles ?? [], settings)],
    warnings: [...(reading?.warnings ?? []), ...warnings],
    tables: loaded === null ? [] : [filesTable(loaded.reading), changes(loaded.counts)],
    figures: [],
    identities: [
      exactIdentity(
        'rows',
        'rows read = rows used + rows quarantined + rows ignored by a named rule',
        reading?.rowsRead ?? 0,
        used + (reading?.rowsQuarantined ?? 0) + ignored,
      ),
    ],
    answers: [],
  });
}

/** The result of a load whose command also deleted orders. */
export function withDeletion(result: Result, deletion: Deletion, { workspace, cwd }: Settings): Result {
  const deleted = `Deleted ${counted(deletion.orders, 'order')} from ${shownPath(workspace.path, cwd)}`;
  return deepFreeze<Result>({
    ...result,
    headline: result.tables.length === 0 ? deleted : `${result.headline} · ${deleted}`,
    notes: [...result.notes, ...deletion.notes],
    tables: [...result.tables, deletion.table],
  });
}

function filesTable({ loadedFiles }: FileReading): Table {
  return {
    id: 'files',
    title: 'Files',
    section: 'Load',
    columns: [
      { id: 'name', title: 'file', type: 'text' },
      { id: 'role', title: 'role', type: 'text' },
      { id: 'rows', title: 'rows', type: 'count' },
      { id: 'used', title: 'used', type: 'count' },
      { id: 'quarantined', title: 'quarantined', type: 'count' },
      { id: 'sha256', title: 'SHA-256', type: 'text', wide: true },
    ],
    rows: loadedFiles.map((file) => ({
      name: file.name,
      role: file.role,
      rows: file.rows,
      used: file.rowsUsed,
      quarantined: file.rowsQuarantined,
      sha256: file.sha256,
    })),
  };
}

function changes(counts: MergeCounts): Table {
  return {
    id: 'changes',
    title: 'What changed',
    section: 'Load',
    layout: 'record',
    columns: [
      { id: 'lines', title: 'order lines added', type: 'count' },
      { id: 'orders_new', title: 'new orders', type: 'count' },
      { id: 'orders_replaced', title: 'orders that came again and were replaced', type: 'count' },
      { id: 'lines_replaced', title: 'lines that gave way', type: 'count' },
      { id: 'customer_records', title: 'customer records', type: 'count' },
      { id: 'products', title: 'products', type: 'count' },
    ],
    rows: [
      {
        lines: counts.lines,
        orders_new: counts.ordersNew,
        orders_replaced: counts.ordersReplaced,
        lines_replaced: counts.linesReplaced,
        customer_records: counts.customerRecords,
        products: counts.products,
      },
    ],
  };
}
