import { describe, expect, it } from 'vitest';
import { chiSquareTail, normalTwoSided } from '../../src/numeric/chi-square.js';

describe('the tail of chi-square', () => {
  it.each([1, 2, 3, 4, 9, 30])(
    '%d degrees of freedom: the derivative is the density, and the ends are right',
    (df) => {
      expect(chiSquareTail(0, df)).toBe(1);
      expect(chiSquareTail(-1, df)).toBe(1);
      // ln Gamma(df/2) by the recurrence from Gamma(1/2) and Gamma(1).
      let gamma = df % 2 === 0 ? 1 : Math.sqrt(Math.PI);
      for (let a = df % 2 === 0 ? 1 : 0.5; a < df / 2; a++) gamma *= a;
      for (const x of [0.3, 0.7, 1, 1.6, 3].map((times) => times * df)) {
        const h = 1e-4 * x;
        const slope = (chiSquareTail(x - h, df) - chiSquareTail(x + h, df)) / (2 * h);
        const density = ((x / 2) ** (df / 2 - 1) * Math.exp(-x / 2)) / (2 * gamma);
        expect(slope / density).toBeCloseTo(1, 5);
      }
    },
  );

  it('has closed forms with two and four degrees of freedom, far out too', () => {
    for (const x of [0.01, 1, 5, 50, 700]) {
      expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 11);
      expect(chiSquareTail(x, 4) / (Math.exp(-x / 2) * (1 + x / 2))).toBeCloseTo(1, 11);
    }
  });

  it('gives the usual two-sided levels of the normal distribution', () => {
    expect(normalTwoSided(1.959963984540054)).toBeCloseTo(0.05, 12);
    expect(normalTwoSided(-2.5758293035489004)).toBeCloseTo(0.01, 12);
  });
});
