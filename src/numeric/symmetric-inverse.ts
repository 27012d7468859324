import { symmetricEigen } from './symmetric-eigen.js';

/** Inverse of a small symmetric positive definite matrix (row-major, n x n); NaN everywhere if it is not definite. */
export function symmetricInverse(matrix: ArrayLike<number>, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const inverse = new Float64Array(n * n);
  if (!(values[0]! > 0)) return inverse.fill(Number.NaN);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) {
        inverse[i * n + j] = inverse[i * n + j]! + (vectors[i * n + k]! * vectors[j * n + k]!) / values[k]!;
      }
    }
  }
  return inverse;
}
