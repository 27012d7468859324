import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Store } from '../../src/store/store.js';

let store: Store;
beforeEach(async () => {
  store = await Store.open({ memoryMegabytes: 100, tempDirectory: '.' });
});
afterEach(() => store.close());

describe('Appender', () => {
  it('appends more rows than one chunk holds, of every type, NaN as null', async () => {
    await store.run('create table t (i integer, s smallint, u utinyint, d double)');
    const appender = await store.appender('t');
    const rows = 5_000;
    for (const start of [0, rows]) {
      appender.append([
        Int32Array.from({ length: rows }, (_, i) => start + i - 3),
        Int16Array.from({ length: rows }, (_, i) => -(i % 30_000)),
        Uint8Array.from({ length: rows }, (_, i) => i % 256),
        Float64Array.from({ length: rows }, (_, i) => (i % 10 === 0 ? Number.NaN : i / 8)),
      ]);
    }
    appender.append([new Int32Array(0), new Int16Array(0), new Uint8Array(0), new Float64Array(0)]);
    appender.close();
    const facts = await store.one(
      `select count(*) as n, sum(i)::bigint as i, min(s) as s, sum(u)::bigint as u, count(d) as d, sum(d * 8)::bigint as eighths,
         count(*) filter (where d is null and i % 10 <> 7 and i >= 0) as wrong_nulls from t`,
    );
    const sum = (f: (i: number) => number) =>
      Array.from({ length: rows }, (_, i) => f(i)).reduce((a, b) => a + b, 0);
    expect(facts).toEqual({
      n: 2 * rows,
      i: sum((i) => i - 3) + sum((i) => rows + i - 3),
      s: -4999,
      u: 2 * sum((i) => i % 256),
      d: (2 * rows * 9) / 10,
      eighths: 2 * sum((i) => (i % 10 === 0 ? 0 : i)),
      wrong_nulls: 0,
    });
  });

  it('turns numbers into the table’s type where the kinds differ', async () => {
    await store.run('create table t (b bigint, d double)');
    const appender = await store.appender('t');
    expect(() => appender.append([Int32Array.of(1), Int32Array.of(2)])).toThrow();
    appender.close();
    await store.run('create table w (d double)');
    const wide = await store.appender('w');
    wide.append([Int32Array.of(4, 5)]);
    wide.close();
    expect(await store.rows('select d from w')).toEqual([{ d: 4 }, { d: 5 }]);
  });
});
