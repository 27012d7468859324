import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { fileShrank, notAppendable, prefixChanged } from '../common/messages/watermark.js';
import type { Dialect } from './csv-records.js';
import { findDialect, givenDelimiter } from './dialect.js';
import { lineEndOf, RecordEnds } from './record-ends.js';
import type { IngestSettings } from './settings.js';
import { sniffCompression } from './spool.js';

/** How far a file has been read: so many bytes, with that SHA-256. */
export interface Watermark {
  readonly bytes: number;
  readonly sha256: string;
}

/** What was added to a file. */
export interface Appended {
  /** The header and the new records, as a file of their own; null = nothing new. */
  readonly path: string | null;
  readonly from: number;
  /** To here the file has whole records. */
  readonly watermark: Watermark;
  /** Bytes of a last record without an end. */
  readonly unfinished: number;
}

const NEWLINE = 10;
const RETURN = 13;
const HEAD_BYTES = 1 << 16;

/**
 * Copies the records that were added to a text file since `known` (null = all) to the file `to`, in one pass over its
 * bytes: those read before are hashed on the way. Throws a ClvError when they have changed, or when the file is no
 * plain CSV or NDJSON.
 */
export async function copyAppended(
  name: string,
  path: string,
  known: Watermark | null,
  to: string,
  settings: Pick<IngestSettings, 'delimiter' | 'maxLineBytes'>,
  signal: AbortSignal,
): Promise<Appended> {
  const file = await open(path, 'r');
  const copy = await open(to, 'wx', 0o600);
  try {
    const { size } = await file.stat();
    if (known !== null && size < known.bytes) throw fileShrank(name, size, known.bytes);
    const reader = new AppendedReader(name, known, copy, settings);
    const buffer = Buffer.allocUnsafe(1 << 20);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      await reader.add(buffer.subarray(0, bytesRead));
    }
    return reader.end(to);
  } finally {
    await file.close();
    await copy.close();
  }
}

class AppendedReader {
  private readonly hash = createHash('sha256');
  private hashed = 0;
  private read = 0;
  private from: number;
  private header: Buffer | null = null;
  private head = Buffer.alloc(0);
  private pending: Buffer = Buffer.alloc(0);
  /** The last of the bytes that were read before, if any. */
  private last: number | null = null;
  /** Null = NDJSON: each line is a record. */
  private dialect: Dialect | null = null;
  private ends = new RecordEnds(null);

  constructor(
    private readonly name: string,
    private readonly known: Watermark | null,
    private readonly copy: FileHandle,
    private readonly settings: Pick<IngestSettings, 'delimiter' | 'maxLineBytes'>,
  ) {
    this.from = known?.bytes ?? 0;
  }

  async add(chunk: Buffer): Promise<void> {
    if (this.read === 0) this.lookAtHead(chunk);
    const old = Math.max(0, Math.min(chunk.length, this.from - this.read));
    if (old > 0) this.addOld(chunk.subarray(0, old));
    if (old < chunk.length) await this.addNew(chunk.subarray(old));
    this.read += chunk.length;
  }

  end(to: string): Appended {
    const written = this.hashed - this.from;
    return {
      path: written === 0 ? null : to,
      from: this.from,
      watermark: { bytes: this.hashed, sha256: this.hash.copy().digest('hex') },
      unfinished: this.pending.length,
    };
  }

  private lookAtHead(chunk: Buffer): void {
    const start = chunk
      .toString('latin1', 0, Math.min(chunk.length, 16))
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart();
    if (sniffCompression(chunk) !== null) throw notAppendable(this.name, 'compressed');
    if (start.startsWith('PAR1')) throw notAppendable(this.name, 'Parquet');
    if (start.startsWith('[')) throw notAppendable(this.name, 'a JSON array');
    if (/^(\xff\xfe|\xfe\xff)/.test(start) || chunk.subarray(0, 64).includes(0))
      throw notAppendable(this.name, 'not in UTF-8');
    if (!start.startsWith('{')) {
      const { delimiter } = this.settings;
      const given = delimiter === null ? null : givenDelimiter(delimiter);
      this.dialect = findDialect(chunk.toString('utf8', 0, HEAD_BYTES), false, given).dialect;
    }
    this.ends = new RecordEnds(this.dialect);
  }

  /** Bytes that were read before: the header is among them. */
  private addOld(bytes: Buffer): void {
    if (this.header === null && this.dialect !== null) {
      this.head = Buffer.concat([this.head, bytes]);
      const end = new RecordEnds(this.dialect).first(this.head);
      if (end > 0) this.header = this.head.subarray(0, end);
    }
    this.hash.update(bytes);
    this.hashed += bytes.length;
    this.last = bytes[bytes.length - 1]!;
    if (this.hashed === this.known!.bytes && this.hash.copy().digest('hex') !== this.known!.sha256)
      throw prefixChanged(this.name, this.known!.bytes);
  }

  private async addNew(bytes: Buffer): Promise<void> {
    const fresh = this.pending.length === 0 && this.hashed === this.from ? this.skipLineEnd(bytes) : bytes;
    const found = this.ends.last(fresh);
    const all = Buffer.concat([this.pending, fresh]);
    const end = this.giveUpQuotes(all, found === 0 ? 0 : this.pending.length + found);
    this.pending = all.subarray(end);
    if (end === 0) return;
    if (this.hashed === this.from && this.header !== null) await this.copy.writeFile(this.header);
    const whole = all.subarray(0, end);
    await this.copy.writeFile(whole);
    this.hash.update(whole);
    this.hashed += whole.length;
  }

  /** A file that was read whole may have ended without a line end: it comes first now. */
  private skipLineEnd(bytes: Buffer): Buffer {
    const end = lineEndOf(this.dialect);
    if (this.last === null || this.last === end) return bytes;
    const length = bytes[0] === RETURN && bytes[1] === NEWLINE ? 2 : bytes[0] === end ? 1 : 0;
    if (length === 0) throw prefixChanged(this.name, this.from);
    const lineEnd = bytes.subarray(0, length);
    if (this.header === null && this.dialect !== null) this.header = Buffer.concat([this.head, lineEnd]);
    this.hash.update(lineEnd);
    this.hashed += length;
    this.from += length;
    this.last = end;
    return bytes.subarray(length);
  }

  /** Quotes that stay open for longer than a record may be are for the reader of the copy to judge. */
  private giveUpQuotes(bytes: Buffer, end: number): number {
    const lineEnd = bytes.lastIndexOf(lineEndOf(this.dialect)) + 1;
    if (bytes.length - end <= this.settings.maxLineBytes || lineEnd <= end) return end;
    this.ends = new RecordEnds(this.dialect);
    this.ends.last(bytes.subarray(lineEnd));
    return lineEnd;
  }
}
