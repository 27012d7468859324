import { join } from 'node:path';
import { Store } from '../../../src/store/store.js';

/** Looks into, or changes, the warehouse of a workspace behind the program's back. */
export async function inWarehouse<T>(cwd: string, work: (store: Store) => Promise<T>): Promise<T> {
  const path = join(cwd, '.clv/warehouse.duckdb');
  const store = await Store.open({ path, memoryMegabytes: 100, tempDirectory: cwd });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
