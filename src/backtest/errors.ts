/** Errors of single customers. Null where a measure has no value. */
export interface ErrorMeasures {
  readonly expected: number;
  readonly actual: number;
  /** |expected - actual| / actual, of the sums (ARPE). */
  readonly arpe: number | null;
  /** Mean of expected - actual. */
  readonly bias: number;
  readonly rmse: number;
  readonly mae: number;
  /** 1 - squared error over the variance of what came. */
  readonly r2: number | null;
  /** Mean of 2 (y ln(y/m) - (y - m)); null when something came that was held impossible. */
  readonly deviance: number | null;
}

export function errorMeasures(
  predicted: Float64Array,
  outcome: Float64Array,
  weights: Float64Array,
): ErrorMeasures {
  let n = 0;
  let expected = 0;
  let actual = 0;
  let squares = 0;
  let absolute = 0;
  let deviance = 0;
  let outcomeSquares = 0;
  for (let i = 0; i < predicted.length; i++) {
    const w = weights[i]!;
    const m = predicted[i]!;
    const y = outcome[i]!;
    n += w;
    expected += w * m;
    actual += w * y;
    squares += w * (m - y) ** 2;
    absolute += w * Math.abs(m - y);
    outcomeSquares += w * y * y;
    deviance += w * (y === 0 ? 2 * m : 2 * (y * Math.log(y / m) - (y - m)));
  }
  const variance = outcomeSquares - (actual * actual) / n;
  return {
    expected,
    actual,
    arpe: actual > 0 ? Math.abs(expected - actual) / actual : null,
    bias: (expected - actual) / n,
    rmse: Math.sqrt(squares / n),
    mae: absolute / n,
    r2: variance > 0 ? 1 - squares / variance : null,
    deviance: Number.isFinite(deviance) ? deviance / n : null,
  };
}
