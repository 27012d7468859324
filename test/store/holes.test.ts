import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Store } from '../../src/store/store.js';
import { inFolder } from '../cli/in-process.js';

const ROWS = 260_000;

/** Places that a table of three parts takes after most of its rows were deleted. */
async function placesLeft(path: string, prepare: (store: Store) => Promise<void>): Promise<number> {
  const open = () => Store.open({ path, memoryMegabytes: 200, tempDirectory: join(path, '..') });
  const first = await open();
  await first.run(`create table numbers as select i from range(${ROWS}) as r(i)`);
  await first.close();
  const second = await open();
  await prepare(second);
  await second.run('delete from numbers where i % 10 <> 0');
  await second.close();
  const third = await open();
  const { kept, places } = await third.one('select count(*) as kept, max(rowid) + 1 as places from numbers');
  expect(Number(kept)).toBe(ROWS / 10);
  await third.close();
  return Number(places);
}

it('leaves deleted rows as holes, and closes them when it is asked to', () =>
  inFolder(async (cwd) => {
    expect(await placesLeft(join(cwd, 'holes.duckdb'), async () => {})).toBeGreaterThan(ROWS - 10);
    expect(await placesLeft(join(cwd, 'closed.duckdb'), (store) => store.closeHoles())).toBeLessThan(
      ROWS / 2,
    );
  }));
