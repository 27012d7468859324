import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeSorted, quantile7 } from '../../src/lenses/distribution.js';
import { distributionRow, histogramRows, measureOf } from '../../src/lenses/measure.js';
import type { Store } from '../../src/store/store.js';
import { memoryStore } from '../mart/fixture.js';

describe('quantiles of type 7', () => {
  it('are exact where the place between two values is', () => {
    const values = Float64Array.of(1, 2, 3, 4);
    expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile7(values, p))).toEqual([1, 1.75, 2.5, 3.25, 4]);
    expect(quantile7(Float64Array.of(7), 0.99)).toBe(7);
    const hundred = Float64Array.from({ length: 101 }, (_, i) => i);
    for (let percent = 0; percent <= 100; percent++) expect(quantile7(hundred, percent / 100)).toBe(percent);
  });

  it('lie between their neighbours and grow with p', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 50 }), (list) => {
        const sorted = Float64Array.from(list).sort();
        const found = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map((p) => quantile7(sorted, p));
        expect(found).toEqual([...found].sort((a, b) => a - b));
        expect(found[0]).toBeGreaterThanOrEqual(sorted[0]!);
        expect(found.at(-1)).toBeLessThanOrEqual(sorted.at(-1)!);
      }),
    );
  });
});

describe('a row of a distribution', () => {
  it('rounds half a cent up, whatever the last bits of a double say', () => {
    const row = distributionRow(measureOf('spend', 'money', Float64Array.of(12.34, Number.NaN, 0, 6.17)), 2);
    expect(row).toMatchObject({ mean: 6.17, median: 6.17, p25: 3.09, p75: 9.26 });
  });

  it('has no skew without variation but for the last bits', () => {
    const nearly = Float64Array.of(0.39999999999999997, 0.4, 0.4, 0.40000000000000002);
    expect(describeSorted(nearly).skew).toBeNull();
    expect(describeSorted(Float64Array.of(0, 0, 0)).skew).toBeNull();
    expect(describeSorted(Float64Array.of(0, 0, 1)).skew).toBeCloseTo(1.7320508, 6);
  });
});

describe('a quotient of money', () => {
  let store: Store;
  beforeAll(async () => {
    store = await memoryStore();
  });
  afterAll(() => store.close());

  it('is the nearest double: a margin of 40 % is 0.4 for every amount, in one bin', async () => {
    const { margin } = await store.columns(
      `select money_quotient(cast(4 * i / 10000 as decimal(38,4)), cast(10 * i / 10000 as decimal(38,4))) as margin
      from range(1, 5001) as numbers (i)`,
      ['margin'],
    );
    expect(new Set(margin)).toEqual(new Set([0.4]));
    expect(histogramRows({ id: 'margin', kind: 'share', sorted: margin })).toMatchObject([
      { from: 0.4, customers: 5000, share: 1 },
    ]);
  });
});
