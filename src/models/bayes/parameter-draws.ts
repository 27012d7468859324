import { seededRandom } from '../../numeric/seeded.js';
import { symmetricEigen } from '../../numeric/symmetric-eigen.js';
import type { Fit } from '../fit/fit-record.js';

/**
 * Draws of the predictor's parameters that carry the fit's uncertainty: normal on the logarithms with the fit's covariance.
 * A parameter that is gone at a limit does not vary. Throws for a fit without a predictor.
 */
export function parameterDraws(
  fit: Pick<Fit<unknown>, 'predictor' | 'logCovariance'>,
  count: number,
  seed = 1,
): Record<string, number>[] {
  const { predictor, logCovariance } = fit;
  if (!predictor || !logCovariance) throw new RangeError('invalid fit: it has no parameters');
  const { names, values } = logCovariance;
  const n = names.length;
  const { values: variances, vectors } = symmetricEigen(values.flat(), n);
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const z = variances.map((variance) => Math.sqrt(Math.max(variance, 0)) * random.normal());
    const draw = names.map((name, i) => {
      const shift = z.reduce((sum, v, j) => sum + vectors[i * n + j]! * v, 0);
      return [name, predictor.parameters[name]! * Math.exp(shift)] as const;
    });
    return { ...predictor.parameters, ...Object.fromEntries(draw) };
  });
}
