import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  atRiskAt,
  eventInterval,
  kaplanMeier,
  survivingAt,
  type WaitCount,
  waitQuantile,
  waitWeeks,
} from '../../src/lenses/survival.js';

const event = (days: number, n = 1): WaitCount => ({ days, events: n, censored: 0 });
const censored = (days: number, n = 1): WaitCount => ({ days, events: 0, censored: n });

/**
 * Remission times in weeks of 21 patients on 6-mercaptopurine (Freireich et al. 1963, Blood 21): the textbook example of the
 * estimate; survival and Greenwood's standard errors as textbooks and packages print them.
 */
const freireich: readonly WaitCount[] = [
  event(6, 3),
  censored(6),
  event(7),
  censored(9),
  event(10),
  censored(10),
  censored(11),
  event(13),
  event(16),
  censored(17),
  censored(19),
  censored(20),
  event(22),
  event(23),
  censored(25),
  censored(32, 2),
  censored(34),
  censored(35),
];

describe('kaplanMeier', () => {
  it('gives the printed curve of the standard example', () => {
    const curve = kaplanMeier(freireich);
    expect(
      curve.steps.map(({ day, atRisk, surviving }) => [day, atRisk, Number(surviving.toFixed(3))]),
    ).toEqual([
      [6, 21, 0.857],
      [7, 17, 0.807],
      [10, 15, 0.753],
      [13, 12, 0.69],
      [16, 11, 0.627],
      [22, 7, 0.538],
      [23, 6, 0.448],
    ]);
    const errors = curve.steps.map((step) => Number((step.surviving * Math.sqrt(step.greenwood)).toFixed(3)));
    expect(errors).toEqual([0.076, 0.087, 0.096, 0.107, 0.114, 0.128, 0.135]);
    expect(waitQuantile(curve, 0.5)).toBe(23);
    expect(atRiskAt(curve, 20)).toBe(8);
  });

  it('gives the share of events when nobody is censored', () => {
    const curve = kaplanMeier([event(3), event(3), event(10, 2)]);
    expect([
      survivingAt(curve, 2),
      survivingAt(curve, 3),
      survivingAt(curve, 10),
      survivingAt(curve, 99),
    ]).toEqual([1, 0.5, 0, 0]);
    expect(eventInterval(curve, 10)).toBeNull();
  });

  it('says nothing beyond the longest wait, and nothing about nobody', () => {
    const curve = kaplanMeier([event(5), censored(20)]);
    expect([survivingAt(curve, 20), survivingAt(curve, 21)]).toEqual([0.5, null]);
    expect([waitQuantile(curve, 0.5), waitQuantile(curve, 0.6)]).toEqual([5, null]);
    const empty = kaplanMeier([]);
    expect([survivingAt(empty, 0), waitQuantile(empty, 0.5), waitWeeks(empty).length]).toEqual([
      null,
      null,
      0,
    ]);
  });

  it('keeps the interval around the share and inside 0 to 1', () => {
    const curve = kaplanMeier(freireich);
    const { low, high } = eventInterval(curve, 7)!;
    const share = 1 - survivingAt(curve, 7)!;
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(share);
    expect(high).toBeGreaterThan(share);
    expect(high).toBeLessThan(1);
    // log(-log) limits of the survival at 7 weeks: 0.563 to 0.923 in the usual packages.
    expect([1 - high, 1 - low].map((x) => x.toFixed(3))).toEqual(['0.563', '0.923']);
  });
});

describe('waitWeeks', () => {
  it('puts day 7 into week 1 and day 8 into week 2', () => {
    const weeks = waitWeeks(kaplanMeier([event(7), event(8), censored(14, 2)]));
    expect(weeks.map(({ week, atRisk, events, cumulative }) => [week, atRisk, events, cumulative])).toEqual([
      [1, 4, 1, 0.25],
      [2, 3, 1, 0.5],
    ]);
  });

  it('leaves who was acquired on the last day out of the first week', () => {
    const weeks = waitWeeks(kaplanMeier([censored(0, 3), event(2), censored(9)]));
    expect(weeks.map(({ week, atRisk, complete }) => [week, atRisk, complete])).toEqual([
      [1, 2, true],
      [2, 1, false],
    ]);
  });

  it('sums to the curve, with every customer at risk until the wait ends', () => {
    const count = fc.record({
      days: fc.integer({ min: 1, max: 120 }),
      events: fc.integer({ min: 0, max: 4 }),
      censored: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(count, { maxLength: 30 }), (counts) => {
        const curve = kaplanMeier(counts);
        let cumulative = 0;
        for (const week of waitWeeks(curve)) {
          cumulative += week.share;
          expect(week.cumulative).toBeCloseTo(cumulative, 12);
          expect(week.atRisk).toBe(atRiskAt(curve, 7 * week.week - 6));
          expect(week.hazard).toBeGreaterThanOrEqual(0);
          expect(week.hazard).toBeLessThanOrEqual(1);
        }
        const events = counts.reduce((total, { events: n }) => total + n, 0);
        expect(waitWeeks(curve).reduce((total, week) => total + week.events, 0)).toBe(events);
        expect(curve.events).toBe(events);
      }),
    );
  });
});
