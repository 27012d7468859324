import { basename } from 'node:path';
import { isForm, isFormSql } from '../../ingest/form-only.js';
import type { MendedFile, MendedRow } from '../../ingest/mended.js';
import type { SourceRole } from '../../ingest/settings.js';
import { literal } from '../../store/sql.js';
import type { Store } from '../../store/store.js';

/** A refused row that waits to be mended. */
export interface OpenRow {
  readonly load: number;
  readonly role: SourceRole;
}

/** Rows of a mended file: those that still wait, each with where it stood; and how many don't. */
export interface Sorted {
  readonly waiting: readonly (MendedRow & OpenRow)[];
  readonly settled: number;
  readonly unknown: number;
}

/**
 * Finds the refused rows that a mended file is about. Files of several loads may have one name: the first digits of
 * the hash in the mended file's name tell which, else the last load counts.
 */
export async function sortRows(
  store: Store,
  path: string,
  { rows }: MendedFile,
  taken: Set<string>,
): Promise<Sorted> {
  const [, hash = ''] = /-([0-9a-f]{8})\.csv$/.exec(basename(path)) ?? [];
  const known = await refusedRows(store, [...new Set(rows.map(({ file }) => file))], hash);
  const waiting: (MendedRow & OpenRow)[] = [];
  let settled = 0;
  let unknown = 0;
  for (const row of rows) {
    const found = known.get(`${row.row} ${row.file}`);
    if (found === undefined) unknown++;
    else if (found.open === null || taken.has(keyOf(row, found.open))) settled++;
    else {
      taken.add(keyOf(row, found.open));
      // A form is no row: as long as nobody has mended it, it has no cells.
      const isUnmended = found.isForm && row.values.every(isForm);
      waiting.push({ ...row, ...found.open, values: isUnmended ? [] : row.values });
    }
  }
  return { waiting, settled, unknown };
}

function keyOf({ file, row }: MendedRow, { load }: OpenRow): string {
  return `${load} ${row} ${file}`;
}

async function refusedRows(
  store: Store,
  files: readonly string[],
  hash: string,
): Promise<Map<string, { readonly open: OpenRow | null; readonly isForm: boolean }>> {
  if (files.length === 0) return new Map();
  const rows = await store.rows(
    `select quarantine.file, row_number, quarantine.load_number, settled_by is null as is_open,
        loaded_files.role, field = 'row' and ${isFormSql('raw')} as is_form,
        starts_with(sha256, $hash) and $hash <> '' as is_named
      from quarantine
      inner join loaded_files on loaded_files.name = quarantine.file
        and loaded_files.load_number = quarantine.load_number
      where quarantine.file in (${files.map(literal).join(', ')})
      order by is_named, is_open, quarantine.load_number`,
    { hash },
  );
  // Later ones take the place of earlier ones: named by the hash, then waiting, then of the last load.
  return new Map(
    rows.map((row) => [
      `${row.row_number} ${row.file}`,
      {
        isForm: row.is_form === true,
        open: row.is_open === true ? { load: Number(row.load_number), role: row.role as SourceRole } : null,
      },
    ]),
  );
}
