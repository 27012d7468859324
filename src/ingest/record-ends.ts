import type { Dialect } from './csv-records.js';

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Finds where records end in the bytes of a text file, chunk by chunk from the start of a record. A line end in a quoted
 * field ends none; a quote within an unquoted field is a letter. Without a dialect each line is a record.
 */
export class RecordEnds {
  private readonly delimiterEnd: number | undefined;
  private inQuotes = false;
  private escaped = false;
  /** The byte before has closed a field: another quote makes a quote of both. */
  private justClosed = false;
  private previous = NEWLINE;
  private readonly lineEnd: number;

  constructor(private readonly dialect: Dialect | null) {
    this.lineEnd = lineEndOf(dialect);
    this.delimiterEnd = dialect === null ? undefined : Buffer.from(dialect.delimiter).at(-1);
  }

  /** Length of the bytes up to the end of the first record; 0 = they hold none. */
  first(bytes: Buffer): number {
    return this.scan(bytes, true);
  }

  /** Length of the bytes up to the end of the last record; 0 = they hold none. */
  last(bytes: Buffer): number {
    return this.scan(bytes, false);
  }

  private scan(bytes: Buffer, first: boolean): number {
    if (bytes.length === 0) return 0;
    if (this.dialect === null || (!this.inQuotes && !this.justClosed && !bytes.includes(QUOTE))) {
      this.previous = bytes.at(-1)!;
      return (first ? bytes.indexOf(this.lineEnd) : bytes.lastIndexOf(this.lineEnd)) + 1;
    }
    let end = 0;
    for (let at = 0; at < bytes.length; at++) {
      this.take(bytes[at]!);
      if (bytes[at] === this.lineEnd && !this.inQuotes) {
        end = at + 1;
        if (first) return end;
      }
    }
    return end;
  }

  private take(byte: number): void {
    const { escaped, justClosed, previous } = this;
    this.escaped = this.inQuotes && !escaped && byte === BACKSLASH && this.dialect!.escape === '\\';
    this.justClosed = false;
    this.previous = byte;
    if (byte !== QUOTE || escaped) return;
    if (this.inQuotes) {
      this.inQuotes = false;
      this.justClosed = true;
    } else this.inQuotes = justClosed || this.isBeforeField(previous);
  }

  private isBeforeField(byte: number): boolean {
    return byte === NEWLINE || byte === RETURN || byte === this.delimiterEnd;
  }
}

/** The byte that ends a line: a return alone in files of old Macs. */
export function lineEndOf(dialect: Dialect | null): number {
  return dialect?.returnEndsLine ? RETURN : NEWLINE;
}
