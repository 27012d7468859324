import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { silentProgress } from '../../src/common/progress.js';
import { ingest } from '../../src/ingest/ingest.js';
import type { FileIntake, Intake } from '../../src/ingest/intake.js';
import { allLineColumns, type LineColumn } from '../../src/ingest/line-columns.js';
import { defaultIngestSettings, type IngestSettings, type SourceRole } from '../../src/ingest/settings.js';
import { Store, type StoreRow } from '../../src/store/store.js';

const folder = mkdtempSync(join(tmpdir(), 'clv-test-'));
const stores: Store[] = [];

afterAll(async () => {
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

let number = 0;

/** An empty folder that is removed when the tests of the file have run. */
export function emptyFolder(): string {
  return mkdtempSync(join(folder, `${++number}-`));
}

/** Writes a file into a folder of its own and returns its path. */
export function file(name: string, content: string | Uint8Array): string {
  const path = join(emptyFolder(), name);
  writeFileSync(path, content);
  return path;
}

export function newStore(): Promise<Store> {
  return Store.open({ memoryMegabytes: 300, tempDirectory: folder }).then((store) => {
    stores.push(store);
    return store;
  });
}

export const settings: IngestSettings = { ...defaultIngestSettings, tempDirectory: folder };

export interface Loaded {
  readonly store: Store;
  readonly intake: Intake;
}

export interface LoadOptions {
  readonly settings?: Partial<IngestSettings>;
  readonly want?: ReadonlySet<LineColumn>;
  readonly role?: SourceRole;
  readonly stdin?: NodeJS.ReadableStream | null;
}

/** Loads files of one role into a new store; refusals don't stop it unless the settings say so. */
export async function load(paths: string | readonly string[], options: LoadOptions = {}): Promise<Loaded> {
  const store = await newStore();
  const intake = await ingest(
    store,
    [{ role: options.role ?? 'orders', patterns: typeof paths === 'string' ? [paths] : paths }],
    { ...settings, maxQuarantine: 1, ...options.settings },
    options.want ?? allLineColumns,
    silentProgress,
    options.stdin ?? null,
  );
  return { store, intake };
}

/** Order lines in a fixed order, without where they come from. */
export function lines(store: Store): Promise<StoreRow[]> {
  return store.rows('select * exclude (file, row_number) from order_lines order by all');
}

/** `row field reason value` of each refused row, in order. */
export async function refused(store: Store): Promise<string[]> {
  const rows = await store.rows('select * from quarantine order by file, row_number');
  return rows.map(({ row_number, field, reason, value }) => `${row_number} ${field} ${reason} ${value}`);
}

export function total(counts: FileIntake['rowsQuarantined'] | FileIntake['rowsIgnored']): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

/** Sum that must be zero for every file. */
export function unaccounted(intake: Intake): number[] {
  return intake.files.map(
    (one) => one.rowsRead - one.rowsUsed - total(one.rowsQuarantined) - total(one.rowsIgnored),
  );
}

export const codes = (notes: readonly { code: string }[]): string[] => notes.map(({ code }) => code);
