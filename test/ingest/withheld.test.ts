import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { relation, type SourceTable } from '../../src/ingest/table.js';
import { literal } from '../../src/store/sql.js';
import { inFolder } from '../cli/in-process.js';
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
      '{"id":3, "who":{"e-mail"',
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
