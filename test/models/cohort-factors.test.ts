import { describe, expect, it } from 'vitest';
import { backtestFactors, cohortFactors, growth } from '../../src/models/cohort-factors.js';

const VALUES = {
  VALUE: [[100, 50, 25, 25], [200, 100, 50], [100, 50], [400]],
  CUSTOMERS: [30, 40, 20, 90],
};

describe('factors of cohorts', () => {
  it('are sums over the cohorts that have come so far', () => {
    const { links, tail } = cohortFactors(VALUES);
    expect(links).toEqual([
      { link: 600 / 400, cohorts: 3, customers: 90 },
      { link: 525 / 450, cohorts: 2, customers: 70 },
      { link: 200 / 175, cohorts: 1, customers: 30 },
    ]);
    const byHand = (90 * 0.5 * 1 + 70 * (525 / 450 - 1) * 2 + 30 * (25 / 175) * 3) / 190;
    expect(tail).toBeCloseTo(byHand, 12);
    expect(growth({ links, tail }, 0, 2)).toBeCloseTo((1.5 * 525) / 450 - 1, 12);
    expect(growth({ links, tail }, 3, 1)).toBeCloseTo(tail / 4, 12);
    expect(growth({ links, tail }, 0, 0)).toBe(0);
    expect(growth({ links, tail }, 0, 1, 0.2)).toBeCloseTo(0.5 * Math.exp(-0.1), 12);
  });

  it('stop at ages that few customers have seen', () => {
    expect(cohortFactors({ ...VALUES, CUSTOMERS: [29, 40, 20, 90] }).links).toHaveLength(2);
    expect(cohortFactors({ VALUE: [[5]], CUSTOMERS: [100] })).toEqual({ links: [], tail: 0 });
  });

  it('foresee a stream that goes on as it was', () => {
    const steady = Array.from({ length: 24 }, (_, c) => new Array<number>(24 - c).fill(10));
    const held = backtestFactors({ VALUE: steady, CUSTOMERS: steady.map(() => 50) }, 6)!;
    expect(held.predicted / held.actual).toBeCloseTo(1, 9);
    expect(held.customers).toBe(18 * 50);
    expect(backtestFactors({ VALUE: steady, CUSTOMERS: steady.map(() => 50) }, 13)).toBeNull();
  });
});
