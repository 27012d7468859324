import { closeSync, openSync, readSync } from 'node:fs';

/** Column names of a plain CSV file. */
export function headerOf(file) {
  const handle = openSync(file);
  try {
    const bytes = Buffer.alloc(4096);
    const read = readSync(handle, bytes, 0, bytes.length, 0);
    return bytes.toString('utf8', 0, read).split(/\r?\n/, 1)[0].split(',');
  } finally {
    closeSync(handle);
  }
}
