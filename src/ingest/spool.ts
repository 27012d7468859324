import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { damagedCompression } from '../common/messages/ingest.js';

export type Compression = 'gzip' | 'zstd';

export interface Spooled {
  readonly bytes: number;
  readonly sha256: string;
}

/** The compression that a file's first bytes show. */
export function sniffCompression(head: Buffer): Compression | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : null;
}

/** Writes standard input to a private file, so that it is read like any other. */
export async function spoolStream(
  stream: NodeJS.ReadableStream,
  to: string,
  signal: AbortSignal | null,
): Promise<void> {
  await pipeline(stream, createWriteStream(to, { mode: 0o600 }), stopBy(signal));
}

/** Writes the decompressed file to a private one; bytes and SHA-256 are those of the compressed file. */
export async function decompress(
  name: string,
  from: string,
  to: string,
  kind: Compression,
  signal: AbortSignal | null,
): Promise<Spooled> {
  const hash = createHash('sha256');
  let bytes = 0;
  const source = createReadStream(from, { highWaterMark: 1 << 20 });
  const observe = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  const target = createWriteStream(to, { mode: 0o600 });
  try {
    if (kind === 'gzip') await pipeline(source, observe, createGunzip(), target, stopBy(signal));
    else await pipeline(source, observe, inflateZstd, target, stopBy(signal));
  } catch (error) {
    if (signal?.aborted || (error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw damagedCompression(name, kind, error);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Options of a pipeline that an abort ends. */
export function stopBy(signal: AbortSignal | null): { signal?: AbortSignal } {
  return signal === null ? {} : { signal };
}

async function* inflateZstd(chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const stream = new Decompress((data) => {
    if (data.length > 0) ready.push(data.slice());
  });
  for await (const chunk of chunks) {
    stream.push(chunk);
    yield* ready;
    ready = [];
  }
  stream.push(new Uint8Array(0), true);
  yield* ready;
}
