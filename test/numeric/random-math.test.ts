import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stableExp, stableLog } from '../../src/numeric/random-math.js';

/** Math.exp and Math.log are within one unit in the last place, 2.3e-16; ours adds the error of its series. */
const TOLERANCE = 6e-16;

describe('stableExp', () => {
  it('agrees with the engine to a few units in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(stableExp(x) / Math.exp(x) - 1)).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is exact at 0 and saturates at the ends', () => {
    expect(stableExp(0)).toBe(1);
    expect(stableExp(-0)).toBe(1);
    expect(stableExp(710)).toBe(Number.POSITIVE_INFINITY);
    expect(stableExp(-746)).toBe(0);
    expect(stableExp(-740)).toBeGreaterThan(0);
    expect(stableExp(709.78)).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(stableExp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(stableExp(Number.NaN)).toBeNaN();
  });
});

describe('stableLog', () => {
  it('agrees with the engine to a few units in the last place, near 1 too', () => {
    const anywhere = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });
    const nearOne = fc.double({ min: 0.7, max: 1.42, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(anywhere, nearOne), (x) => {
        const expected = Math.log(x);
        expect(Math.abs(stableLog(x) - expected)).toBeLessThanOrEqual(TOLERANCE * Math.abs(expected));
      }),
      { numRuns: 5_000 },
    );
  });

  it('knows its special values', () => {
    expect(stableLog(1)).toBe(0);
    expect(stableLog(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(stableLog(-1)).toBeNaN();
    expect(stableLog(Number.NaN)).toBeNaN();
    expect(stableLog(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(stableLog(Number.MIN_VALUE)).toBeCloseTo(-744.4400719213812, 10);
  });

  it('keeps its bits: these digits may change only with the version of the package', () => {
    expect([0.3, 1.7, 3, 1234.5678].map(stableLog)).toEqual([
      -1.2039728043259361, 0.5306282510621704, 1.0986122886681098, 7.118476228297786,
    ]);
    expect([-1, 0.5, 1.3, 20].map(stableExp)).toEqual([
      0.36787944117144233, 1.6487212707001282, 3.6692966676192444, 485165195.4097903,
    ]);
  });
});
