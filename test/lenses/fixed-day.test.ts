import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedDayGroups, splitAtFixedDay } from '../../src/lenses/fixed-day.js';
import { lens1 } from '../../src/lenses/lens1/lens1.js';
import type { Store } from '../../src/store/store.js';
import { type Base, baseOf, context } from './fixture.js';

/** Ten customers with 10, 20 … 100 in January; the least of them spends most in May, when one more comes. */
const lines = [
  ...Array.from({ length: 10 }, (_, i) => ({
    customer: `c${i}`,
    order: `j${i}`,
    ts: '2019-01-10',
    amount: String((i + 1) * 10),
  })),
  { customer: 'c0', order: 'm0', ts: '2019-05-01', amount: '5000' },
  { customer: 'late', order: 'm1', ts: '2019-05-02', amount: '7' },
];
const period = {
  from: '2019-05-01',
  to: '2019-05-31',
  label: 'May',
  complete: true,
  chosenBy: 'asked',
  notes: [],
} as const;

let base: Base;
beforeAll(async () => {
  base = await baseOf(lines);
});
afterAll(() => base.store.close());

const rows = async (store: Store, select: string) =>
  (await store.rows(`select * from (${select}) order by customer_id`)).map(({ customer_id, segment }) => [
    customer_id,
    segment,
  ]);

describe('groups at a fixed day', () => {
  it('are tenths of what had been spent by then, the best first', async () => {
    const select = await fixedDayGroups(base.mart, { kind: 'decile', asOf: '2019-03-31' }, null);
    expect(await rows(base.store, select)).toEqual(
      Array.from({ length: 10 }, (_, i) => [`c${i}`, String(10 - i).padStart(2, '0')]),
    );
  });

  it('are segments of those who had ordered by then', async () => {
    const select = await fixedDayGroups(base.mart, { kind: 'rfm_segment', asOf: '2019-03-31' }, null);
    const found = await rows(base.store, select);
    expect(found).toHaveLength(10);
    expect(new Set(found.map(([, segment]) => segment))).toEqual(new Set(['one order, a while ago']));
  });

  it('split a later period by what was known before it', async () => {
    await splitAtFixedDay(base.mart, { kind: 'decile', asOf: '2019-03-31' }, null);
    const report = await lens1({ ...context(base.mart, { by: 'decile@2019-03-31' }), period });
    const { rows: found } = report.tables.find(({ id }) => id === 'by_attribute')!;
    expect(found.map(({ segment, customers, spend }) => [segment, customers, spend])).toEqual([
      ['(acquired later)', 1, '7.00'],
      ['10', 1, '5000.00'],
    ]);
    expect(report.identities.every(({ holds }) => holds)).toBe(true);
  });
});
