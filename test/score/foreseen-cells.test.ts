import { expect, it } from 'vitest';
import { foreseenCells, notForeseen } from '../../src/score/foreseen-cells.js';
import { storeInFolder } from '../store/in-folder.js';

const made = storeInFolder();

/** As much of a mart as the cells ask for, over two tables. */
function martOf() {
  const { store } = made;
  return {
    build: async () => {},
    columns: (text: string, names: readonly ('x' | 't' | 't_x')[]) =>
      store.columns(text.replace(/\{\{ ref\('(\w+)'\) \}\}/g, '$1'), names),
  } as unknown as Parameters<typeof foreseenCells>[0];
}

it('histories that customers tell are distinct, sorted by x, age and last purchase, on the clock of the occasion', async () => {
  const { store } = made;
  await store.run(
    `create table observation as select date '2024-03-31' as as_of, 5 as order_days, date '2024-01-01' as first_order_date`,
  );
  await store.run(`create table customers as
    select orders, order_days, date '2024-01-01' + cast(first as integer) as first_order_date, date '2024-01-01' + cast(last as integer) as last_order_date
    from (values (3, 2, 0, 40), (3, 2, 0, 40), (2, 2, 0, 10), (1, 1, 30, 30), (11, 10, 5, 80), (0, 0, null, null)) as rows (orders, order_days, first, last)`);
  const days = await foreseenCells(martOf(), { occasion: 'day', spendHistory: 'repeat' });
  expect([...days!.X]).toEqual([0, 1, 1, 9]);
  expect([...days!.T]).toEqual([60, 90, 90, 85]);
  expect([...days!.T_X]).toEqual([0, 10, 40, 75]);
  expect(days!.SPEND_X).toEqual(days!.X);
  const orders = await foreseenCells(martOf(), { occasion: 'order', spendHistory: 'all' });
  expect([...orders!.X]).toEqual([0, 1, 2, 10]);
  expect([...orders!.SPEND_X]).toEqual([1, 2, 3, 11]);
  expect(await foreseenCells(martOf(), { occasion: 'month', spendHistory: 'all' })).toBeNull();
});

it.each([
  ['repeat', [2]],
  ['all', [1, 4]],
] as const)('whose own spend of %s purchases tells nothing is not foreseen', async (history, others) => {
  const rows =
    await made.store.rows(`select id from (values (1, 0, 0), (2, 3, 0), (3, 3, 4), (4, 3, 3)) as histories (id, x, spend_x)
    where ${notForeseen(history)} and (id <> ${history === 'all' ? 2 : 3}) order by id`);
  expect(rows.map(({ id }) => id)).toEqual(others);
});
