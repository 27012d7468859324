import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whereFallsTo } from '../../src/score/invert.js';

describe('whereFallsTo', () => {
  it('finds the point of a smooth decreasing function', () => {
    const X = Float64Array.from({ length: 40 }, (_, i) => -4 + 0.2 * i);
    const f = (x: number) => 1 / (1 + Math.exp(x));
    const Y = X.map(f);
    for (const target of [0.9, 0.5, 0.1, 0.05]) {
      expect(f(whereFallsTo(X, Y, target))).toBeCloseTo(target, 5);
    }
  });

  it('stays in the bracket and is monotone in the target, whatever the steps', () => {
    const steps = fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 2, maxLength: 20 });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(steps, share, share, (falls, a, b) => {
        const Y = new Float64Array(falls.length + 1);
        Y[0] = 100;
        falls.forEach((fall, i) => {
          Y[i + 1] = Y[i]! - fall;
        });
        const X = Float64Array.from(Y, (_, i) => i);
        const target = (s: number) => Y[0]! + s * (Y.at(-1)! - Y[0]!);
        fc.pre(Y.at(-1)! < Y[0]!);
        const [low, high] = [
          whereFallsTo(X, Y, target(Math.min(a, b))),
          whereFallsTo(X, Y, target(Math.max(a, b))),
        ];
        expect(low).toBeLessThanOrEqual(high + 1e-6);
        const i = Math.floor(low);
        expect(Y[i]!).toBeGreaterThanOrEqual(target(Math.min(a, b)) - 1e-9);
        expect(Y[Math.min(i + 1, Y.length - 1)]!).toBeLessThanOrEqual(
          target(Math.min(a, b)) + 1e-9 + (low === i ? 5 : 0),
        );
      }),
    );
  });

  it('says where there is nothing to find', () => {
    const X = Float64Array.of(1, 2);
    expect(whereFallsTo(X, Float64Array.of(0.2, 0.1), 0.5)).toBe(1);
    expect(whereFallsTo(X, Float64Array.of(0.9, 0.8), 0.5)).toBeNaN();
  });
});
