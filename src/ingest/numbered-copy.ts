import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { CsvRecords, type Dialect } from './csv-records.js';
import { JsonElements } from './json-elements.js';
import { Lines } from './lines.js';

/**
 * A private copy of a file in which each good record begins with its number, and beside it the records that are not
 * well formed: `number,reason,"raw"` a line.
 */
export interface NumberedCopy {
  readonly path: string;
  readonly refusedPath: string;
  readonly good: number;
  readonly refused: number;
}

/** Copies a CSV file whose records have `columns` fields, without its header; the delimiter becomes a comma. */
export async function copyCsv(
  from: string,
  to: string,
  dialect: Dialect,
  columns: number,
  maxLength: number,
  signal: AbortSignal | null,
): Promise<NumberedCopy> {
  const copy = new CopyWriter(to);
  const records = new CsvRecords(dialect, columns, maxLength);
  const byComma = dialect.delimiter === ',';
  let number = -1;
  const take = async (chunk: string, last: boolean) => {
    for (const record of records.push(chunk, last)) {
      if (number < 0) {
        if (!record.blank) number = 0;
        continue;
      }
      number++;
      if (record.blank) continue;
      if (record.fields === null)
        copy.refuse(number, record.tooLong ? 'line_too_long' : 'malformed_row', record.raw);
      else copy.add(number, record.plain && byComma ? record.raw : record.fields.map(csvField).join(','));
    }
    await copy.drain();
  };
  await inChunks(from, signal, take);
  return copy.end();
}

/** Copies NDJSON (a row a line) or a JSON array (a row an element) as `number,"json"`. */
export async function copyJson(
  from: string,
  to: string,
  array: boolean,
  maxLength: number,
  signal: AbortSignal | null,
): Promise<NumberedCopy> {
  const copy = new CopyWriter(to);
  let number = 0;
  if (array) {
    const elements = new JsonElements(maxLength);
    await inChunks(from, signal, async (chunk, last) => {
      for (const element of elements.push(chunk, last)) {
        number++;
        if (element.tooLong) copy.refuse(number, 'line_too_long', `${element.text.slice(0, 1000)}…`);
        else copy.add(number, csvQuoted(element.text));
      }
      await copy.drain();
    });
    return copy.end();
  }
  const lines = new Lines(maxLength);
  await inChunks(from, signal, async (chunk, last) => {
    for (const line of lines.push(chunk, last)) {
      number++;
      if (line.tooLong) copy.refuse(number, 'line_too_long', line.text);
      else if (line.text.trim() !== '') copy.add(number, csvQuoted(line.text));
    }
    await copy.drain();
  });
  return copy.end();
}

async function inChunks(
  path: string,
  signal: AbortSignal | null,
  take: (chunk: string, last: boolean) => Promise<void>,
): Promise<void> {
  let first = true;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 21 })) {
    signal?.throwIfAborted();
    const text = (chunk as Buffer).toString('latin1');
    await take(first && text.startsWith('\xef\xbb\xbf') ? text.slice(3) : text, false);
    first = false;
  }
  await take('', true);
}

function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? csvQuoted(value) : value;
}

function csvQuoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

/** Text in the copies is the file's bytes, one a character. */
class CopyWriter {
  private good = 0;
  private refused = 0;
  private text = '';
  private refusedText = '';
  private readonly stream: WriteStream;
  private readonly refusedStream: WriteStream;
  private readonly refusedPath: string;

  constructor(private readonly path: string) {
    this.refusedPath = `${path}.refused`;
    this.stream = createWriteStream(path, { mode: 0o600 });
    this.refusedStream = createWriteStream(this.refusedPath, { mode: 0o600 });
    // Errors surface in drain() and end(); without a listener they would end the process first.
    this.stream.on('error', () => {});
    this.refusedStream.on('error', () => {});
  }

  add(number: number, content: string): void {
    this.good++;
    this.text += `${number},${content}\n`;
  }

  refuse(number: number, reason: string, raw: string): void {
    this.refused++;
    const ending = raw.endsWith('…') ? `${raw.slice(0, -1)}\xe2\x80\xa6` : raw;
    this.refusedText += `${number},${reason},${csvQuoted(ending)}\n`;
  }

  async drain(): Promise<void> {
    const { text, refusedText } = this;
    this.text = '';
    this.refusedText = '';
    await write(this.stream, text);
    await write(this.refusedStream, refusedText);
  }

  async end(): Promise<NumberedCopy> {
    await this.drain();
    for (const stream of [this.stream, this.refusedStream]) {
      stream.end();
      await finished(stream);
    }
    return { path: this.path, refusedPath: this.refusedPath, good: this.good, refused: this.refused };
  }
}

function write(stream: WriteStream, text: string): Promise<void> {
  if (text === '') return Promise.resolve();
  return new Promise((resolve, reject) => {
    stream.write(text, 'latin1', (error) => (error ? reject(error) : resolve()));
  });
}
