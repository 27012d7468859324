import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { formOnly } from './form-only.js';
import type { Reason } from './intake.js';
import { readCsvCall } from './table.js';

/** Creates an empty `quarantine`: one row per refused row of any file. */
export async function createQuarantine(store: Store): Promise<void> {
  await store.run(
    'create or replace table quarantine (file varchar, row_number bigint, field varchar, value varchar, reason varchar, amount decimal(18,4), raw varchar, header varchar)',
  );
}

/** Statement that quarantines the rows of a judged relation whose `problem` is not null. */
export function insertRefused(file: string, header: readonly string[], from: string, amount: string): string {
  return `insert into quarantine select ${literal(file)}, n, problem.field, problem.value, problem.reason, ${amount}, raw, ${literal(JSON.stringify(header))} from ${from} where problem is not null`;
}

/** Quarantines the records of a file that are not well formed. */
export async function quarantineSetAside(
  store: Store,
  file: string,
  table: SetAsideOf,
  path: string,
): Promise<void> {
  const { header, maxLineBytes, withheld = [] } = table;
  const from = readCsvCall(path, {
    delimiter: ',',
    header: false,
    columns: ['n', 'reason', 'raw'],
    maxLineBytes: maxLineBytes * 2,
  });
  const raw = withheld.length === 0 ? 'raw' : formOnly('raw');
  await store.run(
    `insert into quarantine select ${literal(file)}, cast(n as bigint), 'row', null, reason, null, ${raw}, ${literal(JSON.stringify(header))} from ${from}`,
  );
}

interface SetAsideOf {
  readonly header: readonly string[];
  readonly maxLineBytes: number;
  /** Columns that are not to be stored. */
  readonly withheld?: readonly number[];
}

/** Where the next refused row will stand: the beginning of a file's part of `quarantine`. */
export async function quarantineEnd(store: Store): Promise<number> {
  const { next } = await store.one('select coalesce(max(rowid), -1) + 1 as next from quarantine');
  return Number(next);
}

/** Rows refused since then by reason, the most frequent first. */
export async function refusedSince(store: Store, start: number): Promise<Partial<Record<Reason, number>>> {
  const rows = await store.rows(
    'select reason, count(*) as n from quarantine where rowid >= $start group by reason order by n desc, reason',
    { start },
  );
  return Object.fromEntries(rows.map(({ reason, n }) => [String(reason), Number(n)]));
}
