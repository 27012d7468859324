/** ln(1 + t/alpha) for each distinct time, with minus its first and its second derivative in alpha. */
export interface TimeTables {
  readonly L: Float64Array;
  /** t/(alpha (alpha + t)). */
  readonly U: Float64Array;
  /** t (2 alpha + t)/(alpha (alpha + t))^2. */
  readonly V: Float64Array;
}

export function timeTables(times: Float64Array, alpha: number): TimeTables {
  const L = new Float64Array(times.length);
  const U = new Float64Array(times.length);
  const V = new Float64Array(times.length);
  for (let i = 0; i < times.length; i++) {
    const t = times[i]!;
    const product = alpha * (alpha + t);
    L[i] = Math.log1p(t / alpha);
    U[i] = t / product;
    V[i] = (U[i]! * (2 * alpha + t)) / product;
  }
  return { L, U, V };
}
