import { unreadableParquet } from '../common/messages/ingest.js';
import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import type { OpenedFile } from './open.js';
import { type ColumnKind, readCsvCall, readLinesCall, type SourceColumn, type SourceTable } from './table.js';

/** What of a source tells its columns. */
interface Columned {
  readonly name: string;
  readonly opened: OpenedFile;
  readonly table: SourceTable;
  look<T>(read: () => Promise<T>): Promise<T>;
}

/** Columns of a file, in its order. Nested objects of JSON are columns of their own, named `metadata.channel`. */
export async function findColumns(store: Store, source: Columned): Promise<SourceColumn[]> {
  if (source.opened.format === 'csv') {
    return source.opened.header.map((name) => ({ name, kind: 'text', path: [] }));
  }
  return source.opened.format === 'parquet' ? parquetColumns(store, source) : jsonColumns(store, source);
}

async function parquetColumns(store: Store, source: Columned): Promise<SourceColumn[]> {
  const rows = await store
    .rows(`describe select * from read_parquet(${literal(source.table.path)})`)
    .catch((error: unknown) => {
      throw unreadableParquet(source.name, error);
    });
  return rows.map(({ column_name, column_type }) => {
    const type = String(column_type);
    const nested = /\[|^STRUCT|^MAP|^UNION|^BLOB/.test(type);
    const number = /INT|^FLOAT|^DOUBLE|^DECIMAL/.test(type);
    return { name: String(column_name), kind: nested ? 'other' : number ? 'number' : 'text', path: [] };
  });
}

/** Keys of all rows: rows of one shape share a structure, so the shapes are few. */
async function jsonColumns(store: Store, source: Columned): Promise<SourceColumn[]> {
  const columns = new Map<string, SourceColumn>();
  const shapes = await source.look(() => {
    const { path, layout, maxLineBytes } = source.table;
    const lines =
      layout.kind === 'numbered-json'
        ? readCsvCall(path, {
            delimiter: ',',
            header: false,
            columns: ['n', 'l'],
            maxLineBytes: maxLineBytes * 2,
          })
        : readLinesCall(path, maxLineBytes);
    return store.rows(
      `select json_structure(j) as shape, count(*) as n from (select try_cast(l as json) as j from ${lines}) where json_type(j) = 'OBJECT' group by 1 order by 2 desc, 1 limit 5000`,
    );
  });
  for (const { shape } of shapes) collect(JSON.parse(String(shape)) as Shape, [], columns);
  return [...columns.values()];
}

type Shape = string | Shape[] | { readonly [key: string]: Shape };

function collect(shape: Shape, path: readonly string[], into: Map<string, SourceColumn>): void {
  for (const [key, value] of Object.entries(shape as Record<string, Shape>)) {
    const here = [...path, key];
    if (typeof value === 'object' && !Array.isArray(value)) collect(value, here, into);
    else {
      const name = here.join('.');
      const kind = kindOf(value, into.get(name)?.kind);
      into.set(name, { name, kind, path: here });
    }
  }
}

function kindOf(value: Shape, before: ColumnKind | undefined): ColumnKind {
  if (value === 'NULL') return before ?? 'text';
  const now = value === 'DOUBLE' || value === 'UBIGINT' || value === 'BIGINT' ? 'number' : 'text';
  return before === undefined || before === now ? now : 'mixed';
}
