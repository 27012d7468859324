import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import { engine } from './engine.js';

const CHUNK_ROWS = 2048;

/** A column of numbers; NaN becomes null. */
export type NumberColumn = Int32Array | Int16Array | Uint8Array | Float64Array;

/** Adds rows to a table column-wise, without a text or a statement a row. */
export class Appender {
  private constructor(
    private readonly appender: DuckDBAppender,
    private readonly createChunk: (rows: number) => DuckDBDataChunk,
  ) {}

  static async open(connection: DuckDBConnection, table: string): Promise<Appender> {
    const { DuckDBDataChunk } = engine();
    const appender = await connection.createAppender(table);
    const types: DuckDBType[] = [];
    for (let i = 0; i < appender.columnCount; i++) types.push(appender.columnType(i));
    return new Appender(appender, (rows) => DuckDBDataChunk.create(types, rows));
  }

  /** Appends rows; one array a column of the table, in its order and all of one length. */
  append(columns: readonly NumberColumn[]): void {
    const rows = columns[0]?.length ?? 0;
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const to = Math.min(rows, from + CHUNK_ROWS);
      const chunk = this.createChunk(to - from);
      for (const [i, column] of columns.entries()) fill(chunk, i, column, from, to);
      this.appender.appendDataChunk(chunk);
    }
  }

  close(): void {
    this.appender.closeSync();
  }
}

function fill(chunk: DuckDBDataChunk, index: number, column: NumberColumn, from: number, to: number): void {
  const vector = chunk.getColumnVector(index);
  const items = itemsOf(vector, column);
  // One copy instead of a call a value: this is most of the time of a large load.
  if (items === null) for (let i = from; i < to; i++) vector.setItem(i - from, column[i]!);
  else items.set(column.subarray(from, to));
  if (column instanceof Float64Array) {
    for (let i = from; i < to; i++) if (Number.isNaN(column[i])) vector.setItem(i - from, null);
  }
  vector.flush();
}

/** The memory behind a fresh vector, where it is of the column's own kind. The field is private in the types only. */
function itemsOf(vector: object, column: NumberColumn): NumberColumn | null {
  const { items } = vector as { readonly items?: NumberColumn };
  return items?.constructor === column.constructor ? items : null;
}
