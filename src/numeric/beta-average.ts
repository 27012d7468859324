/**
 * ln of the average of F(p) over p ~ Beta(a, b), F > 0 given by its logarithm, by the trapezoidal rule on the whole
 * line of y = logit p, which converges exponentially for such integrands (Trefethen & Weideman 2014).
 *
 * The step is set by the curvature at the mode of p^a (1 - p)^b F(p); the sum runs outwards from there until the terms
 * are 1e-20 of the largest. Where a or b is small the tail is a pure geometric series beyond `resolution` (F
 * constant there) and is added in closed form. F must be smooth on the scale of y (functions of p such as
 * (1 + p c)^-R are), with F(p) = F(0) to rounding for p < 1e-17/resolution and F(p) = F(1) likewise for 1 - p.
 * Relative error below 1e-12 for a, b in [0.05, 1e10].
 */
export function logBetaAverage(
  a: number,
  b: number,
  logF: (p: number) => number,
  resolution: number,
): number {
  const edge = Math.log(1e17 * Math.max(1, a, b, resolution));
  const logWeight = (y: number): number =>
    y < 0 ? a * y - (a + b) * Math.log1p(Math.exp(y)) : -b * y - (a + b) * Math.log1p(Math.exp(-y));
  const full = (y: number): number => logWeight(y) + logF(1 / (1 + Math.exp(-y)));
  const centre = Math.max(-edge, Math.min(edge, Math.log(a / b)));
  const numerator = lineSum(full, modeOf(full, -edge, edge), edge, a, b);
  const denominator = lineSum(logWeight, centre, edge, a, b);
  return numerator - denominator;
}

/** ln of the integral of e^g over the whole line by the trapezoidal rule around the mode. */
function lineSum(g: (y: number) => number, mode: number, edge: number, a: number, b: number): number {
  const top = g(mode);
  const step = stepAt(g, mode);
  let sum = 1;
  for (const direction of [-1, 1]) {
    const decay = direction < 0 ? a : b;
    for (let i = 1; ; i++) {
      const y = mode + direction * i * step;
      const term = Math.exp(g(y) - top);
      if (direction * y > edge) {
        sum += term / -Math.expm1(-decay * step);
        break;
      }
      sum += term;
      if (term < 1e-20) break;
    }
  }
  return top + Math.log(sum * step);
}

/** A step that resolves the peak: 0.6 of its standard deviation, 0.25 at most. */
function stepAt(g: (y: number) => number, mode: number): number {
  let width = 0.25;
  for (let round = 0; round < 60; round++) {
    const drop = g(mode) - 0.5 * (g(mode - width) + g(mode + width));
    if (drop < 0.6) break;
    width *= 0.5;
  }
  return Math.min(0.25, width * 0.6);
}

/** Golden-section search of a function with one mode. */
function modeOf(g: (y: number) => number, low: number, high: number): number {
  let from = low;
  let to = high;
  let left = to - GOLDEN * (to - from);
  let right = from + GOLDEN * (to - from);
  let atLeft = g(left);
  let atRight = g(right);
  for (let round = 0; round < 200 && to - from > 1e-7; round++) {
    if (atLeft >= atRight) {
      to = right;
      right = left;
      atRight = atLeft;
      left = to - GOLDEN * (to - from);
      atLeft = g(left);
    } else {
      from = left;
      left = right;
      atLeft = atRight;
      right = from + GOLDEN * (to - from);
      atRight = g(right);
    }
  }
  return 0.5 * (from + to);
}

const GOLDEN = 0.6180339887498949;
