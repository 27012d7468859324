import { logistic } from '../../numeric/log-sum.js';
import type { FrequencyModel } from '../frequency-model.js';
import { paretoFuture } from './future.js';
import { paretoLogDeadOdds, paretoLogLikelihood } from './history-terms.js';
import type { ParetoParameters } from './parameters.js';

/** Pareto/NBD: Schmittlein, Morrison & Colombo 1987. A customer can drop out at any time. */
export const paretonbdModel: FrequencyModel<ParetoParameters> = {
  name: 'paretonbd',
  names: ['r', 'alpha', 's', 'beta'],
  timePowers: [0, 1, 0, 1],
  logLikelihood: paretoLogLikelihood,
  pAlive: (parameters, history) => logistic(-paretoLogDeadOdds(parameters, history)),
  future: ({ r, alpha, s, beta }, { x, T }) => paretoFuture(r + x, alpha + T, s, beta + T),
  pAliveNew: () => 1,
  futureNew: ({ r, alpha, s, beta }) => paretoFuture(r, alpha, s, beta),
};
