import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readIntegerFile, writeIntegerFile } from '../../src/store/integer-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clv-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each([0, 1, 2, 100_003])('%i rows come back as they were, in memory that threads share', async (rows) => {
  const path = join(folder, `${rows}.bin`);
  const columns = [1, -7, 2_147_483_647].map((step) =>
    Float64Array.from({ length: rows }, (_, i) => Math.floor((step / Math.max(1, rows)) * (i + 1))),
  );
  await writeIntegerFile(path, columns);
  expect((await stat(path)).size).toBe(12 * rows);
  const read = await readIntegerFile(path, 3);
  expect(read.map((column) => [...column])).toEqual(columns.map((column) => [...column]));
  for (const { buffer } of read) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
});
