/** How a CSV file is written. Quotes are always `"`. */
export interface Dialect {
  readonly delimiter: string;
  /** What stands before a quote inside quotes: the quote again, or a backslash. */
  readonly escape: '"' | '\\';
  /** A lone carriage return ends a line (files of old Macs, which hold no newline at all). */
  readonly returnEndsLine: boolean;
}

/** One record. `fields` is null when the record is not well formed; then it is exactly one physical line. */
export interface CsvRecord {
  readonly raw: string;
  readonly fields: readonly string[] | null;
  readonly blank: boolean;
  /** The raw text can be copied as it is: no quotes, no carriage returns. */
  readonly plain: boolean;
  readonly tooLong: boolean;
}

/**
 * Splits CSV text into records, chunk by chunk, and decides what is a record when quotes are wrong: a quoted
 * field must end in a quote before a delimiter or a line end, and a record over several lines must have the
 * right number of fields. Otherwise its first physical line alone is malformed, and reading goes on
 * with the next line: one bad quote never swallows its neighbours.
 */
export class CsvRecords {
  private text = '';
  private at = 0;
  private skipping = false;
  /** Where the next quote stands; the text's length if there is none. Looked up once, not once a line. */
  private nextQuote = 0;
  private readonly newline: string;

  constructor(
    private readonly dialect: Dialect,
    private readonly columns: number | null,
    private readonly maxLength: number,
  ) {
    this.newline = dialect.returnEndsLine ? '\r' : '\n';
  }

  /** Records that are complete after this chunk; with `last`, all that remain. */
  *push(chunk: string, last: boolean): Generator<CsvRecord> {
    this.text = this.at < this.text.length ? this.text.slice(this.at) + chunk : chunk;
    this.at = 0;
    this.nextQuote = 0;
    while (this.at < this.text.length) {
      const end = this.text.indexOf(this.newline, this.at);
      if (this.skipping) {
        if (end < 0) {
          this.at = this.text.length;
          return;
        }
        this.skipping = false;
        this.at = end + 1;
        continue;
      }
      if (end < 0 && !last) {
        if (this.text.length - this.at > this.maxLength) {
          yield tooLong(this.text.slice(this.at, this.at + 1000));
          this.skipping = true;
          this.at = this.text.length;
        }
        return;
      }
      const record = this.next(end < 0 ? this.text.length : end, last);
      if (record === null) return;
      yield record;
    }
  }

  private next(lineEnd: number, last: boolean): CsvRecord | null {
    const { text, at: start } = this;
    const line = withoutReturn(text, start, lineEnd);
    if (this.nextQuote <= start) {
      const quote = text.indexOf('"', start);
      this.nextQuote = quote < 0 ? text.length : quote;
    }
    if (line.length > this.maxLength) {
      this.at = lineEnd + 1;
      return tooLong(line.slice(0, 1000));
    }
    if (this.nextQuote >= lineEnd) {
      this.at = lineEnd + 1;
      const fields = line.split(this.dialect.delimiter);
      const fits = this.columns === null || fields.length === this.columns;
      return {
        raw: line,
        fields: fits ? fields : null,
        blank: isBlank(line),
        plain: !line.includes('\r'),
        tooLong: false,
      };
    }
    const found = this.quoted(start, last);
    if (found === 'incomplete' && !last && text.length - start <= this.maxLength) return null;
    const good =
      typeof found === 'object' &&
      found.end - start <= this.maxLength &&
      (this.columns === null || found.fields.length === this.columns);
    if (!good) {
      this.at = lineEnd + 1;
      return { raw: line, fields: null, blank: false, plain: false, tooLong: false };
    }
    this.at = found.end + 1;
    return {
      raw: withoutReturn(text, start, found.end),
      fields: found.fields,
      blank: false,
      plain: false,
      tooLong: false,
    };
  }

  /** Fields of the record that starts here, by the rules of RFC 4180; a quote within an unquoted field is a letter. */
  private quoted(start: number, last: boolean): { fields: string[]; end: number } | 'incomplete' | 'bad' {
    const { text, newline } = this;
    const { delimiter } = this.dialect;
    const fields: string[] = [];
    for (let at = start; ; ) {
      if (text[at] === '"') {
        const close = this.closingQuote(at + 1);
        if (close < 0) return 'incomplete';
        let after = close + 1;
        fields.push(this.unescape(text.slice(at + 1, close)));
        if (text.startsWith(delimiter, after)) {
          at = after + delimiter.length;
          continue;
        }
        if (text[after] === '\r' && newline === '\n') after++;
        if (after >= text.length) return last ? { fields, end: text.length } : 'incomplete';
        return text[after] === newline ? { fields, end: after } : 'bad';
      }
      const lineEnd = text.indexOf(newline, at);
      const separator = text.indexOf(delimiter, at);
      if (separator >= 0 && (lineEnd < 0 || separator < lineEnd)) {
        fields.push(text.slice(at, separator));
        at = separator + delimiter.length;
        continue;
      }
      if (lineEnd < 0 && !last) return 'incomplete';
      const end = lineEnd < 0 ? text.length : lineEnd;
      fields.push(withoutReturn(text, at, end));
      return { fields, end };
    }
  }

  private closingQuote(from: number): number {
    const { text } = this;
    for (let at = from; ; ) {
      const quote = text.indexOf('"', at);
      if (quote < 0) return -1;
      if (this.dialect.escape === '\\' && backslashesBefore(text, quote, from) % 2 === 1) at = quote + 1;
      else if (text[quote + 1] === '"') at = quote + 2;
      else return quote;
    }
  }

  private unescape(body: string): string {
    const plain = this.dialect.escape === '\\' ? body.replace(/\\(["\\])/g, '$1') : body;
    return plain.includes('""') ? plain.replaceAll('""', '"') : plain;
  }
}

function tooLong(beginning: string): CsvRecord {
  return {
    raw: `${beginning.replace(/[\x80-\xff]+$/, '')}…`,
    fields: null,
    blank: false,
    plain: false,
    tooLong: true,
  };
}

function withoutReturn(text: string, from: number, to: number): string {
  return text.slice(from, to > from && text[to - 1] === '\r' ? to - 1 : to);
}

function backslashesBefore(text: string, at: number, from: number): number {
  let count = 0;
  while (at - count - 1 >= from && text[at - count - 1] === '\\') count++;
  return count;
}

function isBlank(line: string): boolean {
  return line === '' || (line[0] === ' ' && /^ *$/.test(line));
}
