import { logistic } from '../../numeric/log-sum.js';
import type { FrequencyModel } from '../frequency-model.js';
import { geometricFuture } from '../geometric-dropout/future.js';
import { geometricLogLikelihood, logDeadOdds } from '../geometric-dropout/history-terms.js';
import { GEOMETRIC_NAMES, type GeometricParameters } from '../geometric-dropout/parameters.js';

export type BgnbdParameters = GeometricParameters;

/** BG/NBD: Fader, Hardie & Lee 2005. A customer can drop out after each repeat purchase. */
export const bgnbdModel: FrequencyModel<BgnbdParameters> = {
  name: 'bgnbd',
  names: GEOMETRIC_NAMES,
  timePowers: [0, 1, 0, 0],
  logLikelihood: (parameters, history) => geometricLogLikelihood(parameters, history, 0),
  pAlive: (parameters, history) => logistic(-logDeadOdds(parameters, history, 0)),
  future: ({ r, alpha, a, b }, { x, T }) => geometricFuture(r + x, alpha + T, a, b + x),
  pAliveNew: () => 1,
  futureNew: ({ r, alpha, a, b }) => geometricFuture(r, alpha, a, b),
};
