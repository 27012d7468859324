import { readFile, writeFile } from 'node:fs/promises';

/** Writes columns of one length, whole numbers that fit four bytes, one after the other as the memory holds them: a file that the program itself reads again. */
export async function writeIntegerFile(path: string, columns: readonly Float64Array[]): Promise<void> {
  const bytes = columns.map((column) => new Uint8Array(new Int32Array(column).buffer));
  await writeFile(path, Buffer.concat(bytes), { mode: 0o600 });
}

/** Reads so many columns of such a file, in memory that can be shared with threads. It takes no engine. */
export async function readIntegerFile(path: string, columns: number): Promise<Float64Array[]> {
  const bytes = await readFile(path);
  const numbers = new Int32Array(bytes.length / Int32Array.BYTES_PER_ELEMENT);
  new Uint8Array(numbers.buffer).set(bytes);
  const rows = numbers.length / columns;
  return Array.from({ length: columns }, (_, k) => {
    const column = new Float64Array(new SharedArrayBuffer(rows * Float64Array.BYTES_PER_ELEMENT));
    column.set(numbers.subarray(k * rows, (k + 1) * rows));
    return column;
  });
}
