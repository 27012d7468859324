import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { open as openFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  brokenCharacters,
  emptyFile,
  encodingGuessed,
  jsonShape,
  notText,
} from '../common/messages/ingest.js';
import type { Note } from '../common/result.js';
import { readByteFacts } from './byte-pass.js';
import type { Dialect } from './csv-records.js';
import { findDialect, givenDelimiter } from './dialect.js';
import { givenEncoding, sniffEncoding, transcode, whichEightBit } from './encoding.js';
import type { FoundFile } from './find.js';
import type { FileFormat } from './intake.js';
import type { IngestSettings } from './settings.js';
import { type Compression, decompress, type Spooled, sniffCompression, spoolStream } from './spool.js';

const HEAD_BYTES = 1 << 18;
/** A bracket and then what may follow it in JSON: `[id],name` is CSV. */
const JSON_START = /^\s*(\[\s*([{[\]"\d-]|$)|\{\s*["}])/;

/** A source after a look at its beginning: a plain UTF-8 text file, or Parquet, on disk. */
export interface OpenedFile {
  readonly found: FoundFile;
  readonly format: FileFormat;
  readonly compression: Compression | null;
  readonly encoding: string | null;
  /** For CSV. */
  readonly dialect: Dialect | null;
  readonly header: readonly string[];
  /** The beginning as text; empty for Parquet. */
  readonly head: string;
  /** What is read: the file itself or a private copy in UTF-8. */
  readonly path: string;
  /** Bytes and SHA-256 of the file as given, where `path` is a copy of another form. */
  readonly original: Spooled | null;
  readonly notes: readonly Note[];
}

/** Looks at the beginning of a file, and makes a plain copy of it where the store could not read it right. */
export async function openFound(
  found: FoundFile,
  settings: IngestSettings,
  directory: string,
  stdin: NodeJS.ReadableStream | null,
  signal: AbortSignal | null,
): Promise<OpenedFile> {
  let path = found.path === null ? copyPath(directory) : resolve(found.path);
  if (found.path === null) await spoolStream(stdin!, path, signal);
  let head = await readHead(path);
  let original: Spooled | null = null;
  const compression = sniffCompression(head);
  if (compression !== null) {
    const plain = copyPath(directory);
    original = await decompress(found.name, path, plain, compression, signal);
    path = plain;
    head = await readHead(path);
  }
  if (head.length === 0) throw emptyFile(found.name);
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') {
    return {
      ...{ found, compression, original, format: 'parquet', encoding: null, dialect: null },
      ...{ header: [], head: '', path: await plainName(path, directory), notes: [] },
    };
  }
  const known = knownBinary(head);
  const sniffed = known === null ? sniffEncoding(head) : null;
  const encoding = settings.encoding === null ? sniffed : givenEncoding(settings.encoding);
  if (known !== null || encoding === null) throw notText(found.name, known ?? 'a binary file');
  const valid = isUtf8(head.subarray(0, head.length < HEAD_BYTES ? head.length : lastNewline(head)));
  if (encoding === 'utf-8' && !valid) {
    const file = { found, compression, original, path, encoding, notes: [] };
    return reopenDecoded(
      { ...file, format: 'csv', dialect: null, header: [], head: '' },
      settings,
      directory,
      signal,
    );
  }
  if (encoding !== 'utf-8') {
    original ??= await sumsOf(path);
    const plain = copyPath(directory);
    await transcode(path, plain, encoding, signal);
    path = plain;
    head = await readHead(path);
  }
  const opened = {
    found,
    compression,
    original,
    path: await plainName(path, directory),
    encoding,
    notes: [],
  };
  return describeText(opened, head, settings);
}

/** The same file after its bytes proved not to be UTF-8: read again as what they look like. */
export async function reopenDecoded(
  file: OpenedFile,
  settings: IngestSettings,
  directory: string,
  signal: AbortSignal | null,
): Promise<OpenedFile> {
  const encoding = settings.encoding === null ? await whichEightBit(file.path) : 'utf-8';
  const plain = copyPath(directory);
  const original = file.original ?? (await sumsOf(file.path));
  await transcode(file.path, plain, encoding, signal);
  const note =
    encoding === 'utf-8' ? brokenCharacters(file.found.name) : encodingGuessed(file.found.name, encoding);
  const { found, compression } = file;
  const opened = { found, compression, original, path: plain, encoding, notes: [...file.notes, note] };
  return describeText(opened, await readHead(plain), settings);
}

function describeText(
  file: Omit<OpenedFile, 'format' | 'dialect' | 'header' | 'head'>,
  bytes: Buffer,
  settings: IngestSettings,
): OpenedFile {
  const whole = bytes.length < HEAD_BYTES;
  const head = new TextDecoder().decode(whole ? bytes : bytes.subarray(0, lastNewline(bytes)));
  const first = head.trimStart()[0];
  if (first === undefined) throw emptyFile(file.found.name);
  if (JSON_START.test(head)) {
    const lines = head.split('\n').filter((line) => line.trim() !== '');
    const rows = lines.slice(0, 200).filter(isJsonObject).length;
    const format = first === '[' && !(lines.length > 1 && rows * 2 > lines.length) ? 'json' : 'ndjson';
    if (format === 'ndjson' && !isJsonObject(lines[0]!) && rows * 2 <= Math.min(lines.length, 200))
      throw jsonShape(file.found.name);
    return { ...file, format, dialect: null, header: [], head };
  }
  const given = settings.delimiter === null ? null : givenDelimiter(settings.delimiter);
  const { dialect, header } = findDialect(head, whole, given);
  return { ...file, format: 'csv', dialect, header: header.map((name) => name.trim()), head };
}

function isJsonObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function lastNewline(bytes: Buffer): number {
  const at = bytes.lastIndexOf(10);
  return at < 0 ? bytes.length : at + 1;
}

async function readHead(path: string): Promise<Buffer> {
  const file = await openFile(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, HEAD_BYTES - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await file.close();
  }
}

async function sumsOf(path: string): Promise<Spooled> {
  const { bytes, sha256 } = await readByteFacts(path, { records: false, quoted: false });
  return { bytes, sha256 };
}

/** The store takes names as globs: a name with glob characters gets a plain one in the private folder. */
async function plainName(path: string, directory: string): Promise<string> {
  if (!/[*?[\]{}]/.test(path)) return path;
  const link = copyPath(directory);
  await symlink(path, link);
  return link;
}

/** A new name in the private folder. */
export function copyPath(directory: string): string {
  return join(directory, `source-${randomUUID()}`);
}

function knownBinary(head: Buffer): string | null {
  const start = head.subarray(0, 16).toString('latin1');
  if (start.startsWith('PK\x03\x04')) return 'an Excel workbook or a ZIP archive';
  if (start.startsWith('\xd0\xcf\x11\xe0')) return 'an old Excel workbook';
  if (start.startsWith('%PDF')) return 'a PDF document';
  if (start.startsWith('SQLite format 3')) return 'an SQLite database';
  return null;
}
