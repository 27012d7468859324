import { fileFailure, readTextFile } from '../../common/file-access.js';
import { fileFailed } from '../../common/messages/cli.js';
import { counted } from '../../common/messages/counted.js';
import {
  filesErased,
  fitAgain,
  forgottenThere,
  moreThanIds,
  noIds,
  noListThere,
  noTombstoneList,
  notFound,
  outsideStays,
} from '../../common/messages/privacy.js';
import type { Result } from '../../common/result.js';
import { shownPath } from '../../common/shown-path.js';
import { keyedHash, pseudonym } from '../../privacy/keyed-hash.js';
import { literal } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import { existingWorkspace, loadedWorkspace } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { createLedger } from '../ledger.js';
import { withWorkspaceReader, withWorkspaceRewrite } from '../open-store.js';
import { otherSides } from '../other-sides.js';
import { appendFact } from '../runs/append-fact.js';
import type { Settings } from '../settings.js';
import { workspaceResult } from '../workspace-result.js';
import { type Erased, eraseCustomers, writeReceipt } from './erase.js';
import { tombstoneKey } from './key-file.js';
import { pseudonymKeyOf } from './pseudonym-key.js';
import {
  addTombstones,
  idsOfHashes,
  readTombstoneList,
  shareTombstoneKey,
  tombstones,
} from './tombstones.js';
import { eraseInFiles, type FileChanges } from './workspace-files.js';

/** Customers to forget: named, of a file with one id a line, and those whom another copy of the workspace has forgotten. */
export interface ForgetRequest {
  readonly ids: readonly string[];
  readonly file: string | null;
  /** Folder of that copy; absolute. */
  readonly copy: string | null;
}

/**
 * Removes customers from every table and file of the workspace, and remembers them as keyed hashes alone, so that no
 * later load brings them back. The receipt holds counts.
 */
export async function forget(
  request: ForgetRequest,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  const isNamed = request.ids.length > 0 || request.file !== null || request.copy === null;
  const asked = isNamed ? await askedIds(request) : [];
  await loadedWorkspace(settings.workspace.path);
  const copy = request.copy === null ? null : await forgottenIn(request.copy, settings, context);
  const there = copy?.isAhead ? copy.hashes : [];
  const folder = request.copy === null ? null : shownPath(request.copy, settings.cwd);
  const ofCopy = (found: number) =>
    folder === null ? [] : [copy === null ? noListThere(folder) : forgottenThere(folder, copy.fresh, found)];
  if (asked.length + there.length === 0)
    return workspaceResult(context, settings, 'Nobody to forget', { tables: [], notes: ofCopy(0) });
  let path = '';
  let files: FileChanges = { changed: 0, removed: 0 };
  const done = await withWorkspaceRewrite(
    settings,
    context,
    async (store, workspace) => {
      await createLedger(store);
      const key = asked.length === 0 ? null : await pseudonymKeyOf(store, workspace, settings);
      const ids = key === null ? asked : asked.map((id) => pseudonym(key, id));
      if (there.length > 0) await shareTombstoneKey(request.copy!, workspace);
      const back = there.length > 0 ? await idsOfHashes(store, workspace, there, settings) : [];
      const named = [...new Set([...ids, ...asked, ...back])];
      await nameLeaving(store, named);
      const known = await knownIds(store);
      const erased = await store.transaction(async () => {
        const counts = await eraseCustomers(store, named, settings, context);
        const hashes = await tombstoneKey(workspace);
        await addTombstones(store, workspace, [...ids.map((id) => keyedHash(hashes, id)), ...there]);
        return counts;
      });
      await store.run('drop table leaving');
      return { erased, known, named, back: back.length };
    },
    async (workspace, { erased, known, named }) => {
      files = await eraseInFiles(workspace, named, settings.ingest.columns);
      path = await writeReceipt(workspace.receipts, `forget-${context.journal?.id ?? 'run'}`, {
        tool: 'clv',
        version: context.version,
        command: context.command,
        finished: new Date().toISOString(),
        idsAsked: asked.length + (copy?.fresh ?? 0),
        idsFound: known,
        rowsErased: erased,
        filesChanged: files.changed,
        filesRemoved: files.removed,
      });
    },
  );
  context.journal?.output(path);
  for (const [table, rows] of Object.entries(done.erased)) appendFact(context, `erased_${table}`, rows);
  const missing = folder === null ? asked.length - done.known : 0;
  return workspaceResult(
    context,
    settings,
    `${counted(asked.length + (copy?.fresh ?? 0), 'id')} forgotten · receipt ${shownPath(path, settings.cwd)}`,
    {
      tables: [erasedTable(done.erased)],
      notes: [
        ...(missing > 0 ? [notFound(missing)] : []),
        ...ofCopy(done.back),
        ...(files.changed + files.removed > 0 ? [filesErased(files.changed, files.removed)] : []),
        fitAgain(),
        outsideStays(),
        ...(await otherSides(settings)),
      ],
    },
  );
}

interface Copy {
  /** Hashes of all that it has forgotten. */
  readonly hashes: readonly string[];
  /** Of them, how many were not forgotten here. */
  readonly fresh: number;
  /** Somebody is to be forgotten for it. */
  readonly isAhead: boolean;
}

/** Whom another copy of the workspace has forgotten; null where it has no list. */
async function forgottenIn(copy: string, settings: Settings, context: RunContext): Promise<Copy | null> {
  const hashes = await readTombstoneList(copy);
  if (hashes === null) {
    await existingWorkspace(copy).catch(() => {
      throw noTombstoneList(shownPath(copy, settings.cwd));
    });
    return null;
  }
  return withWorkspaceReader(settings, context, async (store, workspace) => {
    const known = await tombstones(store);
    const fresh = hashes.filter((hash) => !known.has(hash)).length;
    // Ids may have become pseudonyms again since the hashes came.
    const isAhead =
      fresh > 0 || (hashes.length > 0 && (await idsOfHashes(store, workspace, hashes, settings)).length > 0);
    return { hashes, fresh, isAhead };
  });
}

async function askedIds({ ids, file }: Pick<ForgetRequest, 'ids' | 'file'>): Promise<string[]> {
  const text =
    file === null
      ? ''
      : await readTextFile(file).catch((error: unknown) => {
          throw fileFailed(file, fileFailure(error));
        });
  if (text === null) throw fileFailed(file!, 'there is no such file');
  const lines = text.split(/\r?\n/).map((line, i) => idOf(line.trim(), i + 1, file));
  const named = /^customer_?id$/i.test(lines[0] ?? '') ? lines.slice(1) : lines;
  const all = [...new Set([...ids.map((id) => id.trim()), ...named])].filter((id) => id !== '');
  if (all.length === 0) throw noIds();
  return all;
}

/** A line with more than an id would be remembered as a customer whom nobody knows, and the one meant would stay. */
function idOf(line: string, number: number, file: string | null): string {
  const [, quoted] = /^"((?:[^"]|"")*)"$/.exec(line) ?? [];
  if (quoted === undefined && /[,;\t]/.test(line)) throw moreThanIds(file!, number);
  return quoted?.replaceAll('""', '"') ?? line;
}

async function nameLeaving(store: Store, ids: readonly string[]): Promise<void> {
  await store.run('create or replace temporary table leaving (customer_id varchar)');
  for (let from = 0; from < ids.length; from += 1000) {
    const values = ids.slice(from, from + 1000).map((id) => `(${literal(id)})`);
    await store.run(`insert into leaving values ${values.join(', ')}`);
  }
}

async function knownIds(store: Store): Promise<number> {
  const { known } = await store.one(`select count(*) as known from leaving
    where customer_id in (select customer_id from order_lines union select customer_id from customer_records)`);
  return Number(known);
}

export function erasedTable(
  erased: Erased,
  title = 'Rows erased, by table of the warehouse',
): Result['tables'][number] {
  return {
    id: 'erased',
    title,
    section: 'Privacy',
    columns: [
      { id: 'table', title: 'table', type: 'text' },
      { id: 'rows', title: 'rows', type: 'count' },
    ],
    rows: Object.entries(erased).map(([table, rows]) => ({ table, rows })),
  };
}
