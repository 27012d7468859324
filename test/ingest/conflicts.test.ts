import { expect, test } from 'vitest';
import { quarantineOrderConflicts } from '../../src/ingest/conflicts.js';
import { file, lines, load, refused, settings, unaccounted } from './harness.js';

const header = 'order_id,customer_id,order_ts,amount';
const good = Array.from({ length: 60 }, (_, k) => `G${k},C${k},2024-01-01,1`);

test('an order of two customers is quarantined whole, with its rows in every file', async () => {
  const one = file(
    'a.csv',
    [header, 'O1,C1,2024-01-01,10', 'O1,,2024-01-01,1', '', 'O2,C1,2024-01-01,1', 'O1,C1,2024-01-01,20'].join(
      '\n',
    ),
  );
  const two = file('b.csv', [header, 'O1,C2,2024-01-01,-30', 'O1,C1,never,5'].join('\n'));
  const { store, intake } = await load([one, two]);
  const after = await quarantineOrderConflicts(store, { ...settings, maxQuarantine: 1 }, intake);
  expect((await lines(store)).map((row) => row.order_id)).toEqual(['O2']);
  expect(await refused(store)).toEqual([
    '1 order_id order_customer_conflict O1',
    '2 customer_id missing_customer null',
    '5 order_id order_customer_conflict O1',
    '1 order_id order_customer_conflict O1',
    '2 order_ts bad_timestamp never',
  ]);
  expect(after).toMatchObject({
    rowsRead: 6,
    rowsUsed: 1,
    rowsQuarantined: 5,
    moneyUsed: '1.0000',
    moneyRefused: '66.0000',
  });
  expect(unaccounted(after)).toEqual([0, 0]);
  expect(
    await store.rows(
      `select raw, amount from quarantine where reason = 'order_customer_conflict' order by file, row_number`,
    ),
  ).toEqual([
    { raw: 'O1,C1,2024-01-01,10', amount: '10.0000' },
    { raw: 'O1,C1,2024-01-01,20', amount: '20.0000' },
    { raw: 'O1,C2,2024-01-01,-30', amount: '-30.0000' },
  ]);
});

test('without row numbers in the stage too', async () => {
  const path = file('a.csv', [header, ...good, 'G1,X,2024-01-01,1'].join('\n'));
  const { store, intake } = await load(path, { want: new Set() });
  const after = await quarantineOrderConflicts(store, settings, intake);
  expect(await refused(store)).toEqual([
    '2 order_id order_customer_conflict G1',
    '61 order_id order_customer_conflict G1',
  ]);
  expect(after.rowsUsed).toBe(59);
});

test('the policy to split keeps them', async () => {
  const path = file('a.csv', [header, 'O1,C1,2024-01-01,10', 'O1,C2,2024-01-01,20'].join('\n'));
  const { store, intake } = await load(path);
  expect(await quarantineOrderConflicts(store, { ...settings, orderCollisions: 'split' }, intake)).toBe(
    intake,
  );
  expect(await lines(store)).toHaveLength(2);
});

test('the same instant of two customers is no conflict', async () => {
  const path = file('a.csv', 'customer_id,order_ts,amount\nC1,2024-01-01,10\nC2,2024-01-01,10\n');
  const { store, intake } = await load(path);
  expect(await quarantineOrderConflicts(store, settings, intake)).toBe(intake);
  expect(await lines(store)).toHaveLength(2);
});

test('over the limit it stops', async () => {
  const path = file(
    'a.csv',
    [header, 'O1,C1,2024-01-01,10', 'O1,C2,2024-01-01,20', 'O2,C2,2024-01-01,20'].join('\n'),
  );
  const { store, intake } = await load(path);
  await expect(quarantineOrderConflicts(store, settings, intake)).rejects.toThrow(
    `2 rows of 3 (66.7 %) of the orders were refused; the limit is 5.0 %. Reasons: order_customer_conflict 2.\n  ${path} row 1: order_id "O1" is an order of two customers.`,
  );
});
