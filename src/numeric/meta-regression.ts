import { bracketedRoot } from './root.js';

/** Group values explained by regressors, with a variance between groups that sampling does not explain. */
export interface MetaRegression {
  readonly coefficients: readonly number[];
  /** Of each coefficient. */
  readonly standardErrors: readonly number[];
  /** Groups − coefficients. */
  readonly degreesOfFreedom: number;
  /** Variance between groups beyond sampling. */
  readonly between: number;
}

/**
 * Weighted regression of group values y with known sampling variances v on the columns of X (a row a group):
 * y = X b + u + e, var u = tau², var e = v, weights 1 / (tau² + v).
 *
 * tau² by Paule & Mandel (1982): the weighted residual sum of squares equals its degrees of freedom, 0 if it is below
 * already. Standard errors by Hartung & Knapp (2001), never below the plain ones (Röver, Knapp & Friede 2015); they
 * go with t quantiles of groups − coefficients degrees of freedom. Without any sampling variance it is ordinary least
 * squares. Null when there are not more groups than coefficients, or X has not full rank.
 */
export function metaRegression(
  y: readonly number[],
  v: readonly number[],
  X: readonly (readonly number[])[],
): MetaRegression | null {
  const p = X[0]?.length ?? 0;
  const df = y.length - p;
  if (p === 0 || df < 1) return null;
  const smallest = Math.min(...v.filter((value) => value > 0));
  if (!Number.isFinite(smallest)) return ordinary(y, X, df);
  const floored = v.map((value) => (value > 0 ? value : smallest));
  const fitAt = (between: number) =>
    weighted(
      y,
      floored.map((value) => 1 / (between + value)),
      X,
    );
  const excess = (between: number) => (fitAt(between)?.residual ?? 0) - df;
  if (fitAt(0) === null) return null;
  let between = 0;
  if (excess(0) > 0) {
    let high = Math.max(...floored);
    while (excess(high) > 0) high *= 4;
    between = bracketedRoot(excess, 0, high, { relative: 1e-12, absolute: smallest * 1e-12 });
  }
  const fit = fitAt(between)!;
  const scale = Math.max(1, fit.residual / df);
  return result(fit, scale, df, between);
}

function ordinary(
  y: readonly number[],
  X: readonly (readonly number[])[],
  df: number,
): MetaRegression | null {
  const fit = weighted(
    y,
    y.map(() => 1),
    X,
  );
  return fit && result(fit, fit.residual / df, df, fit.residual / df);
}

interface WeightedFit {
  readonly coefficients: readonly number[];
  /** Diagonal of (X'WX)⁻¹. */
  readonly variances: readonly number[];
  /** Σ w r². */
  readonly residual: number;
}

function result(fit: WeightedFit, scale: number, df: number, between: number): MetaRegression {
  return {
    coefficients: fit.coefficients,
    standardErrors: fit.variances.map((variance) => Math.sqrt(scale * variance)),
    degreesOfFreedom: df,
    between,
  };
}

/** Least squares by the QR decomposition of √w X (modified Gram–Schmidt, twice); null without full rank. */
function weighted(
  y: readonly number[],
  w: readonly number[],
  X: readonly (readonly number[])[],
): WeightedFit | null {
  const p = X[0]!.length;
  const root = w.map(Math.sqrt);
  const Q = Array.from({ length: p }, (_, j) => X.map((row, i) => row[j]! * root[i]!));
  const R = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  for (let j = 0; j < p; j++) {
    const before = norm(Q[j]!);
    for (let round = 0; round < 2; round++)
      for (let k = 0; k < j; k++) {
        const shared = dot(Q[k]!, Q[j]!);
        R[k]![j]! += shared;
        Q[j] = Q[j]!.map((value, i) => value - shared * Q[k]![i]!);
      }
    const size = norm(Q[j]!);
    if (!(size > 1e-10 * before)) return null;
    R[j]![j] = size;
    Q[j] = Q[j]!.map((value) => value / size);
  }
  const target = y.map((value, i) => value * root[i]!);
  const coefficients = backSubstitute(
    R,
    Q.map((column) => dot(column, target)),
  );
  const inverse = Q.map((_, j) =>
    backSubstitute(
      R,
      Q.map((__, k) => (k === j ? 1 : 0)),
    ),
  );
  const residual = y.reduce((sum, value, i) => {
    const fitted = X[i]!.reduce((total, x, j) => total + x * coefficients[j]!, 0);
    return sum + w[i]! * (value - fitted) ** 2;
  }, 0);
  return {
    coefficients,
    variances: coefficients.map((_, j) => inverse.reduce((sum, column) => sum + column[j]! ** 2, 0)),
    residual,
  };
}

function backSubstitute(R: readonly (readonly number[])[], b: readonly number[]): number[] {
  const x = [...b];
  for (let j = b.length - 1; j >= 0; j--) {
    for (let k = j + 1; k < b.length; k++) x[j]! -= R[j]![k]! * x[k]!;
    x[j]! /= R[j]![j]!;
  }
  return x;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function norm(a: readonly number[]): number {
  return Math.sqrt(dot(a, a));
}
