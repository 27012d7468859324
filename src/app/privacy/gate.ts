import { forgottenIgnored, retentionIgnored } from '../../common/messages/privacy.js';
import type { Note } from '../../common/result.js';
import { keyedHashSql, pads, pseudonym, pseudonymSql } from '../../privacy/keyed-hash.js';
import type { Store } from '../../store/store.js';
import type { Workspace } from '../../store/workspace.js';
import { textFact } from '../ledger.js';
import type { FileReading } from '../read-files.js';
import type { Settings } from '../settings.js';
import { rowsForgotten, withoutMentions } from './forgotten.js';
import { tombstoneKey } from './key-file.js';
import { emptyMentions } from './mentions.js';
import { pseudonymKeyOf } from './pseudonym-key.js';
import { judgeRefused } from './refused-rows.js';
import { readTombstoneList, tombstones, writeTombstoneList } from './tombstones.js';

/** The fact of the warehouse that says since when rows are kept. */
export const RETENTION_BEFORE = 'retention_before';

const INCOMING_IDS = `(select customer_id from incoming.main.staged_lines union select customer_id from incoming.main.customer_records)`;
const TABLES = ['staged_lines', 'customer_records', 'customer_record_attributes'] as const;

/**
 * What stands between freshly read rows and the warehouse: ids become pseudonyms where the workspace has them, and
 * rows of forgotten customers, or older than rows are kept, are left out by a named rule.
 */
export async function passPrivacyGate(
  store: Store,
  workspace: Workspace,
  reading: FileReading,
  settings: Settings,
): Promise<FileReading> {
  const key = await pseudonymKeyOf(store, workspace, settings);
  let forgotten = await dropForgotten(store, workspace, settings);
  if (key !== null) {
    // Who was forgotten before ids became pseudonyms is remembered by the id, all others by the pseudonym.
    await pseudonymiseIncoming(store, key, settings);
    forgotten = together(forgotten, await dropForgotten(store, workspace, settings));
  }
  const before = await textFact(store, RETENTION_BEFORE);
  const old = before === null ? NOTHING : await dropOld(store, before);
  return without(reading, forgotten, old, before);
}

async function pseudonymiseIncoming(store: Store, key: Uint8Array, { ingest }: Settings): Promise<void> {
  await store.run(
    `create or replace temporary table pseudonyms as
      select customer_id as id, ${pseudonymSql('customer_id')} as pseudonym from ${INCOMING_IDS}`,
    pads(key),
  );
  for (const table of TABLES) {
    await store.run(`update incoming.main.${table} as rows set customer_id = pseudonyms.pseudonym
      from pseudonyms where pseudonyms.id = rows.customer_id`);
  }
  await store.run('drop table pseudonyms');
  await judgeRefused(store, 'incoming.main.quarantine', ingest.columns, ({ cells, customerAt }) => ({
    // A row that does not come apart can't be shown without its id.
    cells: customerAt === null ? null : withPseudonym(cells, customerAt, key),
  }));
}

/** Cells with the id in one of them replaced; an empty one stays empty. */
export function withPseudonym(cells: readonly string[], at: number, key: Uint8Array): string[] {
  return cells.map((cell, k) => (k === at && cell.trim() !== '' ? pseudonym(key, cell.trim()) : cell));
}

/** Rows left out, by file. */
interface LeftOut {
  readonly used: ReadonlyMap<string, number>;
  readonly refused: ReadonlyMap<string, number>;
}

const NOTHING: LeftOut = { used: new Map(), refused: new Map() };

function together(some: LeftOut, more: LeftOut): LeftOut {
  if (some === NOTHING) return more;
  const sums = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) =>
    new Map([...a.keys(), ...b.keys()].map((file) => [file, (a.get(file) ?? 0) + (b.get(file) ?? 0)]));
  return { used: sums(some.used, more.used), refused: sums(some.refused, more.refused) };
}

async function dropForgotten(store: Store, workspace: Workspace, { ingest }: Settings): Promise<LeftOut> {
  const hashes = await tombstones(store);
  if (hashes.size === 0) return NOTHING;
  // Versions before this one kept no list.
  const listed = new Set(await readTombstoneList(workspace.path));
  if ([...hashes].some((hash) => !listed.has(hash))) await writeTombstoneList(store, workspace);
  const key = await tombstoneKey(workspace);
  await store.run(
    `create or replace temporary table forgotten as
      select customer_id from ${INCOMING_IDS} where ${keyedHashSql('customer_id')} in (select hash from tombstones)`,
    pads(key),
  );
  const used = await leaveOut(store, 'customer_id in (select customer_id from forgotten)', TABLES);
  await emptyMentions(
    store,
    { lines: 'incoming.main.staged_lines', records: 'incoming.main.customer_record_attributes' },
    `${keyedHashSql('value')} in (select hash from tombstones)`,
    pads(key),
  );
  await store.run('drop table forgotten');
  const isForgotten = rowsForgotten(hashes, key);
  const otherwise = withoutMentions(hashes, key);
  const refused = await judgeRefused(store, 'incoming.main.quarantine', ingest.columns, (row) =>
    isForgotten(row) ? 'erase' : otherwise(row),
  );
  return { used, refused };
}

/** Rows, and records of customers of whom nothing newer is known: an export of all customers would bring them back. */
async function dropOld(store: Store, before: string): Promise<LeftOut> {
  const lines = await leaveOut(store, `order_ts < timestamp '${before}'`, ['staged_lines']);
  const known = ['incoming.main.order_lines', 'order_lines', 'customer_records'].map(
    (table) => `customer_id not in (select customer_id from ${table})`,
  );
  await store.run(`create or replace temporary table long_gone as
    select customer_id from incoming.main.customer_records where ${known.join(' and ')}
    group by customer_id having max(greatest(acquisition_ts, record_ts, valid_from)) < timestamp '${before}'`);
  const records = await leaveOut(store, 'customer_id in (select customer_id from long_gone)', [
    'customer_records',
    'customer_record_attributes',
  ]);
  await store.run('drop table long_gone');
  return { used: new Map([...lines, ...records]), refused: new Map() };
}

async function leaveOut(
  store: Store,
  condition: string,
  tables: readonly string[],
): Promise<Map<string, number>> {
  const filed = tables
    .filter((table) => table !== 'customer_record_attributes')
    .map((table) => (table === 'staged_lines' ? 'order_lines' : table));
  const counts = await store.rows(
    filed
      .map(
        (table) =>
          `select file, count(*) as rows from incoming.main.${table} where ${condition} group by file`,
      )
      .join(' union all '),
  );
  for (const table of tables) await store.run(`delete from incoming.main.${table} where ${condition}`);
  return new Map(counts.map(({ file, rows }) => [String(file), Number(rows)]));
}

/** The reading as if those rows had been ignored by a rule. */
function without(reading: FileReading, forgotten: LeftOut, old: LeftOut, before: string | null): FileReading {
  const sum = (counts: ReadonlyMap<string, number>) =>
    [...counts].reduce((all, [name, n]) => (isOrders(reading, name) ? all + n : all), 0);
  const rules = {
    forgotten: sum(forgotten.used) + sum(forgotten.refused),
    retention: sum(old.used),
  };
  const all = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((rows, n) => rows + n, 0);
  const forgottenRows = all(forgotten.used) + all(forgotten.refused);
  const notes: Note[] = [
    ...(forgottenRows > 0 ? [forgottenIgnored(forgottenRows, all(forgotten.refused))] : []),
    ...(all(old.used) > 0 ? [retentionIgnored(all(old.used), before!)] : []),
  ];
  if (forgotten === NOTHING && all(old.used) === 0) return reading;
  return {
    ...reading,
    rowsQuarantined: reading.rowsQuarantined - sum(forgotten.refused),
    rowsIgnored: {
      ...reading.rowsIgnored,
      ...Object.fromEntries(Object.entries(rules).filter(([, rows]) => rows > 0)),
    },
    notes: [...reading.notes, ...notes],
    loadedFiles: reading.loadedFiles.map((file) => ({
      ...file,
      rowsUsed: file.rowsUsed - (forgotten.used.get(file.name) ?? 0) - (old.used.get(file.name) ?? 0),
      rowsQuarantined: file.rowsQuarantined - (forgotten.refused.get(file.name) ?? 0),
    })),
  };
}

function isOrders({ loadedFiles }: FileReading, name: string): boolean {
  return loadedFiles.some((file) => file.name === name && file.role === 'orders');
}

/** Remembers, in the load's transaction, what its gate has left out. */
export async function recordLeftOut(store: Store, reading: FileReading): Promise<void> {
  for (const reason of ['forgotten', 'retention']) {
    const lines = reading.rowsIgnored[reason] ?? 0;
    if (lines > 0) await store.run('insert into erased_lines values ($reason, $lines)', { reason, lines });
  }
}
