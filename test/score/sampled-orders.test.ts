import { expect, it } from 'vitest';
import { isSampled, oneInOf } from '../../src/score/sampled-orders.js';
import { memoryStore } from '../mart/fixture.js';

it('takes all of a small base, and between half of the most and the most of a large one', () => {
  expect([0, 1, 99, 100].map((customers) => oneInOf(customers, 100))).toEqual([1, 1, 1, 1]);
  expect([101, 200, 201, 400, 401].map((customers) => oneInOf(customers, 100))).toEqual([2, 2, 4, 4, 8]);
});

it.each(['C%05d', '%d'])(
  'takes its share of ids like %s, early and late ones alike, a smaller sample out of a larger one',
  async (form) => {
    const store = await memoryStore();
    const row = await store.one(`select
      count(*) filter (where of_2) as of_2,
      count(*) filter (where of_8) as of_8,
      count(*) filter (where of_8 and not of_2) as strays,
      avg(i) filter (where of_8) as middle
    from (
      select i, ${isSampled('id', 2)} as of_2, ${isSampled('id', 8)} as of_8
      from (select i, printf('${form}', i) as id from range(80000) as numbers(i))
    )`);
    await store.close();
    const spread = 4 * Math.sqrt(80_000 * (1 / 8) * (7 / 8));
    expect(Math.abs(Number(row.of_8) - 10_000)).toBeLessThan(spread);
    expect(Math.abs(Number(row.of_2) - 40_000)).toBeLessThan(4 * Math.sqrt(80_000 / 4));
    expect(Number(row.strays)).toBe(0);
    expect(Math.abs(Number(row.middle) - 40_000)).toBeLessThan((4 * 80_000) / Math.sqrt(12 * 10_000));
  },
);
