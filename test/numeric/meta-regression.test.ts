import { describe, expect, it } from 'vitest';
import { metaRegression } from '../../src/numeric/meta-regression.js';
import { normalQuantile } from '../../src/numeric/normal.js';
import { studentMultiplier } from '../../src/numeric/student-t.js';

const line = (n: number) => Array.from({ length: n }, (_, i) => [1, i]);

describe('regression of groups with a variance between them', () => {
  it('is ordinary least squares with equal sampling variances below the residual variance', () => {
    const y = [3, 5, 4, 8, 7, 9];
    const fit = metaRegression(
      y,
      y.map(() => 0.01),
      line(6),
    )!;
    const meanX = 2.5;
    const meanY = 6;
    const sxx = 17.5;
    const slope = y.reduce((sum, value, i) => sum + (i - meanX) * (value - meanY), 0) / sxx;
    const residual = y.reduce((sum, value, i) => sum + (value - meanY - slope * (i - meanX)) ** 2, 0);
    expect(fit.coefficients[1]).toBeCloseTo(slope, 12);
    expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(residual / 4 / sxx), 10);
    expect(fit.between + 0.01).toBeCloseTo(residual / 4, 10);
    expect(fit.degreesOfFreedom).toBe(4);
  });

  it('never claims less error than sampling alone', () => {
    const fit = metaRegression([1, 2.001, 3, 4.001], [0.5, 0.5, 0.5, 0.5], line(4))!;
    expect(fit.between).toBe(0);
    expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(0.5 / 5), 10);
  });

  it('chooses the variance that makes the weighted residuals equal their degrees of freedom', () => {
    const y = [0.2, 0.5, 0.1, 0.9, 0.4, 0.8, 0.3];
    const v = [0.01, 0.002, 0.03, 0.001, 0.02, 0.005, 0.04];
    const fit = metaRegression(y, v, line(7))!;
    const q = y.reduce(
      (sum, value, i) =>
        sum + (value - fit.coefficients[0]! - fit.coefficients[1]! * i) ** 2 / (fit.between + v[i]!),
      0,
    );
    expect(fit.between).toBeGreaterThan(0);
    expect(q).toBeCloseTo(5, 8);
  });

  it('pools the BCG vaccine trials as published (Paule-Mandel: tau² 0.318)', () => {
    const trials = [
      [4, 119, 11, 128],
      [6, 300, 29, 274],
      [3, 228, 11, 209],
      [62, 13536, 248, 12619],
      [33, 5036, 47, 5761],
      [180, 1361, 372, 1079],
      [8, 2537, 10, 619],
      [505, 87886, 499, 87892],
      [29, 7470, 45, 7232],
      [17, 1699, 65, 1600],
      [186, 50448, 141, 27197],
      [5, 2493, 3, 2338],
      [27, 16886, 29, 17825],
    ] as const;
    const y = trials.map(([a, b, c, d]) => Math.log(a / (a + b) / (c / (c + d))));
    const v = trials.map(([a, b, c, d]) => 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d));
    const fit = metaRegression(
      y,
      v,
      y.map(() => [1]),
    )!;
    expect(fit.between).toBeCloseTo(0.318, 3);
    expect(fit.coefficients[0]).toBeCloseTo(-0.715, 3);
  });

  it('has no answer without more groups than coefficients or without full rank', () => {
    expect(metaRegression([1, 2], [1, 1], line(2))).toBeNull();
    expect(
      metaRegression(
        [1, 2, 3, 4],
        [1, 1, 1, 1],
        [1, 2, 3, 4].map(() => [1, 1]),
      ),
    ).toBeNull();
    expect(metaRegression([], [], [])).toBeNull();
  });

  it('is least squares where sampling has no variance, and fits a line without any error', () => {
    const fit = metaRegression([1, 3, 5, 7], [0, 0, 0, 0], line(4))!;
    expect(fit.coefficients[1]).toBeCloseTo(2, 12);
    expect(fit.standardErrors[1]).toBeLessThan(1e-10);
  });

  it.each([
    ['none between cohorts', 0],
    ['as much between cohorts as sampling', 0.05],
    ['mostly between cohorts', 1],
  ])('covers the true slope in 95 of 100: %s', (_, tau) => {
    const normal = normals(7);
    const groups = 9;
    const v = Array.from({ length: groups }, (_, i) => 0.001 * (1 + (i % 3) * 2));
    const covered = Array.from({ length: 1500 }, () => {
      const y = v.map((variance, i) => 0.3 * i + tau * normal() + Math.sqrt(variance) * normal());
      const fit = metaRegression(y, v, line(groups))!;
      const half = studentMultiplier(0.95, fit.degreesOfFreedom) * fit.standardErrors[1]!;
      return Math.abs(fit.coefficients[1]! - 0.3) <= half;
    }).filter(Boolean).length;
    // 1,500 draws: the binomial error is 0.0056; three of them, and the honest side may be wider.
    expect(covered / 1500).toBeGreaterThan(0.95 - 0.017);
    expect(covered / 1500).toBeLessThanOrEqual(tau === 0 ? 1 : 0.985);
  });
});

/** Standard normal draws from a 32-bit generator (mulberry32) through the quantile. */
function normals(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return normalQuantile((((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296);
  };
}
