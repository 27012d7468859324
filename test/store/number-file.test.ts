import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeNumberFile } from '../../src/store/number-file.js';
import { literal } from '../../src/store/sql.js';
import { storeInFolder } from './in-folder.js';

const made = storeInFolder();

it('the engine reads numbers as they were written, in their order', async () => {
  const path = join(made.folder, 'few.parquet');
  const values = [0, -0, 0.1, -1e300, 5e-324, Number.MAX_VALUE, Number.NaN, Number.POSITIVE_INFINITY];
  await writeNumberFile(path, [
    { name: 'n', values: Int32Array.from([0, -1, 1, 2 ** 31 - 1, -(2 ** 31), 127, 128, 65_536]) },
    { name: 'a "b"', values: Float64Array.from(values) },
  ]);
  const rows = await made.store.rows(`select n, "a ""b""" as v from read_parquet(${literal(path)})`);
  expect(rows.map(({ n }) => n)).toEqual([0, -1, 1, 2 ** 31 - 1, -(2 ** 31), 127, 128, 65_536]);
  expect(rows.map(({ v }) => v)).toEqual(values);
  expect(await made.store.rows(`describe from read_parquet(${literal(path)})`)).toMatchObject([
    { column_name: 'n', column_type: 'INTEGER' },
    { column_name: 'a "b"', column_type: 'DOUBLE' },
  ]);
});

it.each([0, 1, 61_440, 61_441, 130_000])('%i rows and many columns stay together', async (size) => {
  const path = join(made.folder, 'many.parquet');
  const columns = Array.from({ length: size > 100_000 ? 2 : 20 }, (_, k) => ({
    name: `c${k}`,
    values:
      k % 2 === 0 ? Int32Array.from({ length: size }, (_, i) => i + k) : new Float64Array(size).fill(k / 7),
  }));
  await writeNumberFile(path, columns);
  const sums = columns.map(({ name }, k) =>
    k % 2 === 0
      ? `count(*) filter (where ${name} - c0 = ${k})`
      : `count(*) filter (where ${name} = cast('${k / 7}' as double))`,
  );
  const row = await made.store.one(
    `select count(distinct c0) as rows, ${sums.map((sum, k) => `${sum} as s${k}`).join(', ')} from read_parquet(${literal(path)})`,
  );
  expect([...new Set(Object.values(row))]).toEqual([size]);
});
