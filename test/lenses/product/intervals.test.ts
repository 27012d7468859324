import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/common/money.js';
import { lift } from '../../../src/lenses/product/co-buying.js';
import { type Values, valueIndex } from '../../../src/lenses/product/value-index.js';

const Z = 1.959963984540054;

function valuesOf(list: readonly number[]): Values {
  return {
    customers: list.length,
    value: list.reduce((sum, x) => sum.plus(x), money(0)),
    squares: list.reduce((sum, x) => sum.plus(x * x), money(0)),
  };
}

describe('the interval of a value index', () => {
  it('is that of the linearised ratio, customer by customer', () => {
    const list = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(list, list, (part, others) => {
        const all = [...part, ...others];
        const mean = all.reduce((a, b) => a + b, 0) / all.length;
        const meanPart = part.reduce((a, b) => a + b, 0) / part.length;
        const influence = all.map(
          (x, i) =>
            (i < part.length ? (x - meanPart) / part.length : 0) / mean -
            (meanPart / mean ** 2) * ((x - mean) / all.length),
        );
        const error = Math.sqrt(influence.reduce((sum, u) => sum + u * u, 0));
        const { index, low, high } = valueIndex(valuesOf(part), valuesOf(all));
        expect(index).toBeCloseTo(meanPart / mean, 10);
        expect(low).toBeCloseTo(index! - Z * error, 8);
        expect(high).toBeCloseTo(index! + Z * error, 8);
      }),
    );
  });

  it('is exactly 1 for everybody, and unknown for one or none', () => {
    const all = valuesOf([3, 5, 100]);
    const { index, low, high } = valueIndex(all, all);
    expect([index, low, high]).toEqual([1, expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    expect(valueIndex(valuesOf([5]), all)).toEqual({
      index: expect.closeTo(5 / 36, 12),
      low: null,
      high: null,
    });
    expect(valueIndex(valuesOf([]), all)).toEqual({ index: null, low: null, high: null });
    expect(valueIndex(valuesOf([-5]), valuesOf([-5, 1]))).toEqual({ index: null, low: null, high: null });
  });
});

describe('the interval of a lift', () => {
  it('is that of the linearised logarithm, customer by customer', () => {
    const cell = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(cell, cell, cell, cell, (both, onlyFirst, onlySecond, neither) => {
        const n = both + onlyFirst + onlySecond + neither;
        const [p12, p1, p2] = [both / n, (both + onlyFirst) / n, (both + onlySecond) / n];
        const influence = (a: number, b: number) => (a * b) / p12 - a / p1 - b / p2 + 1;
        const squares =
          both * influence(1, 1) ** 2 +
          onlyFirst * influence(1, 0) ** 2 +
          onlySecond * influence(0, 1) ** 2 +
          neither * influence(0, 0) ** 2;
        const error = Math.sqrt(squares) / n;
        const found = lift(both, both + onlyFirst, both + onlySecond, n)!;
        expect(found.lift).toBeCloseTo(p12 / (p1 * p2), 10);
        expect(Math.log(found.high! / found.lift)).toBeCloseTo(Z * error, 8);
        expect(Math.log(found.lift / found.low!)).toBeCloseTo(Z * error, 8);
      }),
    );
  });

  it('is 1 under independence, 0 without common buyers, unknown without buyers', () => {
    expect(lift(10, 20, 50, 100)!.lift).toBe(1);
    expect(lift(0, 20, 50, 100)).toEqual({ lift: 0, low: null, high: null });
    expect(lift(0, 0, 50, 100)).toBeNull();
  });
});
