import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  studentMultiplier,
  studentQuantile,
  studentT,
  studentTwoSided,
} from '../../src/numeric/student-t.js';

const reference = JSON.parse(
  readFileSync(new URL('../reference/student-t.json', import.meta.url), 'utf8'),
) as Record<'cdf' | 'two_sided' | 'quantile', [number, number, number][]>;

function relativeError(value: number, expected: number): number {
  return expected === 0 ? Math.abs(value) : Math.abs(value / expected - 1);
}

describe("Student's t", () => {
  it('has the distribution function of the reference table', () => {
    for (const [t, df, expected] of reference.cdf)
      expect(relativeError(studentT(t, df), expected), `t ${t}, df ${df}`).toBeLessThan(1e-10);
  });

  it('has its two-sided p-values, in the far tail too', () => {
    for (const [t, df, expected] of reference.two_sided)
      expect(relativeError(studentTwoSided(t, df), expected), `t ${t}, df ${df}`).toBeLessThan(1e-9);
  });

  it('has its quantiles', () => {
    for (const [p, df, expected] of reference.quantile)
      expect(relativeError(studentQuantile(p, df), expected), `p ${p}, df ${df}`).toBeLessThan(1e-10);
  });

  it('is symmetric, and the quantile inverts the distribution function', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.0001, max: 0.9999, noNaN: true }),
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        (p, df) => {
          const t = studentQuantile(p, df);
          expect(studentT(t, df)).toBeCloseTo(p, 10);
          expect(studentT(-t, df)).toBeCloseTo(1 - p, 10);
        },
      ),
    );
  });

  it('gives the multipliers of printed tables', () => {
    expect(studentMultiplier(0.95, 1)).toBeCloseTo(12.7062, 4);
    expect(studentMultiplier(0.95, 4)).toBeCloseTo(2.7764, 4);
    expect(studentMultiplier(0.99, 10)).toBeCloseTo(3.1693, 4);
  });

  it('answers the ends of its domain', () => {
    expect(studentQuantile(0, 5)).toBe(Number.NEGATIVE_INFINITY);
    expect(studentQuantile(1, 5)).toBe(Number.POSITIVE_INFINITY);
    expect(studentT(Number.POSITIVE_INFINITY, 3)).toBe(1);
    expect(studentTwoSided(0, 3)).toBe(1);
    expect(studentQuantile(0.3, 0)).toBeNaN();
  });
});
