import { describe, expect, it } from 'vitest';
import { bootstrapSpread } from '../../../src/app/modelling/bootstrap-spread.js';

describe('the spread of a parameter over refits', () => {
  it('is its standard deviation and the middle 95 %', () => {
    const spread = bootstrapSpread([4, 1, 3, 2, 5], 3);
    expect(spread).toEqual({ standardError: Math.sqrt(2.5), low: 1.1, high: 4.9, atLimit: 0 });
  });

  it('has no error, and no end there, where a refit runs to a limit', () => {
    const many = Array.from({ length: 100 }, (_, i) => 10 + i / 100);
    expect(bootstrapSpread([...many, 1e9], 10)).toMatchObject({ standardError: null, atLimit: 1 });
    expect(bootstrapSpread([...many, 1e9], 10).high).toBeCloseTo(10.975, 2);
    expect(bootstrapSpread([...many.slice(0, 5), 1e9, 2e9], 10)).toMatchObject({ high: null, atLimit: 2 });
    expect(bootstrapSpread([1e-9, ...many.slice(0, 5)], 10)).toMatchObject({ low: null, atLimit: 1 });
  });

  it('tells nothing of one refit or of none', () => {
    expect(bootstrapSpread([2], 2)).toEqual({ standardError: null, low: 2, high: 2, atLimit: 0 });
    expect(bootstrapSpread([], 2)).toEqual({ standardError: null, low: null, high: null, atLimit: 0 });
  });
});
