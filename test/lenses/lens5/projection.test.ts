import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtest, forecastInterval, horizonOf } from '../../../src/lenses/lens5/backtest.js';
import type { History } from '../../../src/lenses/lens5/history.js';
import { naive, periodValue, project } from '../../../src/lenses/lens5/projection.js';
import { seasonOf } from '../../../src/lenses/lens5/season.js';
import { seededRandom } from '../../../src/numeric/seeded.js';
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
    known: 0,
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
      known: 0,
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

  it('allows for a season with more than two years of quarters', () => {
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

  /**
   * Bases of 40 customers a quarter, whose actives are drawn: a forecast of the year rests on some 200 active customers, the
   * factors on 100 and more each, so that one has an error of about √(1/200 + 4/100) = 20 %, and the mean of 60 of about 3 %.
   * The bias of a ratio of counts adds 1/100 a step. A season that runs away is off by factors.
   */
  it('is about right on small bases with a season, and never runs away', () => {
    const season = (period: number) => [0.8, 0.9, 0.9, 1.4][period % 4]!;
    const share = (age: number) => 0.2 + 0.2 * 0.7 ** age;
    const expected = ageing(4, 20, () => 40, share, undefined, season);
    const ratios = Array.from({ length: 60 }, (_, seed) => {
      const random = seededRandom(seed);
      const drawn = expected.starts.map((start) =>
        Array.from({ length: 20 }, (__, period) =>
          period === start ? 40 : Math.min(40, random.poisson(expected.active(start, period))),
        ),
      );
      const history: History = {
        ...expected,
        last: 15,
        starts: expected.starts.slice(0, 16),
        active: (start, period) => drawn[start!]![period]!,
        value: (start, period) => 10 * drawn[start!]![period]!,
      };
      const forecast = project(history, 15, 4).reduce((sum, { value }) => sum + value, 0);
      return forecast / [16, 17, 18, 19].reduce((sum, period) => sum + periodValue(expected, period), 0);
    });
    expect(Math.min(...ratios)).toBeGreaterThan(0.5);
    expect(Math.max(...ratios)).toBeLessThan(1.7);
    expect(Math.abs(ratios.reduce((sum, ratio) => sum + ratio, 0) / 60 - 1)).toBeLessThan(0.03 + 0.04);
  });

  it('finds the season in drawn counts: within four errors of a Poisson count', () => {
    const truth = [0.7, 0.9, 1, 1.4];
    const random = seededRandom(7);
    const sizes = ageing(
      4,
      16,
      () => 400,
      (age) => 0.3 * 0.9 ** age,
      undefined,
      (period) => truth[period % 4]!,
    );
    const drawn = sizes.starts.map((start) =>
      Array.from({ length: 16 }, (_, period) =>
        period === start ? 400 : random.poisson(sizes.active(start, period)),
      ),
    );
    const found = seasonOf(
      {
        ...sizes,
        active: (start, period) => drawn[start!]![period]!,
        value: (start, period) => drawn[start!]![period]! * [20, 10, 10, 8][period % 4]!,
      },
      15,
    );
    for (const [place, factor] of truth.entries()) {
      const counted = sizes.starts.reduce<number>(
        (n, start) =>
          n +
          [4, 8, 12].reduce(
            (sum, year) => sum + (year + place > start! ? drawn[start!]![year + place]! : 0),
            0,
          ),
        0,
      );
      expect(Math.abs(found.activity(place) / factor - 1)).toBeLessThan(4 * Math.sqrt(1 / counted));
      expect(found.worth(place)).toBeCloseTo([20, 10, 10, 8][place]! / 12, 1);
    }
  });

  it('knows no season with less than two years and a period, by weeks, and where there is a loss', () => {
    const flat = (history: History, origin: number) =>
      [0, 1, 2, 3].map((place) => {
        const season = seasonOf(history, origin);
        return [season.activity(place), season.worth(place)];
      });
    const season = (period: number) => [0.5, 1, 1, 1.5][period % 4]!;
    const make = (perYear: number, worth: number) =>
      ageing(
        perYear,
        16,
        () => 100,
        () => 0.3,
        () => worth,
        season,
      );
    const none = [0, 1, 2, 3].map(() => [1, 1]);
    expect(flat(make(4, 10), 7)).toEqual(none);
    expect(flat(make(4, 10), 8)).not.toEqual(none);
    expect(flat(make(52, 10), 15)).toEqual(none);
    expect(flat(make(4, -10), 15).map(([, worth]) => worth)).toEqual([1, 1, 1, 1]);
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
            known: 0,
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

  it('takes new customers of the last periods where those of a year before are not known', () => {
    const history = {
      ...ageing(
        4,
        6,
        (start) => 10 * (start + 1),
        () => 0,
      ),
      known: 3,
    };
    // Periods 6 and 7 had 30 and 40 a year before, of which 30 is from before the first period that is known.
    const [first, second] = project(history, 5, 2);
    expect(first!.activeNew).toBeCloseTo((40 + 50 + 60) / 3, 10);
    expect(second!.activeNew).toBeCloseTo(40, 10);
    expect(project({ ...history, known: 0 }, 5, 1)[0]!.activeNew).toBeCloseTo(30, 10);
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
