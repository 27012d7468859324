import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/store.js';
import type { Line } from '../../mart/fixture.js';
import { isSlowSuite } from '../../slow-suite.js';
import { naiveProduct } from '../naive/product.js';
import { expectRecounted } from './recount.js';
import { broken, emptyStore, fillLines, runProduct } from './run.js';

const day = fc
  .integer({ min: 0, max: 160 })
  .map((n) => new Date(Date.UTC(2019, 11, 1) + n * 86_400_000).toISOString().slice(0, 10));

const order = fc.record({
  customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'),
  day,
  lines: fc.array(
    fc.record({
      cents: fc.integer({ min: -2000, max: 5000 }),
      isReturn: fc.boolean().map((x) => x),
      quantity: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 8 }),
      product: fc.option(fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'), {
        nil: undefined,
        freq: 8,
      }),
      category: fc.option(fc.constantFrom('A', 'B', 'C', 'D'), { nil: undefined, freq: 8 }),
      profit: fc.option(fc.integer({ min: -500, max: 900 }), { nil: undefined, freq: 4 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  cancelled: fc.integer({ min: 0, max: 12 }).map((n) => n === 0),
});

const text = (cents: number) =>
  `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;

const base = fc.array(order, { minLength: 1, maxLength: 60 }).map((orders) =>
  orders.flatMap((one, i) =>
    one.lines.map((line, k): Line => {
      const isReturn = k > 0 && line.cents < 0;
      const cents = isReturn ? line.cents : Math.abs(line.cents);
      return {
        customer: one.customer,
        order: `o${String(i).padStart(3, '0')}`,
        ts: one.day,
        amount: text(cents),
        isReturn,
        cancelled: one.cancelled,
        ...(line.quantity === undefined
          ? {}
          : { quantity: String(isReturn ? -line.quantity : line.quantity) }),
        ...(line.product === undefined ? {} : { product: line.product }),
        ...(line.category === undefined ? {} : { category: line.category }),
        ...(line.profit === undefined ? {} : { profit: text(line.profit) }),
      };
    }),
  ),
);

describe('random bases', () => {
  let store: Store;
  beforeAll(async () => {
    store = await emptyStore();
  });
  afterAll(() => store.close());

  it('are counted as plain loops count them', async () => {
    let counted = 0;
    await fc.assert(
      fc.asyncProperty(
        base,
        fc.constantFrom<'category' | 'product'>('category', 'product'),
        fc.constantFrom<'profit' | 'spend'>('profit', 'spend'),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        async (random, level, metric, top, told) => {
          // Where the mart knows that every line tells its quantity, less is added up.
          const lines = told ? random.map((line) => ({ quantity: '1', ...line })) : random;
          const kept = lines.filter(({ cancelled }) => !cancelled);
          fc.pre(kept.some((line) => line[level] !== undefined));
          const days = kept
            .filter(({ isReturn }) => !isReturn)
            .map(({ ts }) => ts)
            .sort();
          const inPeriod = days.filter((ts) => '2020-01-01' <= ts && ts <= '2020-03-31');
          const inCohort = '2019-12-31' >= days[0]!;
          fc.pre(inPeriod.length > 0 && inCohort);
          const asOf = '2020-05-31';
          await fillLines(store, lines);
          const cohort = {
            from: '2019-12-01',
            to: '2019-12-31',
            label: '2019-12',
            granularity: 'month' as const,
          };
          const report = await runProduct(store, {
            from: '2020-01-01',
            to: '2020-03-31',
            options: { level, top, cohort },
            context: { metric, asOf },
            vars: { as_of: asOf },
            told,
          });
          expect(broken(report)).toEqual([]);
          counted += expectRecounted(
            report,
            naiveProduct(lines, {
              level,
              top,
              metric,
              from: '2020-01-01',
              to: '2020-03-31',
              cohort: { ...cohort, ages: 6 },
            }),
            level,
          );
        },
      ),
      { numRuns: isSlowSuite ? 8 : 4 },
    );
    expect(counted).toBeGreaterThan(500);
  });
});
