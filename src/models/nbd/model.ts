import { logRising } from '../../numeric/log-beta.js';
import type { FrequencyModel } from '../frequency-model.js';
import { nbdFuture } from './future.js';

/** Purchase rate lambda ~ Gamma(r, rate alpha), no dropout; alpha has the unit of time. */
export interface NbdParameters {
  readonly r: number;
  readonly alpha: number;
}

/**
 * NBD (Ehrenberg 1959), the baseline without dropout. The likelihood is that of the purchase times,
 * Gamma(r + x)/Gamma(r) * alpha^r/(alpha + T)^(r + x): without T^x/x!, so that it compares with the other models.
 */
export const nbdModel: FrequencyModel<NbdParameters> = {
  name: 'nbd',
  names: ['r', 'alpha'],
  timePowers: [0, 1],
  logLikelihood: ({ r, alpha }, { x, T }) =>
    logRising(r, x) - x * Math.log(alpha) - (r + x) * Math.log1p(T / alpha),
  pAlive: () => 1,
  future: ({ r, alpha }, { x, T }) => nbdFuture(r + x, alpha + T),
  pAliveNew: () => 1,
  futureNew: ({ r, alpha }) => nbdFuture(r, alpha),
};
