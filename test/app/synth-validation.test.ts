import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawTables } from '../../src/app/synth-tables.js';
import { validationTable } from '../../src/app/synth-validation.js';
import { silentProgress } from '../../src/common/progress.js';
import { Store } from '../../src/store/store.js';
import { planOf, standardOptions } from '../../src/synth/plan.js';
import { promotion } from '../../src/synth/scenarios/variations.js';

const plan = planOf(promotion, { ...standardOptions(promotion, 4), customers: 3_000 });

let store: Store;
beforeEach(async () => {
  store = await Store.open({ memoryMegabytes: 200, tempDirectory: '.' });
  await drawTables(store, plan, { progress: silentProgress, signal: new AbortController().signal });
});
afterEach(() => store.close());

/** The checks that fail after the rows were changed. */
async function failing(change: string): Promise<unknown[]> {
  await store.run(change);
  const { rows } = await validationTable(store, plan);
  return [...new Set(rows.filter(({ passes }) => passes === false).map(({ check }) => check))];
}

describe('validation finds broken promises', () => {
  it.each([
    ['select 1', []],
    ['update synth_lines set price = 0 where customer = 7 and line = 1', ['non_negative']],
    ['update synth_lines set quantity = -quantity where returned = 1', ['non_negative']],
    ['insert into synth_lines select * from synth_lines where customer = 7', ['unique_lines']],
    ['delete from synth_lines where day % 3 = 0', ['density', 'intensity']],
    [
      "delete from synth_lines where day between date '2018-04-01' - date '1970-01-01' and date '2018-04-30' - date '1970-01-01'",
      ['coverage'],
    ],
    ['update synth_customers set rate = rate * 1.2', ['intensity']],
    [
      'update synth_lines l set day = c.acquired_day + 364 - (l.day - c.acquired_day) from synth_customers c where c.customer = l.customer and l.order_no > 1 and l.day < c.acquired_day + 364 and c.acquired_day < 17897',
      ['decay', 'absorbing_dropout'],
    ],
    [
      'update synth_customers set left_day = acquired_day + 30 where left_day < 0',
      ['intensity', 'absorbing_dropout'],
    ],
    [
      "delete from synth_lines where order_no > 1 and customer % 2 = 0 and day between date '2019-09-16' - date '1970-01-01' and date '2019-09-29' - date '1970-01-01'",
      ['promotion_signal'],
    ],
  ])('%s', async (change, checks) => {
    expect(await failing(change)).toEqual(checks);
  });
});
