import { afterAll, beforeAll, expect, it } from 'vitest';
import { Store } from '../../src/store/store.js';

let store: Store;
beforeAll(async () => {
  store = await Store.open({ memoryMegabytes: 100, tempDirectory: '.' });
});
afterAll(() => store.close());

const ROWS = 5_000;
const KINDS = {
  whole: 'cast(i - 7 as integer)',
  holes: 'case when i % 3 > 0 then cast(i as integer) end',
  late: `case when i < ${ROWS - 1} then cast(i as integer) end`,
  real: 'i / 8.0::double',
  unknown: "case when i % 2 = 0 then cast('nan' as double) else i end",
  money: 'cast(i / 4 as decimal(18, 2))',
  large: 'cast(i * 1000000007 as bigint)',
  small: 'cast(i % 100 as tinyint)',
  nothing: 'cast(null as integer)',
};

it('gives the numbers of every type that rows have, null as NaN', async () => {
  const text = `select ${Object.entries(KINDS)
    .map(([name, kind]) => `${kind} as ${name}`)
    .join(', ')} from range(${ROWS}) as t(i) order by i`;
  const names = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const columns = await store.columns(text, names);
  const rows = await store.rows(text);
  for (const name of names) {
    expect([...columns[name]], name).toEqual(
      rows.map((row) => (row[name] === null ? Number.NaN : Number(row[name]))),
    );
  }
});

it('a day is no number', async () => {
  const { day } = await store.columns("select date '2024-02-29' as day", ['day']);
  expect([...day]).toEqual([Number.NaN]);
});

it('runs a statement beside others, and is closed when it is done, once', async () => {
  const other = await Store.open({ memoryMegabytes: 100, tempDirectory: '.' });
  await other.run('create table seen as select 1 as i');
  const beside = other.runBeside('create table copied as select sum(i) as i from seen, range(30000000)');
  expect(await other.one('select count(*) as n from seen')).toEqual({ n: 1 });
  const failing = expect(other.runBeside('select * from nowhere')).rejects.toThrow('nowhere');
  await other.close();
  await Promise.all([beside, failing]);
  await other.close();
  await expect(other.run('select 1')).rejects.toThrow();
});

it('what runs beside is interrupted, too', async () => {
  const abort = new AbortController();
  const other = await Store.open({ memoryMegabytes: 100, tempDirectory: '.', signal: abort.signal });
  const beside = other.runBeside('select count(*) from range(100000) as a, range(10000000) as b');
  setTimeout(() => abort.abort(), 50);
  await expect(beside).rejects.toThrow(/interrupt/i);
  await expect(other.runBeside('select 1')).rejects.toThrow();
  await other.close();
});
