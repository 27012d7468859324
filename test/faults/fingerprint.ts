import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../../src/store/store.js';

const sha = (text: string | Buffer) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * A digest of the rows of each stored table that has any, whatever their order; read from a copy, as the next process
 * would find it after a kill.
 */
export async function tablesOf(workspace: string): Promise<Record<string, string>> {
  const warehouse = join(workspace, 'warehouse.duckdb');
  if (!existsSync(warehouse)) return {};
  const folder = mkdtempSync(join(tmpdir(), 'clv-look-'));
  const path = join(folder, 'copy.duckdb');
  copyFileSync(warehouse, path);
  if (existsSync(`${warehouse}.wal`)) copyFileSync(`${warehouse}.wal`, `${path}.wal`);
  const store = await Store.open({ path, memoryMegabytes: 200, tempDirectory: folder, threads: 1 });
  try {
    const names = await store.rows('select table_name from duckdb_tables() where not temporary order by 1');
    const digests: Record<string, string> = {};
    for (const { table_name } of names) {
      const rows = await store.rows(`select * from "${table_name}" order by all`);
      if (rows.length > 0) digests[String(table_name)] = sha(JSON.stringify(rows, plain));
    }
    return digests;
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

/** A digest of a file; null where there is none. */
export function fileOf(path: string): string | null {
  return existsSync(path) ? sha(readFileSync(path)) : null;
}

/** Digests of all files below a folder, by their paths. */
export function filesOf(folder: string): Record<string, string | null> {
  if (!existsSync(folder)) return {};
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), fileOf(path)]),
  );
}
