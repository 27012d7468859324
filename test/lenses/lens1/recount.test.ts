import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lens1 } from '../../../src/lenses/lens1/lens1.js';
import type { LensReport } from '../../../src/lenses/report.js';
import { rfm } from '../../../src/lenses/rfm/rfm.js';
import { publishedSegments } from '../../../src/lenses/rfm/rules.js';
import type { Mart } from '../../../src/mart/build.js';
import type { Store } from '../../../src/store/store.js';
import { type Base, cdnow, context, emptyStore, hasData, onlineRetail, ready } from '../fixture.js';
import { type Events, readEvents } from '../naive/events.js';
import { expectLens1, type Span } from '../naive/lens1.js';
import { expectRfm } from '../naive/rfm-scores.js';
import { insertRandom, randomLines } from '../random-lines.js';

const NAMES = [...publishedSegments.map(({ name }) => name), 'other'];

async function look(mart: Mart, { from, to }: Span, metric: 'profit' | 'spend') {
  const given = {
    ...context(mart, { metric }),
    period: { from, to, label: `${from} to ${to}`, complete: true, chosenBy: 'asked' as const, notes: [] },
  };
  const first = await lens1(given);
  const scores = await rfm(given, { segments: null, from: null, customers: true });
  expectIdentities(first);
  expectIdentities(scores);
  return { first, scores };
}

function expectIdentities({ identities }: LensReport): void {
  expect(identities.length).toBeGreaterThan(1);
  expect(identities.filter(({ holds }) => !holds)).toEqual([]);
}

const sets = [
  { name: 'CDNOW', open: cdnow, span: { from: '1997-04-01', to: '1998-03-31' }, metric: 'spend' as const },
  {
    name: 'Online Retail (returns, partly known profit)',
    open: onlineRetail,
    span: { from: '2010-03-01', to: '2010-11-30' },
    metric: 'profit' as const,
  },
];

describe.skipIf(!hasData).each(sets)(
  'lens 1 and RFM of $name recounted with plain loops (slow suite; needs ../shared/data)',
  ({ open, span, metric }) => {
    let base: Base;
    let events: Events;
    beforeAll(async () => {
      base = await open();
      events = await readEvents(base.store);
    });
    afterAll(() => base.store.close());

    it('cell by cell', async () => {
      const { first, scores } = await look(base.mart, span, metric);
      expectLens1(first.tables, events, span, metric);
      expectRfm(scores.tables, events, span.to, NAMES);
    });
  },
);

describe('lens 1 and RFM of random data', () => {
  let store: Store;
  beforeAll(async () => {
    store = await emptyStore();
  });
  afterAll(() => store.close());

  it('recounted with plain loops', async () => {
    const span = { from: '2019-01-01', to: '2019-12-31' };
    await fc.assert(
      fc.asyncProperty(
        randomLines,
        fc.constantFrom('profit' as const, 'spend' as const),
        async (lines, metric) => {
          await insertRandom(store, lines);
          const events = await readEvents(store);
          const { mart } = await ready(store, { as_of: '2020-12-31' });
          const { first, scores } = await look(mart, span, metric);
          expectLens1(first.tables, events, span, metric);
          expectRfm(scores.tables, events, span.to, NAMES);
        },
      ),
      { numRuns: 8 },
    );
  });
});
