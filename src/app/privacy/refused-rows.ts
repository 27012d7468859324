import { stringify } from 'csv-stringify/sync';
import { mapColumns } from '../../ingest/mapping.js';
import { originalValues } from '../../ingest/quarantine-csv.js';
import { literal } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import { formOf } from '../quarantine/export-rows.js';

/** A refused row, taken apart. */
export interface RefusedRow {
  readonly id: number;
  readonly file: string;
  readonly raw: string;
  readonly cells: readonly string[];
  /** Which cell holds the customer; null when the row does not come apart as its header says. */
  readonly customerAt: number | null;
}

/** What to do with a refused row: keep it, erase it, or keep it with other values (null: with none). */
export type Verdict = 'keep' | 'erase' | { readonly cells: readonly string[] | null };

/** Goes through the refused rows of a `quarantine` table. Returns how many were erased, by file. */
export async function judgeRefused(
  store: Store,
  table: string,
  columns: Readonly<Record<string, string>>,
  judge: (row: RefusedRow) => Verdict,
): Promise<Map<string, number>> {
  const groups = await store.rows(`select file, header from ${table} group by all order by all`);
  const erased = new Map<string, number>();
  for (const { file, header } of groups) {
    const bindings = { file: file!, header: header! };
    const rows = await store.rows(
      `select rowid as id, raw, header from ${table} where file = $file and header = $header`,
      bindings,
    );
    const names = JSON.parse(String(header)) as string[];
    const form = formOf(rows);
    const at = customerColumn(names, columns);
    const changes: [id: number, raw: string | null][] = [];
    const gone: number[] = [];
    for (const { id, raw } of rows) {
      const text = String(raw ?? '');
      const cells = originalValues(text, names, form);
      const isWhole = cells.length === names.length && at !== null;
      const verdict = judge({
        id: Number(id),
        file: String(file),
        raw: text,
        cells,
        customerAt: isWhole ? at : null,
      });
      if (verdict === 'erase') gone.push(Number(id));
      else if (verdict !== 'keep')
        changes.push([Number(id), verdict.cells === null ? null : written(verdict.cells, names, form)]);
    }
    for (const part of chunks(changes)) {
      const values = part.map(([id, raw]) => `(${id}, ${raw === null ? 'null' : literal(raw)})`).join(', ');
      await store.run(
        `update ${table} as refused set raw = changed.raw, value = null from (values ${values}) as changed(id, raw)
          where refused.rowid = changed.id`,
      );
    }
    for (const part of chunks(gone)) {
      await store.run(`delete from ${table} where rowid in (${part.join(', ')})`);
    }
    if (gone.length > 0) erased.set(String(file), (erased.get(String(file)) ?? 0) + gone.length);
  }
  return erased;
}

/** Such an id may also be a quantity, a price or a day. */
export const NUMBER = /^\d{1,15}([.,]\d+)?$/;

/** Places of the cells that may be an id: the customer's, and what speaks of others; of a row that does not come apart all. */
export function placesOfIds({ cells, customerAt }: Pick<RefusedRow, 'cells' | 'customerAt'>): number[] {
  const isId = (cell: string, k: number) =>
    cell !== '' && (customerAt === null || k === customerAt || !NUMBER.test(cell));
  return [...cells.keys()].filter((k) => isId(cells[k]!.trim(), k));
}

/** Which of the columns holds the customer; null = none, or none for sure. */
export function customerColumn(
  names: readonly string[],
  columns: Readonly<Record<string, string>>,
): number | null {
  try {
    return mapColumns('', 'orders', names, columns).byRole.get('customer_id') ?? null;
  } catch {
    // Two columns of one name: the file was refused as a whole, or read by other rules.
    return null;
  }
}

/** The row in the form in which its file was written. */
function written(
  cells: readonly string[],
  names: readonly string[],
  { format, delimiter }: ReturnType<typeof formOf>,
): string {
  if (format !== 'csv')
    return JSON.stringify(Object.fromEntries(names.map((name, k) => [name, cells[k] ?? ''])));
  return stringify([cells as string[]], { delimiter: delimiter ?? ',' }).trimEnd();
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += 1000) yield all.slice(from, from + 1000);
}
