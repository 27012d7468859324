import { counted } from '../../common/messages/counted.js';
import {
  ambiguousRun,
  clockWentBack,
  cutLines,
  lastRunFailed,
  lastRunOld,
  noRuns,
  unknownRun,
} from '../../common/messages/runs.js';
import type { Note, Result, Table } from '../../common/result.js';
import { type RunEntry, type RunLog, readRuns } from '../../store/run-log.js';
import { existingWorkspace } from '../../store/workspace.js';
import { durationText } from '../config/parse-duration.js';
import type { RunContext } from '../context.js';
import type { Settings } from '../settings.js';
import { workspaceResult } from '../workspace-result.js';
import { runTables } from './run-tables.js';

/** The runs of the workspace, the last one first. */
export async function listRuns(
  { command, limit }: { readonly command: string | null; readonly limit: number },
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  const log = await readLog(settings);
  const entries = ofCommand(log, command);
  const shown = entries.slice(-limit).reverse();
  return result(
    context,
    settings,
    shown.length < entries.length
      ? `${counted(entries.length, 'run')}, the last ${shown.length}`
      : counted(entries.length, 'run'),
    log,
    [listTable(shown)],
  );
}

/** All that the log has of one run; without an id the last one. */
export async function showRun(id: string | null, settings: Settings, context: RunContext): Promise<Result> {
  const log = await readLog(settings);
  const entry = id === null ? log.entries.at(-1) : byId(log.entries, id);
  if (entry === undefined) throw noRuns(settings.workspace.path, null);
  return result(
    context,
    settings,
    `${entry.command} · ${entry.started} · exit ${entry.exit}`,
    log,
    runTables(entry),
  );
}

/** The last run, for a monitor: throws (exit 5) when it failed, is older than `maxAgeMs`, or there is none. */
export async function lastRun(
  { command, maxAgeMs }: { readonly command: string | null; readonly maxAgeMs: number | null },
  settings: Settings,
  context: RunContext,
  now: Date = new Date(),
): Promise<Result> {
  const log = await readLog(settings);
  // A step that `clv run` had no need of says nothing of the last time that it was done.
  const last = ofCommand(log, command).findLast(({ facts }) => facts.state !== 'skipped');
  if (last === undefined) throw noRuns(settings.workspace.path, command);
  if (last.exit !== 0) throw lastRunFailed(last.command, last.finished, last.exit, last.error);
  const age = now.getTime() - Date.parse(last.finished);
  if (maxAgeMs !== null && age > maxAgeMs)
    throw lastRunOld(
      last.command,
      last.finished,
      durationText(Math.floor(age / 60_000) * 60_000),
      durationText(maxAgeMs),
    );
  const notes = age < 0 ? [clockWentBack(last.finished)] : [];
  return result(
    context,
    settings,
    `${last.command} · ${last.finished} · exit 0`,
    log,
    [listTable([last])],
    notes,
  );
}

async function readLog(settings: Settings): Promise<RunLog> {
  const { runs } = await existingWorkspace(settings.workspace.path);
  return readRuns(runs);
}

/** `load` and `clv load` mean the same. */
function ofCommand({ entries }: RunLog, command: string | null): readonly RunEntry[] {
  if (command === null) return entries;
  const name = command.startsWith('clv ') ? command : `clv ${command}`;
  return entries.filter((entry) => entry.command === name);
}

function byId(entries: readonly RunEntry[], id: string): RunEntry {
  const matches = entries.filter((entry) => entry.id.startsWith(id));
  if (matches.length > 1)
    throw ambiguousRun(
      id,
      matches.map((entry) => entry.id),
    );
  const [match] = matches;
  if (match === undefined)
    throw unknownRun(
      id,
      entries.slice(-3).map((entry) => entry.id.slice(0, 8)),
    );
  return match;
}

function listTable(entries: readonly RunEntry[]): Table {
  return {
    id: 'runs',
    title: 'Runs',
    section: 'Runs',
    columns: [
      { id: 'run', title: 'run', type: 'text' },
      { id: 'command', title: 'command', type: 'text' },
      { id: 'started', title: 'started (UTC)', type: 'text' },
      { id: 'seconds', title: 'seconds', type: 'number', digits: 1 },
      { id: 'exit', title: 'exit', type: 'count' },
      { id: 'error', title: 'error', type: 'text' },
      { id: 'read', title: 'rows read', type: 'count', wide: true },
      { id: 'quarantined', title: 'quarantined', type: 'count', wide: true },
      { id: 'model', title: 'model', type: 'text', wide: true },
      { id: 'id', title: 'id', type: 'text', wide: true },
      { id: 'parent', title: 'step of', type: 'text', wide: true },
    ],
    rows: entries.map((entry) => ({
      run: entry.id.slice(0, 8),
      command: entry.command,
      started: entry.started.slice(0, 19).replace('T', ' '),
      seconds: entry.seconds,
      exit: entry.exit,
      error: entry.error,
      read: entry.rows.read,
      quarantined: entry.rows.quarantined,
      model: entry.model,
      id: entry.id,
      parent: entry.parent,
    })),
  };
}

function result(
  context: RunContext,
  settings: Settings,
  headline: string,
  { unreadable }: RunLog,
  tables: readonly Table[],
  notes: readonly Note[] = [],
): Result {
  return workspaceResult(context, settings, headline, {
    tables,
    notes,
    warnings: unreadable > 0 ? [cutLines(unreadable)] : [],
  });
}
