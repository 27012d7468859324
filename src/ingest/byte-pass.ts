import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** What a file's bytes say by themselves, without any reader: the independent count of the rows. */
export interface ByteFacts {
  readonly bytes: number;
  readonly sha256: string;
  /** Records that are not blank, with the header. A newline inside quotes ends no record. */
  readonly records: number;
  /** A blank line stands before the last record: record numbers and rows are not the same. */
  readonly blanksInside: boolean;
  readonly endings: { readonly lf: number; readonly crlf: number };
  readonly longest: number;
  readonly utf8: boolean;
}

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;

/**
 * Reads a file once, in chunks, beside whatever else reads it: SHA-256, records by newline (and, where
 * `quoted`, quote parity), line ends, longest record, valid UTF-8.
 */
export async function readByteFacts(
  path: string,
  options: { readonly records: boolean; readonly quoted: boolean; readonly signal?: AbortSignal | null },
): Promise<ByteFacts> {
  const file = await open(path, 'r');
  const hash = createHash('sha256');
  const counter = new RecordCounter(options.quoted);
  const utf8 = new Utf8Check();
  const buffers = [Buffer.allocUnsafe(1 << 20), Buffer.allocUnsafe(1 << 20)];
  let bytes = 0;
  try {
    let next = file.read(buffers[0]!, 0, 1 << 20, null);
    for (let turn = 0; ; turn ^= 1) {
      const { bytesRead } = await next;
      if (bytesRead === 0) break;
      next = file.read(buffers[turn ^ 1]!, 0, 1 << 20, null);
      options.signal?.throwIfAborted();
      const chunk = buffers[turn]!.subarray(0, bytesRead);
      hash.update(chunk);
      if (options.records) {
        counter.add(chunk);
        utf8.add(chunk);
      }
      bytes += bytesRead;
    }
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex'), ...counter.end(), utf8: utf8.end() };
}

/** Counts records by newline and quote parity. */
class RecordCounter {
  private records = 0;
  private blanksInside = false;
  private blankPending = false;
  private lf = 0;
  private crlf = 0;
  private longest = 0;
  private base = 0;
  private start = 0;
  private previous = NEWLINE;
  private inQuotes = false;
  private content = false;

  constructor(private readonly quoted: boolean) {}

  add(chunk: Buffer): void {
    if (this.quoted && (this.inQuotes || chunk.indexOf(QUOTE) >= 0)) this.addQuoted(chunk);
    else this.addPlain(chunk);
    this.base += chunk.length;
    this.previous = chunk[chunk.length - 1]!;
  }

  private addPlain(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      if (!this.content) this.content = hasContent(chunk, from, at);
      this.endRecord(this.base + at, at > 0 ? chunk[at - 1]! : this.previous);
      from = at + 1;
    }
    if (!this.content && from < chunk.length) this.content = hasContent(chunk, from, chunk.length);
  }

  private addQuoted(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === QUOTE) {
        this.inQuotes = !this.inQuotes;
        this.content = true;
      } else if (byte === NEWLINE) {
        if (!this.inQuotes) this.endRecord(this.base + at, at > 0 ? chunk[at - 1]! : this.previous);
      } else if (byte !== 32 && byte !== RETURN) this.content = true;
    }
  }

  private endRecord(at: number, before: number): void {
    if (before === RETURN && at > this.start) this.crlf++;
    else this.lf++;
    this.closeRecord(at);
    this.start = at + 1;
    this.content = false;
  }

  private closeRecord(at: number): void {
    if (at - this.start > this.longest) this.longest = at - this.start;
    if (!this.content) {
      this.blankPending = true;
      return;
    }
    if (this.blankPending) this.blanksInside = true;
    this.records++;
  }

  end(): Pick<ByteFacts, 'records' | 'blanksInside' | 'endings' | 'longest'> {
    if (this.base > this.start) this.closeRecord(this.base);
    return {
      records: this.records,
      blanksInside: this.blanksInside,
      endings: { lf: this.lf, crlf: this.crlf },
      longest: this.longest,
    };
  }
}

function hasContent(chunk: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = chunk[at]!;
    if (byte !== 32 && byte !== RETURN) return true;
  }
  return false;
}

/** Checks UTF-8 chunk by chunk; a character may be cut by the end of a chunk. */
class Utf8Check {
  private valid = true;
  private tail: Buffer = Buffer.alloc(0);

  add(chunk: Buffer): void {
    if (!this.valid) return;
    let whole = chunk;
    if (this.tail.length > 0) {
      const missing = expectedLength(this.tail[0]!) - this.tail.length;
      const cut = Math.min(missing, chunk.length);
      const joined = Buffer.concat([this.tail, chunk.subarray(0, cut)]);
      whole = chunk.subarray(cut);
      if (cut < missing) {
        this.tail = joined;
        return;
      }
      this.valid = isUtf8(joined);
    }
    const end = completeLength(whole);
    this.tail = Buffer.from(whole.subarray(end));
    this.valid &&= isUtf8(whole.subarray(0, end));
  }

  end(): boolean {
    return this.valid && this.tail.length === 0;
  }
}

function expectedLength(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

/** Length of the chunk without a character that its end cuts off. */
function completeLength(chunk: Buffer): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back++) {
    const byte = chunk[chunk.length - back]!;
    if (byte < 0x80) return chunk.length;
    if (byte >= 0xc0) return expectedLength(byte) > back ? chunk.length - back : chunk.length;
  }
  return chunk.length;
}
