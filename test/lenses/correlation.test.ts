import { describe, expect, it } from 'vitest';
import { correlation } from '../../src/lenses/correlation.js';

const orders = Float64Array.from({ length: 500 }, (_, i) => 1 + ((i * i) % 7));
const spends = Float64Array.from({ length: 500 }, (_, i) => (((i * 7919) % 1009) + 0.1) / 3);

describe('the correlation of orders with average spend', () => {
  it('is that of ten numbers worked by hand', () => {
    expect(correlation(Float64Array.of(1, 2, 3, 2, 1), Float64Array.of(2, 4, 7, 5, 2))).toBeCloseTo(
      7 / Math.sqrt(2.8 * 18),
      12,
    );
  });

  it('is the same to the last digit in whatever order rows come', () => {
    const shuffled = orders.map((_, i) => (i * 211) % 500);
    const again = correlation(
      shuffled.map((i) => orders[i]!),
      shuffled.map((i) => spends[i]!),
    );
    expect(again).toBe(correlation(orders, spends));
    expect(again).toBe(correlation(orders.toReversed(), spends.toReversed()));
  });

  it('is not defined for two customers, or where all order equally often', () => {
    expect(correlation(Float64Array.of(1, 2), Float64Array.of(1, 2))).toBeNull();
    expect(correlation(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3))).toBeNull();
  });
});
