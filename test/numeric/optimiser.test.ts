import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { integrate } from '../../src/numeric/adaptive-quadrature.js';
import { logBetaAverage } from '../../src/numeric/beta-average.js';
import { gaussLegendre } from '../../src/numeric/gauss-legendre.js';
import { logRising } from '../../src/numeric/log-beta.js';
import { expm1Ratio, logAddExp, logistic, logOneMinusExp, logSumExp } from '../../src/numeric/log-sum.js';
import { bracketedRoot } from '../../src/numeric/root.js';
import { sum } from '../../src/numeric/sum.js';
import { symmetricEigen } from '../../src/numeric/symmetric-eigen.js';
import { symmetricInverse } from '../../src/numeric/symmetric-inverse.js';
import { type Evaluation, maximise } from '../../src/numeric/trust-region.js';

const box = { lower: [-20, -20], upper: [20, 20], scale: 1 };

/** Minus Rosenbrock's valley, maximum 0 at (1, 1). */
function valley([x, y]: ArrayLike<number> & Iterable<number>): Evaluation {
  const [u, v] = [x!, y!];
  const bend = v - u * u;
  return {
    value: -((1 - u) ** 2) - 100 * bend * bend,
    gradient: Float64Array.of(2 * (1 - u) + 400 * u * bend, -200 * bend),
    hessian: Float64Array.of(-2 + 400 * (v - 3 * u * u), 400 * u, 400 * u, -200),
  };
}

describe('maximise', () => {
  test('walks a curved valley from any side', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -3, max: 9, noNaN: true }),
        (x, y) => {
          const { point, converged, iterations } = maximise(valley as never, [x, y], box);
          expect(converged).toBe(true);
          expect(Math.hypot(point[0]! - 1, point[1]! - 1)).toBeLessThan(1e-8);
          expect(iterations).toBeLessThan(100);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('leaves a saddle', () => {
    const saddle = ([x, y]: number[]): Evaluation => ({
      value: x! ** 2 - x! ** 4 - y! ** 2,
      gradient: Float64Array.of(2 * x! - 4 * x! ** 3, -2 * y!),
      hessian: Float64Array.of(2 - 12 * x! ** 2, 0, 0, -2),
    });
    const { point } = maximise(saddle as never, [1e-9, 0.5], box);
    expect(Math.abs(point[0]!)).toBeCloseTo(Math.SQRT1_2, 9);
  });

  test('stops at a bound', () => {
    const line = ([x, y]: number[]): Evaluation => ({
      value: x! - y! ** 2,
      gradient: Float64Array.of(1, -2 * y!),
      hessian: Float64Array.of(0, 0, 0, -2),
    });
    const { point } = maximise(line as never, [0, 3], box);
    expect(Array.from(point)).toEqual([20, 0]);
  });

  test('shrinks away from where the function is not finite', () => {
    const log = ([x, y]: number[]): Evaluation => ({
      value: Math.log(x!) - x! - y! ** 2,
      gradient: Float64Array.of(1 / x! - 1, -2 * y!),
      hessian: Float64Array.of(-1 / x! ** 2, 0, 0, -2),
    });
    const { point, converged } = maximise(log as never, [8, 1], box);
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(1, 9);
  });
});

test('eigenvalues and inverse of random symmetric matrices', () => {
  const entry = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 16, maxLength: 16 }), (m) => {
      const A = Float64Array.from(m, (_, k) => m[k]! + m[(k % 4) * 4 + Math.floor(k / 4)]!);
      const { values, vectors } = symmetricEigen(A, 4);
      for (let j = 0; j < 4; j++) {
        for (let i = 0; i < 4; i++) {
          let product = 0;
          for (let k = 0; k < 4; k++) product += A[i * 4 + k]! * vectors[k * 4 + j]!;
          expect(Math.abs(product - values[j]! * vectors[i * 4 + j]!)).toBeLessThan(1e-12 * 100);
        }
      }
      const definite = A.map((v, k) => v + (k % 5 === 0 ? 100 : 0));
      const inverse = symmetricInverse(definite, 4);
      for (let i = 0; i < 4; i++) {
        for (let j = 0; j < 4; j++) {
          let product = 0;
          for (let k = 0; k < 4; k++) product += definite[i * 4 + k]! * inverse[k * 4 + j]!;
          expect(product).toBeCloseTo(i === j ? 1 : 0, 11);
        }
      }
    }),
  );
  expect(symmetricInverse([1, 2, 2, 1], 2).every(Number.isNaN)).toBe(true);
});

describe('quadrature', () => {
  test.each([2, 4, 8, 16, 33])('Gauss-Legendre with %d nodes is exact to its degree', (n) => {
    const { nodes, weights } = gaussLegendre(n);
    for (let power = 0; power < 2 * n; power++) {
      const value = nodes.reduce((total, x, i) => total + weights[i]! * x ** power, 0);
      expect(value).toBeCloseTo(power % 2 === 0 ? 2 / (power + 1) : 0, 14);
    }
  });

  test('adaptive: smooth, peaked, with a root at the end', () => {
    expect(integrate(Math.exp, [0, 1])).toBeCloseTo(Math.E - 1, 14);
    const peak = (x: number): number => 1 / (1e-6 + (x - 0.3) ** 2);
    const exact = (Math.atan(0.7e3) + Math.atan(0.3e3)) * 1e3;
    expect(integrate(peak, [0, 0.3, 1]) / exact).toBeCloseTo(1, 11);
    expect(integrate(Math.sqrt, [0, 1])).toBeCloseTo(2 / 3, 10);
    expect(integrate(Math.exp, [1, 1])).toBe(0);
  });

  test('averages over a beta distribution: powers are ratios of beta functions', () => {
    for (const a of [0.05, 0.3, 1, 17, 1000, 1e6]) {
      for (const b of [0.05, 0.8, 1, 40, 20000]) {
        for (const power of [1, 2, 12]) {
          const value = logBetaAverage(a, b, (p) => power * Math.log(p), 1);
          const exact = logRising(a, power) - logRising(a + b, power);
          expect(Math.abs(value - exact), `${a} ${b} ${power}`).toBeLessThan(
            2e-11 * Math.max(1, Math.abs(exact)),
          );
        }
      }
    }
  });
});

test('roots', () => {
  expect(bracketedRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 11);
  expect(bracketedRoot((x) => Math.exp(-50 * x) - 1e-9, 0, 1)).toBeCloseTo(Math.log(1e9) / 50, 11);
  expect(bracketedRoot((x) => x - 3, 3, 5)).toBe(3);
  expect(() => bracketedRoot((x) => x + 1, 0, 1)).toThrow('no change of sign between 0 and 1');
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1, noNaN: true }), (root) => {
      expect(bracketedRoot((x) => (x - root) ** 3, -1, 2)).toBeCloseTo(root, 3);
      expect(Math.abs(bracketedRoot((x) => Math.atan(1e4 * (x - root)), -1, 2) - root)).toBeLessThan(1e-11);
    }),
  );
});

test('logs of sums', () => {
  expect(logAddExp(-2000, -2000)).toBeCloseTo(-2000 + Math.LN2, 12);
  expect(logAddExp(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
  expect(logSumExp([1000, 1000, 999])).toBeCloseTo(1000 + Math.log(2 + Math.exp(-1)), 12);
  expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
  expect(logistic(-800)).toBe(0);
  expect(logistic(800)).toBe(1);
  expect(logistic(-700) / Math.exp(-700)).toBeCloseTo(1, 12);
  expect(logOneMinusExp(-1e-20)).toBeCloseTo(Math.log(1e-20), 12);
  expect(logOneMinusExp(-50)).toBeCloseTo(-Math.exp(-50), 30);
  expect(expm1Ratio(0)).toBe(1);
  expect(expm1Ratio(1e-12)).toBeCloseTo(1 + 5e-13, 15);
});

test('compensated sum keeps what a plain sum loses', () => {
  expect(sum([1, 1e100, 1, -1e100])).toBe(2);
  expect(sum(Array.from({ length: 10 }, () => 0.1))).toBe(1);
});
