import { join } from 'node:path';
import { listFiles, makeFolder } from '../../common/file-access.js';
import { counted } from '../../common/messages/counted.js';
import {
  nothingQuarantined,
  nothingToRetry,
  rowsHidden,
  valuesHidden,
} from '../../common/messages/quarantine.js';
import { money } from '../../common/money.js';
import type { Result, Table } from '../../common/result.js';
import { shownPath } from '../../common/shown-path.js';
import type { Store, StoreRow } from '../../store/store.js';
import { existingWorkspace } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { load } from '../load.js';
import { withWorkspaceReader } from '../open-store.js';
import type { Settings } from '../settings.js';
import { workspaceResult } from '../workspace-result.js';
import { exportOpenRows } from './export-rows.js';
import { hiddenRefused } from './hidden-rows.js';

/** The refused rows that wait to be mended: how many of which file and reason, and the rows themselves. */
export async function listQuarantine(
  limit: number,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  return withWorkspaceReader(settings, context, async (store) => {
    const reasons = await store.rows(`select file, load_number, reason, count(*) as rows,
        cast(coalesce(sum(abs(amount)), 0) as varchar) as money
      from quarantine where settled_by is null group by all order by load_number, rows desc, file, reason`);
    const rows = await store.rows(
      `select rowid as id, file, row_number, field, value, reason from quarantine where settled_by is null
        order by load_number, file, row_number, field limit $limit`,
      { limit },
    );
    const hidden = await hiddenRefused(store, settings);
    const isShown = ({ id }: StoreRow) => !hidden.has(Number(id));
    const count = reasons.reduce((sum, row) => sum + Number(row.rows), 0);
    const settled = await settledCounts(store);
    return workspaceResult(
      context,
      settings,
      `${counted(count, 'refused row')} ${count === 1 ? 'waits' : 'wait'} to be mended`,
      {
        tables: [
          reasonsTable(reasons.map((row) => ({ ...row, money: money(String(row.money)).toFixed(2) }))),
          rowsTable(rows.map((row) => ({ ...withoutId(row), value: isShown(row) ? row.value! : null }))),
          settledTable(settled),
        ],
        notes: [
          ...(count === 0 ? [nothingQuarantined(shownPath(settings.workspace.path, settings.cwd))] : []),
          ...(rows.every(isShown) ? [] : [valuesHidden()]),
        ],
      },
    );
  });
}

/** Writes the refused rows that wait into `--out`, else into the folder of the workspace. */
export async function exportQuarantine(settings: Settings, context: RunContext): Promise<Result> {
  return withWorkspaceReader(settings, context, async (store, workspace) => {
    const folder = settings.report.out ?? workspace.quarantine;
    await makeFolder(folder);
    const isInside = folder === workspace.quarantine;
    const hidden = isInside ? new Set<number>() : await hiddenRefused(store, settings);
    const files = await exportOpenRows(store, folder, hidden);
    for (const { path } of files) context.journal?.output(path);
    return workspaceResult(
      context,
      settings,
      `Refused rows of ${counted(files.length, 'file')} written to ${shownPath(folder, settings.cwd)}`,
      {
        tables: [
          {
            id: 'files',
            title: 'Mend these and load them: clv quarantine retry FILE',
            section: 'Quarantine',
            columns: [
              { id: 'path', title: 'written', type: 'text' },
              { id: 'file', title: 'rows of', type: 'text' },
              { id: 'rows', title: 'rows', type: 'count' },
            ],
            rows: files.map((file) => ({ ...file, path: shownPath(file.path, settings.cwd) })),
          },
        ],
        notes: [
          ...(files.length === 0 && hidden.size === 0
            ? [nothingQuarantined(shownPath(settings.workspace.path, settings.cwd))]
            : []),
          ...(hidden.size > 0
            ? [rowsHidden(hidden.size, shownPath(workspace.quarantine, settings.cwd))]
            : []),
        ],
      },
    );
  });
}

/** Loads mended quarantine files: those named, else all that lie in the workspace's folder. */
export async function retryQuarantine(settings: Settings, context: RunContext): Promise<Result> {
  if (settings.sourcesFrom === 'command line') return load(settings, context);
  const { quarantine } = await existingWorkspace(settings.workspace.path);
  const names = (await listFiles(quarantine)).filter((name) => name.endsWith('.csv'));
  if (names.length === 0) throw nothingToRetry(shownPath(quarantine, settings.cwd));
  const patterns = names.map((name) => join(quarantine, name));
  return load({ ...settings, sources: [{ role: 'orders', patterns }] }, context);
}

function withoutId({ id: _, ...row }: StoreRow): Omit<StoreRow, 'id'> {
  return row;
}

async function settledCounts(store: Store): Promise<{ outcome: string; rows: number }[]> {
  const rows = await store.rows(
    'select settled_as, count(*) as n from quarantine where settled_by is not null group by all order by 1',
  );
  return rows.map(({ settled_as, n }) => ({ outcome: String(settled_as), rows: Number(n) }));
}

function reasonsTable(rows: Table['rows']): Table {
  return {
    id: 'reasons',
    title: 'Refused rows by file and reason',
    section: 'Quarantine',
    columns: [
      { id: 'file', title: 'file', type: 'text' },
      { id: 'load_number', title: 'load', type: 'count' },
      { id: 'reason', title: 'reason', type: 'text' },
      { id: 'rows', title: 'rows', type: 'count' },
      { id: 'money', title: 'money in them', type: 'money' },
    ],
    rows,
  };
}

function rowsTable(rows: Table['rows']): Table {
  return {
    id: 'rows',
    title: 'Refused rows',
    section: 'Quarantine',
    columns: [
      { id: 'file', title: 'file', type: 'text' },
      { id: 'row_number', title: 'row', type: 'count' },
      { id: 'field', title: 'field', type: 'text' },
      { id: 'value', title: 'value', type: 'text' },
      { id: 'reason', title: 'reason', type: 'text' },
    ],
    rows,
  };
}

function settledTable(rows: Table['rows']): Table {
  return {
    id: 'settled',
    title: 'Rows that wait no more: mended, or replaced by a later load',
    section: 'Quarantine',
    wide: true,
    columns: [
      { id: 'outcome', title: 'outcome', type: 'text' },
      { id: 'rows', title: 'rows', type: 'count' },
    ],
    rows,
  };
}
