import { identifier, literal } from '../store/sql.js';
import { formOnly } from './form-only.js';

/** What a typed source says of a column; text files say nothing. `mixed`: some JSON rows have a number there, some a text. */
export type ColumnKind = 'text' | 'number' | 'mixed' | 'other';

export interface SourceColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Keys from the top of a JSON row. */
  readonly path: readonly string[];
}

/** A file as the store can read it. */
export type Layout =
  | { readonly kind: 'csv'; readonly delimiter: string }
  /** NDJSON as it is. */
  | { readonly kind: 'lines' }
  /** A numbered copy (see `numbered-copy.ts`) of CSV or JSON. */
  | {
      readonly kind: 'numbered-csv' /** Of the file itself; the copy has commas. */;
      readonly delimiter: string;
    }
  | { readonly kind: 'numbered-json' }
  | { readonly kind: 'parquet' };

export interface SourceTable {
  readonly path: string;
  readonly layout: Layout;
  readonly columns: readonly SourceColumn[];
  readonly maxLineBytes: number;
  /** Numbers of the columns whose cells are in no `raw`: they are not to be stored anywhere. */
  readonly withheld?: readonly number[];
}

export interface RelationParts {
  /** Numbers of the columns that are read; they are named `c0`, `c1`, … and are text. */
  readonly columns: readonly number[];
  /** Adds `n`, the record's number after the header. The store must keep insertion order meanwhile. */
  readonly numbered?: boolean;
  /** Adds `raw`: the record as CSV with the file's own delimiter, or as JSON text. */
  readonly raw?: boolean;
  /** Only records whose number stands in the column `n` of this table; needs `numbered`. */
  readonly among?: string;
}

/**
 * The text of a subquery with the file's rows, all columns as text, an empty text as null. JSON rows have
 * `malformed`, true where a line is no JSON object.
 */
export function relation(table: SourceTable, parts: RelationParts): string {
  const wanted = parts.raw && !isJson(table) ? table.columns.map((_, k) => k) : parts.columns;
  switch (table.layout.kind) {
    case 'csv':
    case 'numbered-csv':
      return csvRelation(table, table.layout.delimiter, wanted, parts);
    case 'lines':
    case 'numbered-json':
      return jsonRelation(table, wanted, parts);
    case 'parquet':
      return parquetRelation(table, wanted, parts);
  }
}

/** True if rows come as JSON text. */
export function isJson(table: SourceTable): boolean {
  return table.layout.kind === 'lines' || table.layout.kind === 'numbered-json';
}

/** A strict reading of CSV with everything told, nothing guessed. */
export function readCsvCall(
  path: string,
  options: { delimiter: string; header: boolean; columns: readonly string[]; maxLineBytes: number },
): string {
  const columns = options.columns.map((name) => `${name}: 'varchar'`).join(', ');
  return `read_csv(${literal(path)}, auto_detect = false, header = ${options.header}, delim = ${literal(options.delimiter)}, quote = '"', escape = '"', strict_mode = true, compression = 'none', ${lineSize(options.maxLineBytes)}, columns = {${columns}})`;
}

function csvRelation(
  table: SourceTable,
  delimiter: string,
  wanted: readonly number[],
  parts: RelationParts,
): string {
  const numberedFile = table.layout.kind === 'numbered-csv';
  const names = table.columns.map((_, k) => `c${k}`);
  const from = readCsvCall(table.path, {
    delimiter: numberedFile ? ',' : delimiter,
    header: !numberedFile,
    columns: numberedFile ? ['n', ...names] : names,
    maxLineBytes: table.maxLineBytes,
  });
  const number = numberedFile ? 'cast(n as bigint)' : 'row_number() over ()';
  const read = wanted.map((k) => `c${k}`);
  const columns = [
    ...read,
    ...(parts.numbered ? ['n'] : []),
    ...(parts.raw
      ? [
          `${names.map((name, k) => (isWithheld(table, k) ? "''" : csvCell(name, delimiter))).join(` || ${literal(delimiter)} || `)} as raw`,
        ]
      : []),
  ];
  const rows = parts.numbered ? `(select ${[...read, `${number} as n`].join(', ')} from ${from})` : from;
  return `(select ${columns.length === 0 ? '1 as one' : columns.join(', ')} from ${rows}${among(parts)})`;
}

function isWithheld({ withheld = [] }: SourceTable, column: number): boolean {
  return withheld.includes(column);
}

function csvCell(column: string, delimiter: string): string {
  const special = `contains(${column}, ${literal(delimiter)}) or regexp_matches(${column}, '["\\r\\n]')`;
  return `case when ${column} is null then '' when ${special} then '"' || replace(${column}, '"', '""') || '"' else ${column} end`;
}

function jsonRelation(table: SourceTable, wanted: readonly number[], parts: RelationParts): string {
  const numberedFile = table.layout.kind === 'numbered-json';
  const lines = numberedFile
    ? `(select cast(n as bigint) as n, l from ${readCsvCall(table.path, { delimiter: ',', header: false, columns: ['n', 'l'], maxLineBytes: table.maxLineBytes * 2 })})`
    : `(select ${parts.numbered ? 'row_number() over () as n, ' : ''}l from ${readLinesCall(table.path, table.maxLineBytes)})`;
  const columns = [
    ...wanted.map((k) => `${jsonCell(table.columns[k]!)} as c${k}`),
    ...(parts.numbered ? ['n'] : []),
    ...(parts.raw ? [`${jsonText(table)} as raw`] : []),
    'malformed',
  ];
  return `(select ${columns.join(', ')} from (select *, try_cast(l as json) as j, coalesce(json_type(try_cast(l as json)), '') <> 'OBJECT' as malformed from ${lines} where trim(l, ' ' || chr(13)) <> ''${among(parts, 'and')}))`;
}

/** The line as it was written; where cells are withheld, the object without them. */
function jsonText(table: SourceTable): string {
  const gone = table.columns.filter((_, k) => isWithheld(table, k));
  // All tests look at the object as it came: patches of patched texts would double the statement with each column.
  const patches = gone.map(({ path }) => {
    const patch = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), null);
    const at = `$${path.map(jsonKey).join('')}`;
    return `case when json_exists(j, ${literal(at)}) then ${literal(JSON.stringify(patch))} else '{}' end`;
  });
  return gone.length === 0
    ? 'l'
    : `case when malformed then ${formOnly('l')} else cast(json_merge_patch(j, ${patches.join(', ')}) as varchar) end`;
}

function jsonKey(key: string): string {
  return `."${key.replace(/(["\\])/g, '\\$1')}"`;
}

function among({ among: numbers }: RelationParts, join = 'where'): string {
  return numbers === undefined ? '' : ` ${join} n in (select n from ${numbers})`;
}

function jsonCell(column: SourceColumn): string {
  const path = `$${column.path.map(jsonKey).join('')}`;
  const text = `nullif(j ->> ${literal(path)}, '')`;
  return column.kind === 'number' || column.kind === 'mixed'
    ? `case when json_type(j, ${literal(path)}) = 'DOUBLE' then ${withoutFraction(text)} else ${text} end`
    : text;
}

/** The reader's buffer is 16 times its longest line unless told otherwise: too much for long lines. */
function lineSize(maxLineBytes: number): string {
  const longest = Math.max(maxLineBytes, 2_000_000) + 1024;
  return `max_line_size = ${longest}, buffer_size = ${Math.max(8_000_000, Math.ceil(longest * 1.3))}`;
}

/** Raw lines of a text file: a separator that is in no JSON text, no quotes. */
export function readLinesCall(path: string, maxLineBytes: number): string {
  return `read_csv(${literal(path)}, auto_detect = false, header = false, delim = chr(1), quote = '', escape = '', strict_mode = true, compression = 'none', ${lineSize(maxLineBytes)}, columns = {l: 'varchar'})`;
}

function parquetRelation(table: SourceTable, wanted: readonly number[], parts: RelationParts): string {
  const columns = [
    ...wanted.map((k) => `${parquetCell(table.columns[k]!)} as c${k}`),
    ...(parts.numbered ? ['n'] : []),
    ...(parts.raw
      ? [
          `cast(to_json(struct_pack(${table.columns
            .filter((_, k) => !isWithheld(table, k))
            .map(({ name }) => `${identifier(name)} := ${identifier(name)}`)
            .join(', ')})) as varchar) as raw`,
        ]
      : []),
  ];
  const file = `read_parquet(${literal(table.path)}${parts.numbered ? ', file_row_number = true' : ''})`;
  const rows = parts.numbered ? `(select *, file_row_number + 1 as n from ${file})` : file;
  return `(select ${columns.length === 0 ? '1 as one' : columns.join(', ')} from ${rows}${among(parts)})`;
}

function parquetCell(column: SourceColumn): string {
  const name = identifier(column.name);
  if (column.kind === 'other') return `nullif(cast(to_json(${name}) as varchar), 'null')`;
  const text = `nullif(cast(${name} as varchar), '')`;
  return column.kind === 'number' ? withoutFraction(text) : text;
}

/** `13085.0` → `13085`; other numbers stay as they are. */
function withoutFraction(text: string): string {
  return `case when suffix(${text}, '.0') then left(${text}, -2) else ${text} end`;
}
