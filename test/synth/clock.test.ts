import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acquisitionClock, buyingClock, Clock, type EventSpan } from '../../src/synth/clock.js';
import { dayNumber, isoDay, monthOf, yearOf, yearsBefore } from '../../src/synth/days.js';
import { secondOfDay } from '../../src/synth/hours.js';

const PLACE = { city: 'A', country: 'US', currency: 'USD', share: 1, launch: null };
const EVEN = Array(12).fill(1);

describe('days', () => {
  it('numbers days from 1970 and refuses days that are not', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayNumber('2000-02-29')).toBe(11016);
    expect(isoDay(11016)).toBe('2000-02-29');
    for (const wrong of ['2019-02-29', '2019-13-01', '2019-1-1', 'x', '']) expect(dayNumber(wrong)).toBeNaN();
    expect([yearOf(11016), monthOf(11016)]).toEqual([2000, 1]);
  });

  it('goes years back, from a leap day to 1 March', () => {
    expect(isoDay(yearsBefore(dayNumber('2016-02-29'), 2))).toBe('2014-03-01');
    expect(isoDay(yearsBefore(dayNumber('2016-01-01'), 2))).toBe('2014-01-01');
  });
});

describe('Clock', () => {
  const weights = fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 1, maxLength: 50 });

  it('turns calendar into felt time and back', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 0.999999, noNaN: true }), (W, share) => {
        const clock = new Clock(100, Float64Array.from(W));
        fc.pre(clock.total > 1e-6);
        const time = clock.timeAt(share * clock.total);
        expect(time).toBeGreaterThanOrEqual(100);
        expect(time).toBeLessThanOrEqual(100 + W.length);
        expect(clock.feltAt(time)).toBeCloseTo(share * clock.total, 9);
      }),
    );
  });

  it('jumps over days without weight and ends at the end', () => {
    const clock = new Clock(10, Float64Array.of(1, 0, 0, 2));
    expect(clock.timeAt(1)).toBe(13);
    expect(clock.timeAt(2)).toBe(13.5);
    expect(clock.timeAt(3)).toBe(Number.POSITIVE_INFINITY);
    expect(clock.timeAt(Number.NaN)).toBe(Number.POSITIVE_INFINITY);
    expect([clock.feltAt(9), clock.feltAt(12.5), clock.feltAt(99)]).toEqual([0, 1, 3]);
  });

  it('runs at 1 on an average day, faster in events, only where they reach', () => {
    const from = dayNumber('2019-01-01');
    const to = dayNumber('2020-01-01');
    const event = span('2019-03-01', '2019-03-10', { buyingLift: 3, cities: ['B'] });
    const plain = buyingClock(from, to, EVEN, [event], PLACE);
    const lifted = buyingClock(from, to, EVEN, [event], { ...PLACE, city: 'B' });
    expect(plain.total).toBeCloseTo(365, 9);
    expect(lifted.total).toBeCloseTo(365 + 10 * 2, 9);
  });

  it('acquires nobody before the launch, and more each year', () => {
    const from = dayNumber('2018-01-01');
    const clock = acquisitionClock(
      from,
      dayNumber('2020-01-01'),
      1.5,
      EVEN,
      [],
      PLACE,
      dayNumber('2018-07-01'),
    );
    expect(clock.feltAt(dayNumber('2018-07-01'))).toBe(0);
    expect(clock.feltAt(dayNumber('2019-01-01'))).toBeCloseTo(184, 9);
    expect(clock.total).toBeCloseTo(184 + 365 * 1.5, 9);
  });
});

describe('secondOfDay', () => {
  it('is monotone and stays inside the day', () => {
    const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(secondOfDay(low)).toBeLessThanOrEqual(secondOfDay(high));
        expect(secondOfDay(high)).toBeLessThan(86_400);
        expect(secondOfDay(low)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(secondOfDay(0)).toBe(0);
    expect(secondOfDay(1 - 2 ** -53)).toBe(86_399);
  });

  it('has quiet nights and busy evenings', () => {
    const hours = Array.from({ length: 10_000 }, (_, i) => Math.floor(secondOfDay(i / 10_000) / 3600));
    const share = (hour: number) => hours.filter((each) => each === hour).length / 10_000;
    expect(share(3)).toBeLessThan(0.005);
    expect(share(20)).toBeGreaterThan(0.07);
  });
});

function span(from: string, to: string, changes: Partial<EventSpan>): EventSpan {
  return {
    code: 'X',
    from,
    to,
    cities: null,
    buyingLift: 1,
    acquisitionLift: 1,
    discount: 0,
    uptake: 0,
    leave: 0,
    recalls: null,
    fromDay: dayNumber(from),
    untilDay: dayNumber(to) + 1,
    ...changes,
  };
}
