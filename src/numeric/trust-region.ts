import { symmetricEigen } from './symmetric-eigen.js';

/** A function's value with its first and second derivatives at one point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Row-major, symmetric. */
  readonly hessian: Float64Array;
}

export interface MaximumOptions {
  /** Box around the search, each coordinate. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** The value is a sum over this many units; gradients are judged per unit. */
  readonly scale: number;
  /** Stop when max|gradient|/scale is below this and the Newton decrement is below 1e-9. */
  readonly gradientTolerance?: number;
  readonly maxIterations?: number;
}

export interface Maximum {
  readonly point: Float64Array;
  readonly evaluation: Evaluation;
  readonly iterations: number;
  readonly evaluations: number;
  readonly converged: boolean;
}

/**
 * Maximum of a smooth function by Newton steps in a trust region with exact second derivatives.
 *
 * The subproblem is solved exactly in the eigenbasis of the Hessian (More & Sorensen 1983), so saddles and ridges
 * are left along the curvature they have. Where the predicted gain is below what the value can resolve, a step is
 * accepted when the gradient does not grow, so that convergence does not stall at the rounding of the sum.
 * A point outside the box is clamped to it; a value that is not finite shrinks the region.
 */
export function maximise(
  f: (point: Float64Array) => Evaluation,
  start: ArrayLike<number>,
  options: MaximumOptions,
): Maximum {
  const { lower, upper, scale, gradientTolerance = 1e-10, maxIterations = 200 } = options;
  let point = Float64Array.from(start, (v, i) => Math.min(upper[i]!, Math.max(lower[i]!, v)));
  let here = f(point);
  let evaluations = 1;
  let radius = 1;
  let iterations = 0;
  for (; iterations < maxIterations; iterations++) {
    const free = freeDirections(point, here.gradient, lower, upper);
    const step = trustStep(here, free, radius);
    if (largest(here.gradient, free) <= gradientTolerance * scale && step.gain < 1e-9) {
      return { point, evaluation: here, iterations, evaluations, converged: true };
    }
    const next = point.map((v, i) => Math.min(upper[i]!, Math.max(lower[i]!, v + step.move[i]!)));
    const there = f(next);
    evaluations += 1;
    const resolution = 1e-12 * Math.max(1, Math.abs(here.value));
    const accepted =
      step.gain > 10 * resolution
        ? there.value - here.value > 1e-4 * step.gain
        : largest(there.gradient, free) < largest(here.gradient, free);
    if (!isUsable(there) || !accepted) {
      radius = 0.25 * Math.min(radius, step.length);
      if (radius < 1e-14) break;
      continue;
    }
    const ratio = (there.value - here.value) / step.gain;
    if (ratio > 0.75 && step.length > 0.8 * radius) radius = Math.min(4, 2 * radius);
    else if (ratio < 0.25 && step.gain > 10 * resolution) radius = 0.5 * step.length;
    point = next;
    here = there;
  }
  return { point, evaluation: here, iterations, evaluations, converged: false };
}

function isUsable(evaluation: Evaluation): boolean {
  return Number.isFinite(evaluation.value) && evaluation.gradient.every(Number.isFinite);
}

/** Coordinates that are not held at a bound by the gradient. */
function freeDirections(
  point: Float64Array,
  gradient: Float64Array,
  lower: readonly number[],
  upper: readonly number[],
): boolean[] {
  return Array.from(
    point,
    (v, i) => !((v <= lower[i]! && gradient[i]! < 0) || (v >= upper[i]! && gradient[i]! > 0)),
  );
}

function largest(gradient: Float64Array, free: readonly boolean[]): number {
  let top = 0;
  for (let i = 0; i < gradient.length; i++) if (free[i]) top = Math.max(top, Math.abs(gradient[i]!));
  return top;
}

interface Step {
  readonly move: Float64Array;
  readonly length: number;
  /** Predicted rise of the quadratic model. */
  readonly gain: number;
}

function trustStep(here: Evaluation, free: readonly boolean[], radius: number): Step {
  const n = here.gradient.length;
  const curvature = here.hessian.map((h, k) => {
    const i = Math.floor(k / n);
    const j = k % n;
    return free[i] && free[j] ? -h : i === j ? 1 : 0;
  });
  const { values, vectors } = symmetricEigen(curvature, n);
  const slope = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) if (free[i]) slope[j] = slope[j]! + vectors[i * n + j]! * here.gradient[i]!;
  }
  const shift = trustShift(values, slope, radius);
  const move = new Float64Array(n);
  let gain = 0;
  let square = 0;
  for (let j = 0; j < n; j++) {
    const along = slope[j]! / (values[j]! + shift);
    gain += along * slope[j]! - 0.5 * values[j]! * along * along;
    square += along * along;
    for (let i = 0; i < n; i++) if (free[i]) move[i] = move[i]! + vectors[i * n + j]! * along;
  }
  return { move, length: Math.sqrt(square), gain };
}

/** Smallest shift >= 0 that makes the model concave and its step no longer than the radius, by bisection in logs. */
function trustShift(values: Float64Array, slope: Float64Array, radius: number): number {
  const size = Math.max(1e-300, ...values.map(Math.abs), ...slope.map(Math.abs));
  const least = values[0]! > 1e-14 * size ? 0 : -values[0]! + 1e-14 * size;
  const length = (shift: number): number =>
    Math.sqrt(values.reduce((sum, value, j) => sum + (slope[j]! / (value + shift)) ** 2, 0));
  if (length(least) <= radius) return least;
  let low = least;
  let high = least + size / radius + size;
  while (length(high) > radius) high *= 4;
  for (let round = 0; round < 60; round++) {
    const middle = low > 0 && high / low > 4 ? Math.sqrt(low * high) : 0.5 * (low + high);
    if (length(middle) > radius) low = middle;
    else high = middle;
    if (high - low <= 1e-6 * high) break;
  }
  return high;
}
