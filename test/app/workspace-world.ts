import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { audit } from '../../src/app/audit/audit.js';
import type { LensName } from '../../src/app/audit/lens-names.js';
import { auditOptions } from '../../src/app/audit/options.js';
import { check } from '../../src/app/check/check.js';
import type { RunContext } from '../../src/app/context.js';
import { type LoadOptions, load } from '../../src/app/load.js';
import { exportMart } from '../../src/app/mart.js';
import { withWorkspaceReader } from '../../src/app/open-store.js';
import { resolveSettings } from '../../src/app/settings-resolve.js';
import { silentProgress } from '../../src/common/progress.js';
import type { Result } from '../../src/common/result.js';
import { inFolder } from '../cli/in-process.js';
import { realProcesses } from '../real-processes.js';

export type Flags = Readonly<Record<string, unknown>>;

/** A folder with files and a workspace. Files are named relative to it. */
export interface World {
  readonly folder: string;
  write(name: string, text: string): string;
  read(name: string): string;
  load(
    files: readonly string[],
    flags?: Flags,
    onStage?: (text: string) => void,
    options?: LoadOptions,
  ): Promise<Result>;
  audit(lens: LensName, files: readonly string[], flags?: Flags): Promise<Result>;
  check(files: readonly string[], flags?: Flags): Promise<Result>;
  /** CSV of each relation from `orders` on, by its name. */
  relations(files: readonly string[], flags?: Flags): Promise<Record<string, string>>;
  /** Every stored table, row by row. */
  warehouse(): Promise<Record<string, unknown>>;
}

export const RELATIONS = [
  'orders',
  'returns',
  'line_counts',
  'order_baskets',
  'order_days',
  'observation',
  'periods',
  'customer_periods',
  'customer_profiles',
  'customer_attribute_history',
  'customer_profile_attributes',
  'customers',
  'customer_first_orders',
  'cohorts',
  'purchase_history',
  'purchase_history_counts',
] as const;

/** Runs the work in a world of its own; temporary files must be gone after it. */
export function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    mkdirSync(join(folder, 'tmp'));
    const resolved = (files: readonly string[], flags: Flags) =>
      resolveSettings({
        flags,
        files,
        env: { CLV_TEMP_DIRECTORY: 'tmp' },
        cwd: folder,
        terminal: { isTTY: false, columns: null },
      });
    await work({
      folder,
      write(name, text) {
        writeFileSync(join(folder, name), text);
        return name;
      },
      read: (name) => readFileSync(join(folder, name), 'utf8'),
      load: async (files, flags = {}, onStage = () => {}, { deletions = [], ...options } = {}) =>
        load(await resolved(files, flags), context('clv load', onStage), {
          ...options,
          deletions: deletions.map((name) => join(folder, name)),
        }),
      audit: async (lens, files, flags = {}) =>
        audit(lens, auditOptions({}), await resolved(files, flags), context('clv audit')),
      check: async (files, flags = {}) => check(await resolved(files, flags), context('clv check')),
      async relations(files, flags = {}) {
        const out = join(folder, 'export');
        await exportMart(
          RELATIONS,
          'csv',
          await resolved(files, { ...flags, out }),
          context('clv mart export'),
        );
        const texts = RELATIONS.map((name) => [name, readFileSync(join(out, `${name}.csv`), 'utf8')]);
        rmSync(out, { recursive: true });
        return Object.fromEntries(texts);
      },
      async warehouse() {
        return withWorkspaceReader(await resolved([], {}), context('clv test'), async (store) => {
          const names = await store.rows(
            'select table_name from duckdb_tables() where not temporary order by 1',
          );
          const tables: Record<string, unknown> = {};
          for (const { table_name } of names) {
            tables[String(table_name)] = await store.rows(`select * from "${table_name}" order by all`);
          }
          return tables;
        });
      },
    });
    expect(readdirSync(join(folder, 'tmp')), 'temporary files').toEqual([]);
  });
}

function context(command: string, onStage: (text: string) => void = () => {}): RunContext {
  return {
    command,
    version: '0.0.0',
    progress: { ...silentProgress, stage: onStage },
    signal: new AbortController().signal,
    stdin: null,
    processes: realProcesses,
    atExit: new Set(),
  };
}

/** Rows of a table of a result, each as its values in the order of its columns. */
export function rowsOf(result: Result, id: string): string[] {
  const table = result.tables.find((one) => one.id === id);
  if (!table) throw new Error(`no table ${id}`);
  return table.rows.map((row) => table.columns.map((column) => String(row[column.id] ?? '-')).join(' '));
}

export const codes = (notes: Result['notes']): string[] => notes.map(({ code }) => code);
