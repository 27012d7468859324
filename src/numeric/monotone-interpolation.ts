/**
 * Monotone cubic interpolation of rising points (Fritsch & Carlson 1980 with the harmonic-mean slopes of Fritsch &
 * Butland 1984). Outside the points the value is NaN: the caller says what is there.
 */
export function monotoneInterpolation(x: Float64Array, y: Float64Array): (at: number) => number {
  const n = x.length;
  const slopes = new Float64Array(n);
  const secant = (i: number): number => (y[i + 1]! - y[i]!) / (x[i + 1]! - x[i]!);
  for (let i = 0; i < n; i++) {
    if (i === 0) slopes[i] = secant(0);
    else if (i === n - 1) slopes[i] = secant(n - 2);
    else {
      const before = secant(i - 1);
      const after = secant(i);
      const left = x[i]! - x[i - 1]!;
      const right = x[i + 1]! - x[i]!;
      const weight = (2 * right + left) / before + (right + 2 * left) / after;
      slopes[i] = before * after > 0 ? (3 * (left + right)) / weight : 0;
    }
  }
  return (at) => {
    if (!(at >= x[0]! && at <= x[n - 1]!)) return Number.NaN;
    let low = 0;
    let high = n - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (x[middle]! <= at) low = middle;
      else high = middle;
    }
    const h = x[high]! - x[low]!;
    const s = (at - x[low]!) / h;
    const r = 1 - s;
    return (
      y[low]! * r * r * (1 + 2 * s) +
      y[high]! * s * s * (3 - 2 * s) +
      h * s * r * (slopes[low]! * r - slopes[high]! * s)
    );
  };
}
