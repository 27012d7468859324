import { makeFolder } from '../../common/file-access.js';
import { writeFileAtomic } from '../../common/files.js';
import { identifier } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import type { RunContext } from '../context.js';
import type { Settings } from '../settings.js';
import { emptyMentions } from './mentions.js';
import { customerTables, rebuildStored } from './rebuild.js';
import { judgeRefused, NUMBER, type RefusedRow } from './refused-rows.js';

/** Rows that were erased, by table. */
export type Erased = Readonly<Record<string, number>>;

/**
 * Erases the customers of the temporary table `leaving` from every table; in refused rows by the tokens of their text.
 * The stored relations are built anew. To be called in a transaction.
 */
export async function eraseCustomers(
  store: Store,
  ids: readonly string[],
  settings: Settings,
  context: RunContext,
): Promise<Erased> {
  context.progress.stage('erasing');
  const erased: Record<string, number> = {};
  for (const table of await customerTables(store)) {
    erased[table] = await deleteRows(store, table, 'customer_id in (select customer_id from leaving)');
  }
  const mentioned = await emptyMentions(
    store,
    { lines: 'order_lines', records: 'customer_record_attributes' },
    'value in (select customer_id from leaving)',
  );
  if (mentioned > 0) erased.attributes_of_others = mentioned;
  const isTheirs = rowsOf(ids);
  const counted = await eraseRefused(store, async () => {
    const byFile = await judgeRefused(store, 'quarantine', settings.ingest.columns, (row) =>
      isTheirs(row) ? 'erase' : 'keep',
    );
    erased.quarantine = [...byFile.values()].reduce((sum, rows) => sum + rows, 0);
  });
  await store.run('insert into erased_lines values ($reason, $lines)', {
    reason: 'forgotten',
    lines: (erased.order_lines ?? 0) + counted,
  });
  await rebuildStored(store, settings, context);
  return erased;
}

/** Deletes rows of a table; their number. */
export async function deleteRows(store: Store, table: string, condition: string): Promise<number> {
  const { Count } = await store.one(`delete from ${identifier(table)} where ${condition}`);
  return Number(Count);
}

/**
 * Runs `erase`, which deletes refused rows, and takes them out of the accounts of their files. Returns the number of
 * rows of order files that were counted as refused before and are no more.
 */
export async function eraseRefused(store: Store, erase: () => Promise<unknown>): Promise<number> {
  // Rows that were mended, or came too late for it, have been moved in the accounts already.
  const counts = `select file, load_number, count(*) as rows from quarantine
    where settled_as is null or settled_as = 'repeated' group by file, load_number`;
  await store.run(`create or replace temporary table refused_before as ${counts}`);
  await erase();
  await store.run(`create or replace temporary table refused_gone as
    select file, load_number, refused_before.rows - coalesce(after.rows, 0) as rows
    from refused_before left join (${counts}) as after using (file, load_number)`);
  await store.run(`update loaded_files set rows_quarantined = rows_quarantined - refused_gone.rows from refused_gone
    where loaded_files.name = refused_gone.file and loaded_files.load_number = refused_gone.load_number`);
  const { rows } = await store.one(`select coalesce(sum(refused_gone.rows), 0) as rows from refused_gone
    inner join loaded_files on name = file and loaded_files.load_number = refused_gone.load_number
    where role = 'orders'`);
  for (const table of ['refused_before', 'refused_gone']) await store.run(`drop table ${table}`);
  return Number(rows);
}

/**
 * Whether a row is of one of the customers, or speaks of one. An id that is a number counts only where the customer
 * stands, if the row says where that is: else other people's rows would go for their quantities.
 */
export function rowsOf(ids: readonly string[]): (row: Omit<RefusedRow, 'id' | 'file'>) => boolean {
  const known = new Set(ids);
  const mentions = mentionOf(ids);
  const mentionsWord = mentionOf(ids.filter((id) => !NUMBER.test(id)));
  return ({ raw, cells, customerAt }) => {
    const customer = customerAt === null ? '' : (cells[customerAt] ?? '').trim();
    return customer === '' ? mentions(raw) : known.has(customer) || mentionsWord(raw);
  };
}

/** Whether a text holds one of the ids as a word of its own. */
export function mentionOf(ids: readonly string[]): (text: string) => boolean {
  const words = ids.filter((id) => id !== '').map((id) => id.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (words.length === 0) return () => false;
  const parts: RegExp[] = [];
  for (let from = 0; from < words.length; from += 500) {
    const some = words.slice(from, from + 500).join('|');
    parts.push(new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${some})(?![\\p{L}\\p{N}_-])`, 'u'));
  }
  return (text) => parts.some((part) => part.test(text));
}

/** Writes a receipt that holds counts and no personal data; its path. */
export async function writeReceipt(
  receipts: string,
  name: string,
  receipt: Readonly<Record<string, unknown>>,
): Promise<string> {
  await makeFolder(receipts);
  const path = `${receipts}/${name}.json`;
  await writeFileAtomic(path, `${JSON.stringify(receipt, null, 2)}\n`, 0o600);
  return path;
}
