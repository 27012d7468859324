import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { relation, type SourceTable } from '../../src/ingest/table.js';
import { literal } from '../../src/store/sql.js';
import { clv, inFolder } from '../cli/in-process.js';
import { memoryStore } from '../mart/fixture.js';

const text = (name: string, ...path: string[]) => ({ name, kind: 'text', path }) as const;

it('keeps cells that are not to be stored out of the text of a row, whatever its form', () =>
  inFolder(async (cwd) => {
    const store = await memoryStore();
    const raw = async (table: Omit<SourceTable, 'maxLineBytes'>) => {
      const rows = relation({ ...table, maxLineBytes: 1000 }, { columns: [0], raw: true });
      return (await store.rows(`select raw from ${rows}`)).map((row) => row.raw);
    };
    const csv = join(cwd, 'a.csv');
    writeFileSync(csv, 'id;e-mail;note\n1;a@example.org;"x;y"\n');
    const columns = [text('id', 'id'), text('e-mail', 'who', 'e-mail'), text('note', 'note')];
    expect(await raw({ path: csv, layout: { kind: 'csv', delimiter: ';' }, columns, withheld: [1] })).toEqual(
      ['1;;"x;y"'],
    );

    const json = join(cwd, 'a.ndjson');
    writeFileSync(
      json,
      '{"id":1,"who":{"e-mail":"a@example.org","x":"y"}}\n{"id":2}\n{"id":3, "who":{"e-mail"\n',
    );
    expect(await raw({ path: json, layout: { kind: 'lines' }, columns, withheld: [1] })).toEqual([
      '{"id":1,"who":{"x":"y"}}',
      '{"id":2}',
      '{"xx":9, "xxx":{"x-xxxx"',
    ]);
    expect((await raw({ path: json, layout: { kind: 'lines' }, columns }))[0]).toContain('@');

    const parquet = join(cwd, 'a.parquet');
    await store.run(
      `copy (select 1 as id, 'a@example.org' as "e-mail", 'n' as note) to ${literal(parquet)} (format parquet)`,
    );
    expect(await raw({ path: parquet, layout: { kind: 'parquet' }, columns, withheld: [1] })).toEqual([
      '{"id":1,"note":"n"}',
    ]);
    await store.close();
  }));

it('takes many cells out of a JSON row by a statement that grows no faster than they', async () => {
  const names = ['id', ...Array.from({ length: 40 }, (_, i) => `phone_${i}`)];
  const columns = names.map((name) => text(name, name));
  const withheld = columns.map((_, k) => k).slice(1);
  const size = (some: readonly number[]) =>
    relation(
      { path: 'a', layout: { kind: 'lines' }, columns, withheld: some, maxLineBytes: 1000 },
      { columns: [0], raw: true },
    ).length;
  expect(size(withheld) - size([])).toBeLessThan(1.1 * 40 * (size([1, 2]) - size([1])) + 1000);
  const [store, row] = [await memoryStore(), Object.fromEntries(names.map((name) => [name, name]))];
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'a.ndjson'), `${JSON.stringify(row)}\n`);
    const rows = relation(
      { path: join(cwd, 'a.ndjson'), layout: { kind: 'lines' }, columns, withheld, maxLineBytes: 1000 },
      { columns: [0], raw: true },
    );
    expect((await store.one(`select raw from ${rows}`)).raw).toBe('{"id":"id"}');
  });
  await store.close();
});

it('keeps the form alone of rows that do not come apart, where a column is not to be stored', () =>
  inFolder(async (cwd) => {
    const rows = Array.from({ length: 40 }, (_, i) => `o${i},c${i},2024-01-05,9.50,a${i}@example.org`);
    rows[7] = 'o7,c7,2024-01-05,zoë@example.org,9.50,é';
    writeFileSync(join(cwd, 'a.csv'), `order_id,customer_id,order_date,amount,email\n${rows.join('\n')}\n`);
    expect((await clv(['load', 'a.csv'], { cwd })).code).toBe(0);
    const [refused] = readdirSync(join(cwd, '.clv/quarantine'));
    const kept = readFileSync(join(cwd, '.clv/quarantine', refused!), 'utf8');
    expect(kept).toContain('a.csv,8,row,malformed_row,x9,x9,9999-99-99,xxx@xxxxxxx.xxx,9.99,x');
  }));

it('does not take the form of a row for the row', () =>
  inFolder(async (cwd) => {
    const rows = Array.from({ length: 40 }, (_, i) => `c${i},north,a${i}@example.org`);
    rows[7] = 'c7,north,z@example.org,9';
    rows[8] = 'c8,north,z@example.org,9';
    writeFileSync(join(cwd, 'c.csv'), `customer_id,region,email\n${rows.join('\n')}\n`);
    expect((await clv(['load', '--customers', 'c.csv'], { cwd })).code).toBe(0);
    const [refused] = readdirSync(join(cwd, '.clv/quarantine'));
    const path = join(cwd, '.clv/quarantine', refused!);
    const mended = readFileSync(path, 'utf8').replace(/(c\.csv,9,row,\w+),.*/, '$1,c8,north,,');
    writeFileSync(path, mended);
    const retry = await clv(['quarantine', 'retry', path], { cwd });
    expect(retry.code, retry.err).toBe(0);
    const store = await memoryStore();
    await store.run(`attach ${literal(join(cwd, '.clv/warehouse.duckdb'))} as loaded (read_only)`);
    const found = await store.rows(
      "select customer_id from loaded.customers where customer_id in ('x9', 'c7', 'c8')",
    );
    await store.close();
    expect(found).toEqual([{ customer_id: 'c8' }]);
  }));
