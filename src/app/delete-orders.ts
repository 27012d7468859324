import { makePrivateDirectory } from '../common/files.js';
import { deletionsUnknown, deletionsUnreadable, deletionsWithoutId } from '../common/messages/deletions.js';
import type { Note, Table } from '../common/result.js';
import { type OrderList, readOrderIds } from '../ingest/read-order-ids.js';
import { type Removal, removeOrders } from '../mart/remove-orders.js';
import { openTouched } from '../mart/touched.js';
import { pads, pseudonymSql } from '../privacy/keyed-hash.js';
import type { Store } from '../store/store.js';
import type { Workspace } from '../store/workspace.js';
import type { RunContext } from './context.js';
import { loadedFiles, loads, recordLoad, warehouseFacts } from './ledger.js';
import { marginsText } from './margins.js';
import { pseudonymKeyOf } from './privacy/pseudonym-key.js';
import { orderKeyOf, refreshStored } from './refresh-stored.js';
import type { Settings } from './settings.js';
import { rebuiltFacts } from './warehouse-facts.js';

const DELETIONS = 'deletions';

/** What a list of orders to delete did. */
export interface Deletion {
  readonly orders: number;
  readonly table: Table;
  readonly notes: readonly Note[];
}

/** Deletes the orders that files list, with all their lines, in one transaction. Orders that are not there are named. */
export async function deleteOrders(
  store: Store,
  workspace: Workspace,
  scratch: string,
  files: readonly string[],
  settings: Settings,
  context: RunContext,
): Promise<Deletion> {
  const directory = await makePrivateDirectory(scratch);
  const ingest = { ...settings.ingest, shownFrom: settings.cwd, tempDirectory: scratch };
  const { progress, stdin, signal } = context;
  const lists = await readOrderIds(files, { store, settings: ingest, directory, progress, stdin, signal });
  const broken = lists.find(({ rowsRefused }) => rowsRefused > 0);
  if (broken !== undefined) throw deletionsUnreadable(broken.name, broken.rowsRefused);
  const key = await pseudonymKeyOf(store, workspace, settings);
  if (key !== null)
    await store.run(
      `update listed_orders set customer_id = ${pseudonymSql('customer_id')} where customer_id is not null`,
      pads(key),
    );
  const removal = await store.transaction(() => remove(store, lists, settings, context));
  const withoutId = lists.reduce((sum, { rowsWithoutId }) => sum + rowsWithoutId, 0);
  return {
    orders: removal.orders,
    table: table(removal),
    notes: [
      ...(removal.unknown > 0 ? [deletionsUnknown(removal.unknown, removal.unknownExamples)] : []),
      ...(withoutId > 0 ? [deletionsWithoutId(withoutId)] : []),
    ],
  };
}

async function remove(
  store: Store,
  lists: readonly OrderList[],
  settings: Settings,
  context: RunContext,
): Promise<Removal> {
  context.progress.stage('deleting orders');
  const files = (await loadedFiles(store)).filter(({ role }) => role !== DELETIONS);
  const last = files.reduce((max, { loadNumber }) => Math.max(max, loadNumber), 0);
  await openTouched(store);
  const removal = await removeOrders(store, orderKeyOf(settings), last);
  if (removal.lines === 0) return removal;
  await store.run('insert into erased_lines values ($reason, $lines)', {
    reason: 'deleted_order',
    lines: removal.lines,
  });
  await recordLoad(store, {
    number: (await loads(store)).length + 1,
    files: lists.map(({ name, bytes, sha256, rows }) => ({
      ...{ name, role: DELETIONS, bytes, sha256, rows },
      ...{ rowsUsed: 0, rowsQuarantined: 0, rowsIgnored: 0 },
    })),
    linesReplaced: 0,
    profile: null,
  });
  const facts = await warehouseFacts(store);
  const timeZone = facts.timeZone ?? settings.ingest.timeZone;
  const zoned: Settings = { ...settings, ingest: { ...settings.ingest, timeZone } };
  const next = rebuiltFacts({ ...facts, margins: marginsText(settings.mart) }, zoned);
  await refreshStored(store, zoned, context, facts, next);
  return removal;
}

function table({ listed, orders, lines, unknown }: Removal): Table {
  return {
    id: 'deletions',
    title: 'Orders deleted',
    section: 'Load',
    layout: 'record',
    columns: [
      { id: 'listed', title: 'orders listed', type: 'count' },
      { id: 'orders', title: 'orders deleted', type: 'count' },
      { id: 'lines', title: 'their lines', type: 'count' },
      { id: 'unknown', title: 'orders that were not there', type: 'count' },
    ],
    rows: [{ listed, orders, lines, unknown }],
  };
}
