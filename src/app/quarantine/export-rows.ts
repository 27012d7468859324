import { parse } from 'csv-parse/sync';
import { type RefusedFile, writeRefused } from '../../ingest/quarantine-csv.js';
import type { Store, StoreRow } from '../../store/store.js';

export interface ExportedRows {
  readonly path: string;
  readonly file: string;
  readonly rows: number;
}

/** Writes the refused rows that wait to be mended into a folder, one CSV a file and load; `without` names row ids. */
export async function exportOpenRows(
  store: Store,
  folder: string,
  without: ReadonlySet<number>,
): Promise<ExportedRows[]> {
  const files = await store.rows(`select distinct quarantine.file, quarantine.load_number, loaded_files.sha256
    from quarantine
    inner join loaded_files on loaded_files.name = quarantine.file
      and loaded_files.load_number = quarantine.load_number
    where settled_by is null order by load_number, file`);
  const written: ExportedRows[] = [];
  for (const { file, load_number, sha256 } of files) {
    const all = await store.rows(
      `select rowid as id, row_number, field, reason, raw, header from quarantine
        where file = $file and load_number = $load and settled_by is null order by row_number, field, reason`,
      { file: file!, load: load_number! },
    );
    const rows = all.filter(({ id }) => !without.has(Number(id)));
    if (rows.length === 0) continue;
    const refused = { name: String(file), sha256: String(sha256), ...formOf(rows) };
    written.push({ path: await writeRefused(rows, refused, folder), file: refused.name, rows: rows.length });
  }
  return written;
}

/** How the rows were written: JSON, or fields with the separator that fits most rows. */
export function formOf(rows: readonly StoreRow[]): Pick<RefusedFile, 'format' | 'delimiter'> {
  const texts = rows.map(({ raw }) => String(raw ?? ''));
  if (texts.every((text) => text.startsWith('{'))) return { format: 'json', delimiter: null };
  const columns = (JSON.parse(String(rows[0]!.header)) as string[]).length;
  const fitting = (delimiter: string) => texts.filter((text) => fields(text, delimiter) === columns).length;
  const best = [',', ';', '\t', '|'].sort((a, b) => fitting(b) - fitting(a))[0]!;
  return { format: 'csv', delimiter: best };
}

function fields(text: string, delimiter: string): number {
  try {
    const [record = []] = parse(text, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
    }) as string[][];
    return record.length;
  } catch {
    return 0;
  }
}
