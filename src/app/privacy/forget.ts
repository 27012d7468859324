import { fileFailure, readTextFile } from '../../common/file-access.js';
import { fileFailed } from '../../common/messages/cli.js';
import { counted } from '../../common/messages/counted.js';
import { filesErased, fitAgain, noIds, notFound, outsideStays } from '../../common/messages/privacy.js';
import type { Result } from '../../common/result.js';
import { shownPath } from '../../common/shown-path.js';
import { keyedHash, pseudonym } from '../../privacy/keyed-hash.js';
import { literal } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import { loadedWorkspace } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { createLedger } from '../ledger.js';
import { withWorkspaceRewrite } from '../open-store.js';
import { otherSides } from '../other-sides.js';
import { appendFact } from '../runs/append-fact.js';
import type { Settings } from '../settings.js';
import { workspaceResult } from '../workspace-result.js';
import { type Erased, eraseCustomers, writeReceipt } from './erase.js';
import { tombstoneKey } from './key-file.js';
import { pseudonymKeyOf } from './pseudonym-key.js';
import { eraseInFiles, type FileChanges } from './workspace-files.js';

/** Customers to forget: named, and of a file with one id a line. */
export interface ForgetRequest {
  readonly ids: readonly string[];
  readonly file: string | null;
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
  const asked = await askedIds(request);
  await loadedWorkspace(settings.workspace.path);
  let path = '';
  let files: FileChanges = { changed: 0, removed: 0 };
  const done = await withWorkspaceRewrite(
    settings,
    context,
    async (store, workspace) => {
      await createLedger(store);
      const key = await pseudonymKeyOf(store, workspace, settings);
      const ids = key === null ? asked : asked.map((id) => pseudonym(key, id));
      const named = [...new Set([...ids, ...asked])];
      await nameLeaving(store, named);
      const known = await knownIds(store);
      const erased = await store.transaction(async () => {
        const counts = await eraseCustomers(store, named, settings, context);
        const hashes = await tombstoneKey(workspace);
        for (const id of ids) {
          await store.run('insert or ignore into tombstones values ($hash)', { hash: keyedHash(hashes, id) });
        }
        return counts;
      });
      await store.run('drop table leaving');
      return { erased, known, ids };
    },
    async (workspace, { erased, known, ids }) => {
      files = await eraseInFiles(workspace, [...new Set([...ids, ...asked])], settings.ingest.columns);
      path = await writeReceipt(workspace.receipts, `forget-${context.journal?.id ?? 'run'}`, {
        tool: 'clv',
        version: context.version,
        command: context.command,
        finished: new Date().toISOString(),
        idsAsked: asked.length,
        idsFound: known,
        rowsErased: erased,
        filesChanged: files.changed,
        filesRemoved: files.removed,
      });
    },
  );
  context.journal?.output(path);
  for (const [table, rows] of Object.entries(done.erased)) appendFact(context, `erased_${table}`, rows);
  const missing = asked.length - done.known;
  return workspaceResult(
    context,
    settings,
    `${counted(asked.length, 'id')} forgotten · receipt ${shownPath(path, settings.cwd)}`,
    {
      tables: [erasedTable(done.erased)],
      notes: [
        ...(missing > 0 ? [notFound(missing)] : []),
        ...(files.changed + files.removed > 0 ? [filesErased(files.changed, files.removed)] : []),
        fitAgain(),
        outsideStays(),
        ...(await otherSides(settings)),
      ],
    },
  );
}

async function askedIds({ ids, file }: ForgetRequest): Promise<string[]> {
  const text =
    file === null
      ? ''
      : await readTextFile(file).catch((error: unknown) => {
          throw fileFailed(file, fileFailure(error));
        });
  if (text === null) throw fileFailed(file!, 'there is no such file');
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/^"(.*)"$/, '$1'));
  const named = /^customer_?id$/i.test(lines[0] ?? '') ? lines.slice(1) : lines;
  const all = [...new Set([...ids.map((id) => id.trim()), ...named])].filter((id) => id !== '');
  if (all.length === 0) throw noIds();
  return all;
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
