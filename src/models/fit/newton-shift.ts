import { symmetricInverse } from '../../numeric/symmetric-inverse.js';
import { onLogScale } from '../likelihood/derivatives.js';
import type { Family } from './family.js';

/**
 * One Newton step from given parameters towards the optimum of the data: the change of the logarithms, and their standard
 * errors there. Where the parameters come from an approximation of the data this is the approximation's bias.
 */
export function newtonShift<D>(
  family: Family<D>,
  data: D,
  parameters: Readonly<Record<string, number>>,
): { readonly SHIFT: readonly number[]; readonly ERRORS: readonly number[] } {
  const n = family.names.length;
  const logs = family.names.map((name) => Math.log(parameters[name]!));
  const { gradient, hessian } = onLogScale(family.likelihood(data))(logs);
  const covariance = symmetricInverse(
    hessian.map((h) => -h),
    n,
  );
  const SHIFT = logs.map((_, i) =>
    gradient.reduce((sum, slope, j) => sum + covariance[i * n + j]! * slope, 0),
  );
  return { SHIFT, ERRORS: logs.map((_, i) => Math.sqrt(covariance[i * n + i]!)) };
}
