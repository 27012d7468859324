import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { fileShrank, notAppendable, prefixChanged } from '../common/messages/watermark.js';
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
const QUOTE = 34;

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
  signal: AbortSignal,
): Promise<Appended> {
  const file = await open(path, 'r');
  const copy = await open(to, 'wx', 0o600);
  try {
    const { size } = await file.stat();
    if (known !== null && size < known.bytes) throw fileShrank(name, size, known.bytes);
    const reader = new AppendedReader(name, known, copy);
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
  private last = NEWLINE;
  private isLines = false;
  private inQuotes = false;

  constructor(
    private readonly name: string,
    private readonly known: Watermark | null,
    private readonly copy: FileHandle,
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
    this.isLines = start.startsWith('{');
  }

  /** Bytes that were read before: the header is among them. */
  private addOld(bytes: Buffer): void {
    if (this.header === null && !this.isLines) {
      this.head = Buffer.concat([this.head, bytes]);
      const end = this.wholeRecords(this.head, false, true);
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
    const end = this.wholeRecords(fresh, this.inQuotes, false);
    if (end === 0) {
      this.pending = Buffer.concat([this.pending, fresh]);
      return;
    }
    if (this.hashed === this.from && this.header !== null) await this.copy.writeFile(this.header);
    for (const part of [this.pending, fresh.subarray(0, end)]) {
      await this.copy.writeFile(part);
      this.hash.update(part);
      this.hashed += part.length;
    }
    this.pending = Buffer.from(fresh.subarray(end));
  }

  /** A file that was read whole may have ended without a line end: it comes first now. */
  private skipLineEnd(bytes: Buffer): Buffer {
    if (this.last === NEWLINE) return bytes;
    const length = bytes[0] === RETURN && bytes[1] === NEWLINE ? 2 : bytes[0] === NEWLINE ? 1 : 0;
    if (length === 0) throw prefixChanged(this.name, this.from);
    this.hash.update(bytes.subarray(0, length));
    this.hashed += length;
    this.from += length;
    this.last = NEWLINE;
    return bytes.subarray(length);
  }

  /** Length of the bytes up to the end of the last whole record, or of the first; a quoted line end is none. */
  private wholeRecords(bytes: Buffer, inQuotes: boolean, first: boolean): number {
    if (this.isLines || (!inQuotes && !bytes.includes(QUOTE)))
      return (first ? bytes.indexOf(NEWLINE) : bytes.lastIndexOf(NEWLINE)) + 1;
    let quoted = inQuotes;
    let end = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (bytes[at] === QUOTE) quoted = !quoted;
      else if (bytes[at] === NEWLINE && !quoted) {
        end = at + 1;
        if (first) return end;
      }
    }
    if (!first) this.inQuotes = quoted;
    return end;
  }
}
