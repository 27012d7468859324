import { ClvError } from '../common/errors.js';
import { unreadableParquet } from '../common/messages/ingest.js';
import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { type ByteFacts, readByteFacts } from './byte-pass.js';
import { copyCsv, copyJson, type NumberedCopy } from './numbered-copy.js';
import { copyPath, type OpenedFile, reopenDecoded } from './open.js';
import type { IngestSettings } from './settings.js';
import { findColumns } from './source-columns.js';
import type { SourceTable } from './table.js';

/**
 * A file that is read, and its own account of how many rows it has. The store reads the file itself first, strictly;
 * where it fails, or where its count is not that of the bytes, a numbered copy without the broken records is
 * read instead.
 */
export class Source {
  private factsTask: Promise<ByteFacts> | null = null;
  private copy: NumberedCopy | null = null;

  private constructor(
    public opened: OpenedFile,
    public table: SourceTable,
    private readonly settings: IngestSettings,
    private readonly directory: string,
    private readonly signal: AbortSignal | null,
  ) {}

  static async from(
    store: Store,
    opened: OpenedFile,
    settings: IngestSettings,
    directory: string,
    signal: AbortSignal | null,
  ): Promise<Source> {
    const layout =
      opened.format === 'csv'
        ? ({ kind: 'csv', delimiter: opened.dialect!.delimiter } as const)
        : ({ kind: opened.format === 'parquet' ? 'parquet' : 'lines' } as const);
    const table: SourceTable = {
      path: opened.path,
      layout,
      columns: [],
      maxLineBytes: settings.maxLineBytes,
    };
    const source = new Source(opened, table, settings, directory, signal);
    if (source.isOdd()) await source.makeCopy();
    const columns = await findColumns(store, source);
    source.table = { ...source.table, columns };
    return source;
  }

  get name(): string {
    return this.opened.found.name;
  }

  /** Starts the pass over the bytes, beside whatever reads the file meanwhile. */
  facts(): Promise<ByteFacts> {
    if (this.factsTask === null) {
      const csv = this.opened.format === 'csv';
      const records = this.opened.format !== 'parquet';
      this.factsTask = readByteFacts(this.opened.path, { records, quoted: csv, signal: this.signal });
      this.factsTask.catch(() => {});
    }
    return this.factsTask;
  }

  /** Bytes and SHA-256 of the file as it was given. */
  async sums(): Promise<{ bytes: number; sha256: string }> {
    return this.opened.original ?? (await this.facts());
  }

  /** Rows that the table has by the bytes' account, without the malformed records that were set aside. */
  async rowCount(store: Store): Promise<number> {
    if (this.copy !== null) return this.copy.good;
    if (this.opened.format === 'parquet') {
      const row = await store.one(
        `select coalesce(sum(num_rows), 0)::bigint as n from parquet_file_metadata(${literal(this.opened.path)})`,
      );
      return Number(row.n);
    }
    const { records } = await this.facts();
    return records - (this.opened.format === 'csv' ? 1 : 0);
  }

  /** Malformed and overlong records that were set aside: `n`, `reason`, `raw`; null if there are none. */
  setAside(): { readonly path: string; readonly count: number } | null {
    return this.copy === null || this.copy.refused === 0
      ? null
      : { path: this.copy.refusedPath, count: this.copy.refused };
  }

  /**
   * Runs `read`, which returns how many rows the store saw, until that count is the file's own. `undo` takes back what a
   * failed try left.
   */
  async read(store: Store, read: () => Promise<number>, undo: () => Promise<void>): Promise<number> {
    for (;;) {
      this.signal?.throwIfAborted();
      const facts = this.facts();
      try {
        const seen = await read();
        if (!(await facts).utf8 || seen !== (await this.rowCount(store))) {
          await undo();
          await this.repair(`${seen} rows seen, ${await this.rowCount(store)} counted`);
          continue;
        }
        return seen;
      } catch (error) {
        if (this.signal?.aborted || error instanceof ClvError || isHalt(error)) throw error;
        await undo();
        if (this.opened.format === 'parquet') throw unreadableParquet(this.name, error);
        await this.repair(error);
      }
    }
  }

  /** Runs a look at the rows whose count does not matter; a file that can't be read as it is, is repaired first. */
  async look<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      this.signal?.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (this.signal?.aborted || error instanceof ClvError || isHalt(error)) throw error;
        if (this.opened.format === 'parquet') throw unreadableParquet(this.name, error);
        await this.repair(error);
      }
    }
  }

  /** Makes sure that record numbers are those of the table's order. */
  async makeNumberable(): Promise<void> {
    if (this.copy === null && this.opened.format === 'csv' && (await this.facts()).blanksInside) {
      await this.makeCopy();
    }
  }

  /** Reads the file another way: in another encoding if it is not UTF-8, else as a numbered copy. */
  private async repair(why: unknown): Promise<void> {
    if (this.copy !== null)
      throw new Error(`${this.name}: rows don't add up in the numbered copy`, { cause: why });
    if (!(await this.facts()).utf8) {
      this.opened = await reopenDecoded(this.opened, this.settings, this.directory, this.signal);
      this.factsTask = null;
      this.table = { ...this.table, path: this.opened.path };
      return;
    }
    await this.makeCopy();
  }

  private async makeCopy(): Promise<void> {
    const to = copyPath(this.directory);
    const { format, path, dialect, header } = this.opened;
    const { maxLineBytes } = this.settings;
    const csv = format === 'csv';
    this.copy = csv
      ? await copyCsv(path, to, dialect!, header.length, maxLineBytes, this.signal)
      : await copyJson(path, to, format === 'json', maxLineBytes, this.signal);
    const layout = csv
      ? ({ kind: 'numbered-csv', delimiter: dialect!.delimiter } as const)
      : ({ kind: 'numbered-json' } as const);
    this.table = { ...this.table, path: to, layout };
  }

  /** True where the beginning shows that the store could not read the file right. */
  private isOdd(): boolean {
    const { format, dialect, header, head } = this.opened;
    if (format === 'parquet') return false;
    if (format === 'json') return true;
    if (format === 'ndjson') return head.startsWith('\ufeff');
    return dialect!.escape === '\\' || dialect!.returnEndsLine || header.length < 2 || /^ *\r?\n/.test(head);
  }
}

/** True for what is no fault of the file: an interrupt, too little memory or disk. */
function isHalt(error: unknown): boolean {
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  return /INTERRUPT|AbortError|Out of Memory|OutOfMemory|No space left|ENOSPC|EDQUOT/i.test(text);
}
