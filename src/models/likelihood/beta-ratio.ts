import { digammaRise } from '../../numeric/digamma.js';
import { logRising } from '../../numeric/log-beta.js';
import { trigammaFall } from '../../numeric/trigamma.js';

/** ln B(a + i, b + j)/B(a, b): probability of i hits and j misses in a given order, p ~ Beta(a, b). */
export function logBetaRatio(a: number, b: number, i: number, j: number): number {
  return logRising(a, i) + logRising(b, j) - logRising(a + b, i + j);
}

/**
 * The same with first and second derivatives in a and b, added to a term's gradient and Hessian (n parameters) at the
 * positions `at` and `at + 1`.
 */
export function addLogBetaRatio(
  gradient: Float64Array,
  hessian: Float64Array,
  at: number,
  a: number,
  b: number,
  i: number,
  j: number,
): number {
  const n = gradient.length;
  const both = digammaRise(a + b, i + j);
  const bothSlope = trigammaFall(a + b, i + j);
  gradient[at] = gradient[at]! + digammaRise(a, i) - both;
  gradient[at + 1] = gradient[at + 1]! + digammaRise(b, j) - both;
  const first = at * n + at;
  const second = (at + 1) * n + at + 1;
  hessian[first] = hessian[first]! + bothSlope - trigammaFall(a, i);
  hessian[second] = hessian[second]! + bothSlope - trigammaFall(b, j);
  hessian[first + 1] = hessian[first + 1]! + bothSlope;
  hessian[second - 1] = hessian[second - 1]! + bothSlope;
  return logBetaRatio(a, b, i, j);
}
