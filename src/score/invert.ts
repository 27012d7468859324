/**
 * Where a decreasing function, known at the points X, falls to `target`: bracketed between two of them, then the root of
 * the cubic through their values and slopes (central differences, limited so that it stays monotone). The first X when the function is below the target there already, NaN when it never gets there.
 */
export function whereFallsTo(X: Float64Array, Y: Float64Array, target: number): number {
  const last = X.length - 1;
  if (Y[0]! <= target) return X[0]!;
  if (!(Y[last]! <= target)) return Number.NaN;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (Y[middle]! > target) low = middle;
    else high = middle;
  }
  const width = X[high]! - X[low]!;
  const rise = Y[high]! - Y[low]!;
  if (rise === 0) return X[low]!;
  const before = limited(slope(X, Y, low) * width, rise);
  const after = limited(slope(X, Y, high) * width, rise);
  return X[low]! + width * root(Y[low]!, rise, before, after, target);
}

function slope(X: Float64Array, Y: Float64Array, i: number): number {
  const a = Math.max(0, i - 1);
  const b = Math.min(X.length - 1, i + 1);
  return (Y[b]! - Y[a]!) / (X[b]! - X[a]!);
}

/** Between 0 and three times the secant: enough for a monotone cubic (Fritsch & Carlson 1980). */
function limited(value: number, secant: number): number {
  const ratio = value / secant;
  return secant * Math.max(0, Math.min(3, ratio));
}

/** Root in [0, 1] of the cubic with values y, y + rise and slopes, by bisection made fast with secants. */
function root(y: number, rise: number, before: number, after: number, target: number): number {
  const at = (s: number): number =>
    y + s * (before + s * (3 * rise - 2 * before - after + s * (before + after - 2 * rise))) - target;
  let low = 0;
  let high = 1;
  let s = (target - y) / rise;
  for (let i = 0; i < 30 && high - low > 1e-9; i++) {
    const value = at(s);
    if (value > 0) low = s;
    else high = s;
    const derivative =
      before + s * (2 * (3 * rise - 2 * before - after) + 3 * s * (before + after - 2 * rise));
    const step = s - value / derivative;
    if (Math.abs(step - s) < 1e-7) return step >= 0 && step <= 1 ? step : s;
    s = step > low && step < high ? step : 0.5 * (low + high);
  }
  return s;
}
