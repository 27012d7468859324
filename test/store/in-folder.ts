import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { Store } from '../../src/store/store.js';

/** A store and a folder for the tests of a file; both are there when the tests run. */
export function storeInFolder(): { readonly store: Store; readonly folder: string } {
  const made = {} as { store: Store; folder: string };
  beforeAll(async () => {
    made.folder = mkdtempSync(join(tmpdir(), 'clv-'));
    made.store = await Store.open({ memoryMegabytes: 100, tempDirectory: made.folder });
  });
  afterAll(async () => {
    await made.store.close();
    rmSync(made.folder, { recursive: true });
  });
  return made;
}
