import { digammaRise } from '../../numeric/digamma.js';
import { logRising } from '../../numeric/log-beta.js';
import { trigammaFall } from '../../numeric/trigamma.js';
import type { DerivativeSum } from './derivatives.js';

/**
 * Adds n times ln Gamma(r + x)/Gamma(r) - x ln alpha, what all customers with the same x share; r and alpha are
 * parameters 0 and 1.
 */
export function addRateTerms(sum: DerivativeSum, n: number, x: number, r: number, alpha: number): void {
  sum.addValue(n * (logRising(r, x) - x * Math.log(alpha)));
  sum.addGradient(0, n * digammaRise(r, x));
  sum.addGradient(1, (-n * x) / alpha);
  sum.addHessian(0, 0, -n * trigammaFall(r, x));
  sum.addHessian(1, 1, (n * x) / (alpha * alpha));
}
