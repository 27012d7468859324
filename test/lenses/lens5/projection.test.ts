import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtest, forecastInterval, horizonOf } from '../../../src/lenses/lens5/backtest.js';
import type { History } from '../../../src/lenses/lens5/history.js';
import { naive, periodValue, project } from '../../../src/lenses/lens5/projection.js';
import { studentMultiplier } from '../../../src/numeric/student-t.js';

/** Cohorts that all age alike: `size(start)` customers, of whom `share(age)` are active and bring `worth(age)` each. */
function ageing(
  perYear: number,
  periods: number,
  size: (start: number) => number,
  share: (age: number) => number,
  worth: (age: number) => number = () => 10,
  season: (period: number) => number = () => 1,
): History {
  const active = (start: number | null, period: number) => {
    const age = period - start!;
    return age < 0 ? 0 : size(start!) * (age === 0 ? 1 : share(age) * season(period));
  };
  return {
    perYear,
    first: 0,
    last: periods - 1,
    starts: Array.from({ length: periods }, (_, i) => i),
    active,
    value: (start, period) => active(start, period) * worth(period - start!),
    returnsOnly: () => 0,
  };
}

describe('the forecast by age-to-age factors', () => {
  it('worked by hand: two cohorts, one step', () => {
    const active = new Map([
      ['0/0', 100],
      ['0/1', 40],
      ['0/2', 20],
      ['1/1', 200],
      ['1/2', 90],
      ['2/2', 50],
    ]);
    const history: History = {
      perYear: 1,
      first: 0,
      last: 2,
      starts: [0, 1, 2],
      active: (start, period) => active.get(`${start}/${period}`) ?? 0,
      value: (start, period) => 10 * (active.get(`${start}/${period}`) ?? 0),
      returnsOnly: () => 0,
    };
    const [next] = project(history, 2, 1);
    // Age 0 to 1: (40 + 90) / 300; age 1 to 2: 20 / 40; beyond age 2 the last known factor, 0.5.
    expect(next!.activeExisting).toBeCloseTo(50 * (130 / 300) + 90 * 0.5 + 20 * 0.5, 10);
    expect(next!.activeNew).toBe(50);
    expect(next!.value).toBeCloseTo(10 * next!.activeExisting + 500, 8);
  });

  it('is exact where cohorts age alike and acquisition stays', () => {
    const history = ageing(
      1,
      8,
      () => 1000,
      (age) => 0.4 * 0.7 ** (age - 1),
    );
    const future = ageing(
      1,
      11,
      () => 1000,
      (age) => 0.4 * 0.7 ** (age - 1),
    );
    for (const { period, value, activeExisting, activeNew } of project(history, 7, 3)) {
      expect(value).toBeCloseTo(periodValue(future, period), 6);
      expect(activeExisting + activeNew).toBeCloseTo(periodValue(future, period) / 10, 6);
    }
  });

  it('counts those who come back: activity that stays level stays level', () => {
    const history = ageing(
      4,
      12,
      () => 100,
      () => 0.25,
    );
    const [first] = project(history, 11, 4);
    expect(first!.activeExisting).toBeCloseTo(12 * 25, 8);
  });

  it('allows for a season with two years of quarters', () => {
    const season = (period: number) => [0.8, 0.9, 1, 1.6][period % 4]!;
    const make = (periods: number) =>
      ageing(
        4,
        periods,
        (start) => 1000 * season(start),
        (age) => 0.3 * 0.9 ** age,
        () => 10,
        season,
      );
    const history = make(16);
    for (const { period, value } of project(history, 15, 4)) {
      expect(Math.abs(value / periodValue(make(20), period) - 1)).toBeLessThan(0.002);
    }
  });

  it('reads nothing after its origin', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 100, maxLength: 100 }),
        fc.integer({ min: 3, max: 8 }),
        (noise, origin) => {
          const base: History = {
            perYear: 4,
            first: 0,
            last: 9,
            starts: [null, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            active: (start, period) => noise[((start ?? -1) + 1) * 9 + period] ?? 0,
            value: (start, period) => 3 * (noise[(start ?? 5) * 7 + period] ?? 0),
            returnsOnly: (period) => -(noise[period] ?? 0),
          };
          const blind: History = {
            ...base,
            active: (start, period) => (period > origin ? Number.NaN : base.active(start, period)),
            value: (start, period) => (period > origin ? Number.NaN : base.value(start, period)),
            returnsOnly: (period) => (period > origin ? Number.NaN : base.returnsOnly(period)),
          };
          const projected = project(blind, origin, 5);
          expect(projected).toEqual(project(base, origin, 5));
          for (const { value } of projected) expect(value).not.toBeNaN();
        },
      ),
    );
  });

  it('names the naive forecast: the same season a year before', () => {
    const history = ageing(
      4,
      8,
      (start) => 10 * (start + 1),
      () => 0,
    );
    expect(naive(history, 7, 8)).toBe(periodValue(history, 4));
    expect(naive(history, 7, 12)).toBe(periodValue(history, 4));
    expect(naive(history, 2, 3)).toBeNull();
  });
});

describe('the backtest of the forecast', () => {
  it('makes no error on cohorts that age alike, at any step', () => {
    const history = ageing(
      1,
      9,
      () => 100,
      (age) => 0.5 ** age,
    );
    const rows = backtest(history, 2);
    expect(rows.filter(({ step }) => step === 1).map(({ origin }) => origin)).toEqual([2, 3, 4, 5, 6, 7]);
    for (const { error } of rows) expect(Math.abs(error!)).toBeLessThan(0.03);
  });

  it('gives an interval from its errors, with overlapping spans counted once', () => {
    const row = (step: number, error: number) => ({
      origin: 0,
      step,
      period: 1,
      forecast: 100,
      actual: 100 * (1 + error),
      naive: null,
      error,
    });
    const rows = [0.1, -0.1, 0.2, -0.2].flatMap((error) => [row(1, error), row(2, error)]);
    const rms = Math.sqrt([1.1, 0.9, 1.2, 0.8].reduce((sum, x) => sum + Math.log(x) ** 2, 0) / 4);
    const one = forecastInterval(rows, 1, 2, 50)!;
    expect(one.high).toBeCloseTo(50 * Math.exp(studentMultiplier(0.95, 4) * rms), 10);
    expect(one.low).toBeCloseTo(50 * Math.exp(-studentMultiplier(0.95, 4) * rms), 10);
    const two = forecastInterval(rows, 2, 2, 50)!;
    expect(two.high).toBeCloseTo(50 * Math.exp(studentMultiplier(0.95, 2) * rms), 10);
    expect(forecastInterval(rows.slice(0, 4), 1, 2, 50)).toBeNull();
  });

  it('gives a symmetric interval where values are not all positive', () => {
    const rows = [-20, -10, -15].map((actual) => ({
      origin: 0,
      step: 1,
      period: 1,
      forecast: -10,
      actual,
      naive: null,
      error: null,
    }));
    const half = studentMultiplier(0.95, 3) * Math.sqrt((1 + 0 + 0.25) / 3);
    const { low, high } = forecastInterval(rows, 1, 2, -12)!;
    expect(low).toBeCloseTo(-12 - 12 * half, 10);
    expect(high).toBeCloseTo(-12 + 12 * half, 10);
  });

  it('looks ahead a year, two for years, and never more than a third of the history', () => {
    const long = (perYear: number, periods: number) =>
      horizonOf(
        ageing(
          perYear,
          periods,
          () => 1,
          () => 1,
        ),
      );
    expect(long(1, 10)).toBe(2);
    expect(long(4, 16)).toBe(4);
    expect(long(12, 18)).toBe(6);
    expect(long(12, 2)).toBe(1);
  });
});
