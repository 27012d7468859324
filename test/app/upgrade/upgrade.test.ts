import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withWorkspaceWriter } from '../../../src/app/open-store.js';
import { resolveSettings } from '../../../src/app/settings-resolve.js';
import type { Store } from '../../../src/store/store.js';
import { clv, inFolder } from '../../cli/in-process.js';
import { testContext } from '../test-context.js';
import { inWarehouse } from './in-warehouse.js';

const CSV = 'order_id,customer_id,order_ts,amount\no1,a,2024-01-01,5\no2,,2024-01-02,6\no3,b,2024-01-03,7\n';

/** A workspace as the first version left it. */
async function firstVersion(cwd: string): Promise<void> {
  writeFileSync(join(cwd, 'o.csv'), CSV);
  await clv(['load', 'o.csv'], { cwd });
  await inWarehouse(cwd, async (store) => {
    await store.run(`delete from warehouse_facts where key = 'schema'`);
    for (const [table, column] of [
      ['order_lines', 'load_number'],
      ['quarantine', 'load_number'],
      ['quarantine', 'settled_by'],
      ['quarantine', 'settled_as'],
      ['customer_records', 'valid_from'],
      ['customer_record_attributes', 'valid_from'],
    ])
      await store.run(`alter table ${table} drop column ${column}`);
  });
  writeFileSync(join(cwd, '.clv/workspace.json'), '{"tool":"clv","schema":1}\n');
}

const tables = (store: Store) =>
  store.rows(
    'select table_name, column_name, data_type from duckdb_columns() where not internal order by 1, 2',
  );

it('an older warehouse is upgraded by a reader, with a backup, to what a new one is', () =>
  inFolder(async (cwd) => {
    await firstVersion(cwd);
    const before = await clv(['mart', 'show', '--relation', 'orders', '--format', 'csv'], { cwd });
    expect(before.code, before.err).toBe(0);
    expect(before.out).toContain('o3,b');
    expect(readFileSync(join(cwd, '.clv/workspace.json'), 'utf8')).toBe('{"tool":"clv","schema":4}\n');
    const backup = join(cwd, '.clv/backups/warehouse-schema-1.duckdb');
    const upgraded = await inWarehouse(cwd, async (store) => {
      expect(await store.rows('select load_number from order_lines')).toEqual([
        { load_number: 1 },
        { load_number: 1 },
      ]);
      return tables(store);
    });
    // The backup is a warehouse of the first version, whole.
    writeFileSync(join(cwd, '.clv/warehouse.duckdb'), readFileSync(backup));
    writeFileSync(join(cwd, '.clv/workspace.json'), '{"tool":"clv","schema":1}\n');
    const again = await clv(['mart', 'show', '--relation', 'orders', '--format', 'csv'], { cwd });
    expect(again.out).toBe(before.out);
    rmSync(join(cwd, '.clv'), { recursive: true });
    await clv(['load', 'o.csv'], { cwd });
    expect(await inWarehouse(cwd, tables)).toEqual(upgraded);
    expect(existsSync(backup)).toBe(false);
  }));

it('flags that a first load left empty are told, and a later file finds the orders it brings again', () =>
  inFolder(async (cwd) => {
    const lines = (from: number, to: number) =>
      `customer_id,date,amount,product_id\n${Array.from({ length: to - from }, (_, i) => `c${(from + i) % 7},2024-01-${String(from + i).padStart(2, '0')},${from + i},p`).join('\n')}\n`;
    writeFileSync(join(cwd, 'o.csv'), lines(1, 20));
    writeFileSync(join(cwd, 'later.csv'), lines(15, 28));
    await clv(['load', 'o.csv'], { cwd });
    await inWarehouse(cwd, async (store) => {
      await store.run('update order_lines set has_order_id = null, is_cancelled = null');
      await store.run(`update warehouse_facts set value = '3' where key = 'schema'`);
    });
    writeFileSync(join(cwd, '.clv/workspace.json'), '{"tool":"clv","schema":3}\n');
    expect((await clv(['load', 'later.csv'], { cwd })).code).toBe(0);
    const stored = await inWarehouse(cwd, (store) =>
      store.rows(
        'select has_order_id, is_cancelled, count(*) as lines, sum(amount) as amount from order_lines group by all',
      ),
    );
    expect(stored).toEqual([{ has_order_id: false, is_cancelled: false, lines: 27, amount: '378.0000' }]);
    expect((await clv(['audit', 'product'], { cwd })).code).toBe(0);
  }));

it('an upgrade that fails leaves the tables as they were', () =>
  inFolder(async (cwd) => {
    await firstVersion(cwd);
    await inWarehouse(cwd, (store) => store.run('alter table quarantine rename column file to source'));
    const old = await inWarehouse(cwd, tables);
    const { code } = await clv(['load', 'o.csv'], { cwd });
    expect(code).toBe(1);
    expect(await inWarehouse(cwd, tables)).toEqual(old);
  }));

it('a warehouse of a later version is refused politely, for reading and for writing', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'o.csv'), CSV);
    await clv(['load', 'o.csv'], { cwd });
    await inWarehouse(cwd, (store) =>
      store.run(`update warehouse_facts set value = '9' where key = 'schema'`),
    );
    for (const args of [
      ['audit', 'rfm'],
      ['load', 'o.csv'],
    ])
      expect(await clv(args, { cwd })).toMatchObject({
        code: 2,
        err: expect.stringContaining('has schema 9, and this clv knows schemas up to 4. Update clv'),
      });
  }));

it('a store that is no warehouse yet is prepared once', () =>
  inFolder(async (cwd) => {
    const terminal = { isTTY: false, columns: null };
    const settings = await resolveSettings({ flags: {}, files: [], env: {}, cwd, terminal });
    for (let i = 0; i < 2; i++) {
      const schema = await withWorkspaceWriter(settings, testContext('clv test'), async (store) =>
        store.one(`select value from warehouse_facts where key = 'schema'`),
      );
      expect(schema).toEqual({ value: '4' });
    }
  }));
