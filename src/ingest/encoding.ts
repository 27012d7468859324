import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { unknownEncoding } from '../common/messages/ingest.js';
import { stopBy } from './spool.js';

/** The canonical name of a declared encoding. */
export function givenEncoding(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw unknownEncoding(label);
  }
}

/** The encoding that a file's beginning shows; null if it is not text. Valid UTF-8 may still break later in the file. */
export function sniffEncoding(head: Buffer): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const length = Math.min(head.length, 4096);
  let controls = 0;
  for (let i = 0; i < length; i++) {
    const byte = head[i]!;
    if (byte === 0) zeros[i & 1]!++;
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12) controls++;
  }
  const half = length / 2;
  if (zeros[1]! > half * 0.6 && zeros[0]! < half * 0.1) return 'utf-16le';
  if (zeros[0]! > half * 0.6 && zeros[1]! < half * 0.1) return 'utf-16be';
  if (zeros[0]! + zeros[1]! > 0 && (zeros[0]! + zeros[1]!) * 100 > length) return null;
  return controls * 20 > length ? null : 'utf-8';
}

/**
 * What a file that is not valid UTF-8 is: UTF-8 with a few broken bytes (most of its characters beyond ASCII are
 * valid), else Windows-1252.
 */
export async function whichEightBit(path: string): Promise<'utf-8' | 'windows-1252'> {
  let valid = 0;
  let broken = 0;
  let wanted = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    if (wanted === 0 && isUtf8(chunk as Buffer) && !(chunk as Buffer).some((byte) => byte >= 0x80)) continue;
    for (const byte of chunk as Buffer) {
      const follows = byte >= 0x80 && byte < 0xc0;
      if (wanted > 0 && follows) {
        wanted--;
        if (wanted === 0) valid++;
        continue;
      }
      if (wanted > 0 || follows || byte >= 0xf5 || byte === 0xc0 || byte === 0xc1) broken++;
      wanted =
        byte >= 0xf0 && byte < 0xf5
          ? 3
          : byte >= 0xe0 && byte < 0xf0
            ? 2
            : byte >= 0xc2 && byte < 0xe0
              ? 1
              : 0;
    }
  }
  return valid > broken ? 'utf-8' : 'windows-1252';
}

/** Writes the file again as UTF-8 without a BOM, in chunks. */
export async function transcode(
  from: string,
  to: string,
  encoding: string,
  signal: AbortSignal | null,
): Promise<void> {
  const decoder = new TextDecoder(encoding);
  await pipeline(
    createReadStream(from, { highWaterMark: 1 << 20 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
      yield decoder.decode();
    },
    createWriteStream(to, { mode: 0o600 }),
    stopBy(signal),
  );
}
