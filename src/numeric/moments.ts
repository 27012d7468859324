export interface Moments {
  readonly mean: Float64Array;
  /** Unbiased, row-major. */
  readonly covariance: Float64Array;
}

/** Mean and covariance of points of equal length, at least two. */
export function momentsOf(points: readonly ArrayLike<number>[]): Moments {
  const n = points[0]!.length;
  const mean = new Float64Array(n);
  for (const point of points) for (let i = 0; i < n; i++) mean[i] = mean[i]! + point[i]! / points.length;
  const covariance = new Float64Array(n * n);
  for (const point of points) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const product = (point[i]! - mean[i]!) * (point[j]! - mean[j]!);
        covariance[i * n + j] = covariance[i * n + j]! + product / (points.length - 1);
      }
    }
  }
  return { mean, covariance };
}
