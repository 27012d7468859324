/** Tails by summing areas and cut-off points by halving: nothing is shared with the program. */

/** P(|T| > t) with whole degrees of freedom, by the finite series of Abramowitz & Stegun 26.7.3–4. */
export function twoSided(t: number, df: number): number {
  const theta = Math.atan(Math.abs(t) / Math.sqrt(df));
  const cos = Math.cos(theta);
  let term = df % 2 === 1 ? cos : 1;
  let series = df === 1 ? 0 : term;
  for (let k = df % 2 === 1 ? 3 : 2; k < df; k += 2) {
    term *= ((k - 1) / k) * cos * cos;
    series += term;
  }
  const inside = df % 2 === 1 ? (2 / Math.PI) * (theta + Math.sin(theta) * series) : Math.sin(theta) * series;
  return 1 - inside;
}

/** t with P(|T| ≤ t) = level. */
export function studentCut(level: number, df: number): number {
  return halved((t) => twoSided(t, df) < 1 - level, 1e6);
}

/** z with P(|Z| ≤ z) = level, the density summed by Simpson's rule. */
export function normalCut(level: number): number {
  return halved((z) => {
    const n = 2000;
    let area = 0;
    for (let i = 0; i <= n; i++) {
      const x = (z * i) / n;
      area += (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp((-x * x) / 2);
    }
    return ((area * z) / n / 3) * Math.sqrt(2 / Math.PI) > level;
  }, 20);
}

function halved(beyond: (x: number) => boolean, most: number): number {
  let [low, high] = [0, most];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (beyond(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

export interface NaiveFit {
  readonly slope: number;
  readonly error: number;
  readonly df: number;
}

/**
 * Weighted regression with a variance between cohorts such that the weighted residual square sum is its degrees of freedom
 * (Paule & Mandel; a cohort without spread counts as the least spread), by the normal equations and halving. The first column is 1, the second the years.
 */
export function naiveTrend(
  y: readonly number[],
  v: readonly number[],
  X: readonly (readonly number[])[],
): NaiveFit {
  const df = y.length - X[0]!.length;
  const least = Math.min(...v.filter((one) => one > 0));
  const regress = (between: number) => {
    const w = v.map((one) => 1 / ((one > 0 ? one : least) + between));
    const p = X[0]!.length;
    const rows = Array.from({ length: p }, (_, j) => [
      ...Array.from({ length: p }, (__, k) => X.reduce((s, x, i) => s + w[i]! * x[j]! * x[k]!, 0)),
      X.reduce((s, x, i) => s + w[i]! * x[j]! * y[i]!, 0),
      ...Array.from({ length: p }, (__, k) => (k === j ? 1 : 0)),
    ]);
    for (let j = 0; j < p; j++) {
      const pivot = rows.slice(j).reduce((a, b) => (Math.abs(b[j]!) > Math.abs(a[j]!) ? b : a));
      rows.splice(rows.indexOf(pivot), 1);
      rows.splice(
        j,
        0,
        pivot.map((cell) => cell / pivot[j]!),
      );
      for (let i = 0; i < p; i++)
        if (i !== j) rows[i] = rows[i]!.map((cell, k) => cell - rows[i]![j]! * rows[j]![k]!);
    }
    const b = rows.map((row) => row[p]!);
    const residual = y.reduce(
      (s, one, i) => s + w[i]! * (one - X[i]!.reduce((t, x, j) => t + x * b[j]!, 0)) ** 2,
      0,
    );
    return { slope: b[1]!, variance: rows[1]![p + 2]!, residual };
  };
  const spread = Math.max(...y) - Math.min(...y);
  const between =
    regress(0).residual <= df ? 0 : halved((tau) => regress(tau).residual < df, 10 * spread * spread);
  const { slope, variance, residual } = regress(between);
  return { slope, error: Math.sqrt(variance * Math.max(1, residual / df)), df };
}
