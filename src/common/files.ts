import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sweepUnfinished, temporaryName } from './leftovers.js';

/**
 * Writes a file whole or not at all: a temporary name in the same folder, flushed, then renamed.
 * Throws what the file system throws (no space, read-only); the old file is then untouched.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  mode = 0o666,
): Promise<void> {
  await replaceFile(path, async (temporary) => {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
  });
}

/**
 * Lets `write` make a file under a temporary name beside `path`, flushes it and renames it over `path`. What killed
 * runs left of the same file is removed.
 */
export async function replaceFile(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await write(temporary);
    await flushFile(temporary);
    await rename(temporary, path);
    await sweepUnfinished(dirname(path), basename(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Sends a file to the disk; its size in bytes. */
export async function flushFile(path: string): Promise<number> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** Makes a folder that only its owner can read (mode 0700) in `parent`. */
export function makePrivateDirectory(parent: string): Promise<string> {
  return mkdtemp(join(parent, 'clv-'));
}

/** Runs the work with a private folder in `parent`, which is gone afterwards whatever happened. */
export async function withPrivateDirectory<T>(
  parent: string,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await makePrivateDirectory(parent);
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** SHA-256 of a file's bytes, in hexadecimal. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** SHA-256 of a text (UTF-8), in hexadecimal. */
export function sha256OfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
