import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lens2 } from '../../src/lenses/lens2/lens2.js';
import { choosePair } from '../../src/lenses/lens2/pair.js';
import { chooseCohort } from '../../src/lenses/lens3/cohort.js';
import { lens3 } from '../../src/lenses/lens3/lens3.js';
import type { LensReport } from '../../src/lenses/report.js';
import type { Store } from '../../src/store/store.js';
import { expectFigures } from './figures.js';
import {
  type Base,
  cdnow,
  context,
  emptyStore,
  hasData,
  noCohort,
  noPair,
  onlineRetail,
  ready,
} from './fixture.js';
import { type Events, readEvents } from './naive/events.js';
import { expectLens2 } from './naive/lens2.js';
import { expectLens3 } from './naive/lens3.js';
import { insertRandom, randomLines } from './random-lines.js';

function expectIdentities({ identities }: LensReport): void {
  expect(identities.filter(({ holds }) => !holds)).toEqual([]);
}

const sets = [
  {
    name: 'CDNOW',
    open: cdnow,
    metric: 'spend' as const,
    pair: ['1997-Q2', '1998-Q2'],
    cohort: { label: '1997-Q1', from: '1997-01-01', to: '1997-03-31', granularity: 'quarter' as const },
    complete: [true, true, true, true, true, true],
    asOf: '1998-06-30',
  },
  {
    name: 'Online Retail (returns, partly known profit)',
    open: onlineRetail,
    metric: 'profit' as const,
    pair: ['2010-Q2', '2010-Q3'],
    cohort: { label: '2010-01', from: '2010-01-01', to: '2010-01-31', granularity: 'month' as const },
    complete: [...Array.from({ length: 11 }, () => true), false],
    asOf: '2010-12-09',
  },
];

describe.skipIf(!hasData).each(sets)(
  '$name recounted with plain loops (slow suite; needs ../shared/data)',
  ({ open, metric, pair: labels, cohort: expected, complete, asOf }) => {
    let base: Base;
    let events: Events;
    beforeAll(async () => {
      base = await open();
      events = await readEvents(base.store);
    });
    afterAll(() => base.store.close());

    it('lens 2', async () => {
      const pair = await choosePair(base.mart, noPair);
      expect([pair.first.label, pair.second.label]).toEqual(labels);
      const report = await lens2(context(base.mart, { metric }), {
        pair,
        fiscalYearStart: 1,
        segments: null,
      });
      expectIdentities(report);
      expectFigures(report);
      expectLens2(report.tables, events, pair, metric);
    });

    it('lens 3', async () => {
      const cohort = await chooseCohort(base.mart, noCohort);
      expect(cohort.label).toBe(expected.label);
      const report = await lens3(context(base.mart, { metric }), { cohort });
      expectIdentities(report);
      expectFigures(report);
      expectLens3(report.tables, events, { ...expected, complete, asOf }, metric);
    });
  },
);

describe('random data recounted with plain loops', () => {
  let store: Store;
  beforeAll(async () => {
    store = await emptyStore();
  });
  afterAll(() => store.close());

  it('lenses 2 and 3', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomLines,
        fc.constantFrom('profit' as const, 'spend' as const),
        async (lines, metric) => {
          await insertRandom(store, lines);
          const events = await readEvents(store);
          const { mart } = await ready(store, { as_of: '2020-12-31' });
          const pair = await choosePair(mart, {
            ...noPair,
            from: '2020-03-01',
            to: '2020-12-31',
            versus: { from: '2019-02-01', to: '2020-02-29', label: null },
          });
          const two = await lens2(context(mart, { metric }), { pair, fiscalYearStart: 1, segments: null });
          expectIdentities(two);
          expectLens2(two.tables, events, pair, metric);

          const first = events.orders.reduce((day, order) => [order.day, day].sort()[0]!, '9999');
          const from = `${first.slice(0, 7)}-01`;
          const cohort = await chooseCohort(mart, { ...noCohort, cohort: { from, to: '2020-12-31' } });
          const three = await lens3(context(mart, { metric }), { cohort });
          expectIdentities(three);
          expect(three.tables.find(({ id }) => id === 'evolution')!.rows[0]!.period_start).toBe(from);
        },
      ),
      { numRuns: 8, seed: 20 },
    );
  });

  it('lens 3 of a month', async () => {
    await fc.assert(
      fc.asyncProperty(randomLines, async (lines) => {
        const first = { ...lines[0]!, day: 0, isReturn: false };
        const later = lines
          .slice(1)
          .map((line) => ({ ...line, day: Math.max(line.day, line.isReturn ? 31 : 0) }));
        await insertRandom(store, [first, { ...first, customer: 15, day: 20 }, ...later]);
        const events = await readEvents(store);
        const { mart } = await ready(store, { as_of: '2020-12-15' });
        const cohort = await chooseCohort(mart, {
          ...noCohort,
          cohort: { text: '2018-07', granularity: 'month', year: 2018, index: 7 },
        });
        const report = await lens3(context(mart, { metric: 'spend' }), { cohort });
        expectIdentities(report);
        const complete = Array.from({ length: 30 }, (_, age) => age < 29);
        const life = {
          from: '2018-07-01',
          to: '2018-07-31',
          granularity: 'month' as const,
          asOf: '2020-12-15',
        };
        expectLens3(report.tables, events, { ...life, complete }, 'spend');
      }),
      { numRuns: 6, seed: 21 },
    );
  });
});
