import { logistic } from '../../numeric/log-sum.js';
import type { FrequencyModel } from '../frequency-model.js';
import { geometricFuture } from '../geometric-dropout/future.js';
import { geometricLogLikelihood, logDeadOdds } from '../geometric-dropout/history-terms.js';
import { GEOMETRIC_NAMES, type GeometricParameters } from '../geometric-dropout/parameters.js';

export type MbgnbdParameters = GeometricParameters;

/** MBG/NBD: Batislam, Denizel & Filiztekin 2007. A customer can drop out after each purchase, the first included. */
export const mbgnbdModel: FrequencyModel<MbgnbdParameters> = {
  name: 'mbgnbd',
  names: GEOMETRIC_NAMES,
  timePowers: [0, 1, 0, 0],
  logLikelihood: (parameters, history) => geometricLogLikelihood(parameters, history, 1),
  pAlive: (parameters, history) => logistic(-logDeadOdds(parameters, history, 1)),
  future: ({ r, alpha, a, b }, { x, T }) => geometricFuture(r + x, alpha + T, a, b + x + 1),
  pAliveNew: ({ a, b }) => b / (a + b),
  futureNew: ({ r, alpha, a, b }) => geometricFuture(r, alpha, a, b + 1),
};
