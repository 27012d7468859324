import type { DuckDBConnection, DuckDBInstance, DuckDBType, DuckDBVector } from '@duckdb/node-api';
import type { Progress } from '../common/progress.js';
import { Appender } from './append.js';
import { type CellValue, decodeRow } from './decode.js';
import { engine } from './engine.js';
import { type Interrupter, interruptOnAbort } from './interrupter.js';
import { readText } from './sql.js';

/** A value that may be bound to a `$name` of a statement. */
export type BindValue = string | number | bigint | boolean | null;

export type Bindings = Readonly<Record<string, BindValue>>;

export type StoreRow = Record<string, CellValue>;

export interface StoreOptions {
  /** Path of the database file; absent = a throw-away database in memory. */
  readonly path?: string;
  readonly readOnly?: boolean;
  /** Limit of the engine itself in megabytes; it spills to `tempDirectory` beyond it. */
  readonly memoryMegabytes: number;
  readonly tempDirectory: string;
  /** Absent = one per core. */
  readonly threads?: number;
  /** Stops the running statement when it aborts, and refuses later ones. */
  readonly signal?: AbortSignal;
}

/** They make a warehouse a fifth smaller, take a third of the time of writing it, and are slower to read. */
const COSTLY = 'fsst,zstd,dict_fsst,chimp,patas,alp,alprd,roaring';

/**
 * The only door to a database. Statements run one after the other, but for `runBeside`; user values are bound, never
 * pasted into the text. Identifiers and paths that must stand in a text go through `sql.ts`.
 */
export class Store {
  private readonly interrupter: Interrupter;
  private readonly beside = new Set<Promise<void>>();
  private isClosed = false;

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly double: DuckDBType,
    readonly options: StoreOptions,
  ) {
    this.interrupter = interruptOnAbort(options.signal, () => connection.interrupt());
  }

  /** Opens (or creates) a database. DuckDB itself is loaded here, not at start-up: it costs a quarter of a second. */
  static async open(options: StoreOptions): Promise<Store> {
    const { DOUBLE, DuckDBInstance } = engine();
    const instance = await DuckDBInstance.create(options.path ?? ':memory:', {
      memory_limit: `${options.memoryMegabytes}MB`,
      temp_directory: options.tempDirectory,
      preserve_insertion_order: 'false',
      disabled_compression_methods: COSTLY,
      // Memory that is no longer used is given back at once, and rows on their way to the disk wait for few others.
      allocator_background_threads: 'true',
      allocator_flush_threshold: '32MB',
      allocator_bulk_deallocation_flush_threshold: '64MB',
      write_buffer_row_group_count: '2',
      max_vacuum_tasks: '0',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(options.readOnly ? { access_mode: 'READ_ONLY' } : {}),
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    });
    const connection = await instance.connect();
    await connection.run(`set TimeZone = 'UTC'`);
    await connection.run(preludeText());
    return new Store(instance, connection, DOUBLE, options);
  }

  /** Runs one statement; the result is thrown away. */
  async run(text: string, bindings: Bindings = {}): Promise<void> {
    this.options.signal?.throwIfAborted();
    // In one call of the engine, which goes on while the program is at work.
    if (Object.keys(bindings).length === 0) await this.connection.run(text);
    else await this.connection.run(text, { ...bindings }, this.typesOf(bindings));
  }

  /** The same on a connection of its own, beside statements that follow: it sees tables and views, and nothing temporary. */
  async runBeside(text: string): Promise<void> {
    this.options.signal?.throwIfAborted();
    const running = this.runAlone(text);
    this.beside.add(running);
    await running.finally(() => this.beside.delete(running));
  }

  private async runAlone(text: string): Promise<void> {
    const connection = await this.instance.connect();
    const interrupter = interruptOnAbort(this.options.signal, () => connection.interrupt());
    try {
      await connection.run(text);
    } finally {
      interrupter.rest();
      connection.closeSync();
    }
  }

  /** The engine's client takes every whole number for an integer, and fails where that is beyond 64 bits. */
  private typesOf(bindings: Bindings): Record<string, DuckDBType> {
    const vast = Object.entries(bindings).filter(
      ([, value]) => typeof value === 'number' && Math.abs(value) >= 2 ** 63,
    );
    return Object.fromEntries(vast.map(([name]) => [name, this.double]));
  }

  /** All rows of a query. Decimals are exact strings, dates `YYYY-MM-DD`, timestamps `YYYY-MM-DDTHH:MM:SS.ffffff`, bigints numbers while exact. */
  async rows(text: string, bindings: Bindings = {}): Promise<StoreRow[]> {
    this.options.signal?.throwIfAborted();
    const reader =
      Object.keys(bindings).length === 0
        ? await this.connection.runAndReadAll(text)
        : await this.connection.runAndReadAll(text, { ...bindings }, this.typesOf(bindings));
    const names = reader.deduplicatedColumnNames();
    return reader.getRows().map((row) => decodeRow(names, row));
  }

  /** The only row of a query. */
  async one(text: string, bindings: Bindings = {}): Promise<StoreRow> {
    const rows = await this.rows(text, bindings);
    if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}: ${text}`);
    return rows[0]!;
  }

  /** Rows in batches of about two thousand, for results larger than memory. */
  async *stream(text: string, bindings: Bindings = {}): AsyncGenerator<StoreRow[]> {
    this.options.signal?.throwIfAborted();
    const result = await this.connection.stream(text, { ...bindings }, this.typesOf(bindings));
    const names = result.deduplicatedColumnNames();
    for await (const rows of result.yieldRows()) {
      this.options.signal?.throwIfAborted();
      yield rows.map((row) => decodeRow(names, row));
    }
  }

  /**
   * Numeric columns of a query as typed arrays (double precision), for statistics. A null becomes NaN. Their memory can be
   * shared with threads.
   */
  async columns<K extends string>(
    text: string,
    names: readonly K[],
    bindings: Bindings = {},
  ): Promise<Record<K, Float64Array>> {
    this.options.signal?.throwIfAborted();
    // As a whole: to wait for each two thousand rows takes longer than to make them.
    const result = await this.connection.run(text, { ...bindings }, this.typesOf(bindings));
    const index = names.map((name) => result.deduplicatedColumnNames().indexOf(name));
    const columns = names.map(() => sharedNumbers(result.rowCount));
    for (let at = 0, i = 0; i < result.chunkCount; i++) {
      const chunk = result.getChunk(i);
      for (const [k, column] of index.entries()) {
        const vector = chunk.getColumnVector(column);
        const values = columns[k]!.subarray(at, at + chunk.rowCount);
        const items = plainNumbers(vector);
        if (items !== null) values.set(items);
        for (let row = 0; items === null && row < values.length; row++) {
          const value = vector.getItem(row);
          values[row] = typeof value === 'number' ? value : value === null ? Number.NaN : Number(value);
        }
      }
      at += chunk.rowCount;
    }
    return Object.fromEntries(names.map((name, k) => [name, columns[k]!])) as Record<K, Float64Array>;
  }

  /** Opens a table for numbers that are appended column-wise; close it before the table is read. */
  async appender(table: string): Promise<Appender> {
    return Appender.open(this.connection, table);
  }

  /** Runs the work in one transaction: all of it, or (on any error) nothing of it. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run('begin transaction');
    try {
      const value = await work();
      await this.run('commit');
      return value;
    } catch (error) {
      if (this.options.signal?.aborted) this.interrupter.rest();
      await this.connection.run('rollback').catch(() => {});
      throw error;
    }
  }

  /**
   * Has rows that follow deleted ones moved up when the database is closed. Without it only parts of a table whose rows
   * are all deleted are given back: to rewrite what has holes costs as much as the rest of a daily load.
   */
  async closeHoles(): Promise<void> {
    await this.run('set max_vacuum_tasks = 100');
  }

  /** Stops the running statement; it rejects with an interrupt error. */
  interrupt(): void {
    this.connection.interrupt();
  }

  /** Reports the share done of the statements that `work` runs. */
  async withProgress<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
    await this.run('set enable_progress_bar = true');
    await this.run('set enable_progress_bar_print = false');
    const timer = setInterval(() => {
      const { percentage } = this.connection.progress;
      if (percentage >= 0) progress.fraction(percentage / 100);
    }, 200);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      // Told of every statement it takes its share of the short ones.
      await this.connection.run('set enable_progress_bar = false').catch(() => {});
    }
  }

  /** Closes the database when what runs beside is done; to close it again does nothing. */
  async close(): Promise<void> {
    await Promise.allSettled(this.beside);
    if (this.isClosed) return;
    this.isClosed = true;
    this.interrupter.rest();
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

/** The functions that relations call besides the portable subset of SQL. */
export function preludeText(): string {
  return readText(import.meta.url, './prelude.sql');
}

/** The memory behind a vector of doubles or integers without nulls; private in the types only. */
function plainNumbers(vector: DuckDBVector): Float64Array | Int32Array | null {
  const { items, validity } = vector as { items?: unknown; validity?: { data?: unknown } };
  if (validity?.data !== null) return null;
  if (items instanceof Float64Array) return items;
  // Days are of the same kind.
  return items instanceof Int32Array && String(vector.type) === 'INTEGER' ? items : null;
}

function sharedNumbers(size: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(size * Float64Array.BYTES_PER_ELEMENT));
}
