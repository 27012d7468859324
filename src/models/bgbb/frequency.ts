import type { FrequencyModel } from '../frequency-model.js';
import type { History } from '../history.js';
import { bgbbFuture, bgbbNext } from './future.js';
import {
  BGBB_NAMES,
  type BgbbParameters,
  bgbbAliveNow,
  bgbbLogLikelihood,
  bgbbPosterior,
  type OpportunityHistory,
} from './model.js';

/** BG/BB as a model of purchase times: time counts opportunities, T is how many there were. */
export const bgbbFrequencyModel: FrequencyModel<BgbbParameters> = {
  name: 'bgbb',
  names: BGBB_NAMES,
  timePowers: [0, 0, 0, 0],
  isDiscrete: true,
  logLikelihood: (P, history) => bgbbLogLikelihood(P, opportunities(history)),
  pAlive: (P, history) => {
    const past = opportunities(history);
    return bgbbAliveNow(P, past) * bgbbNext(bgbbPosterior(P, past));
  },
  future: (P, history) => bgbbFuture(bgbbPosterior(P, opportunities(history))),
  pAliveNew: bgbbNext,
  futureNew: bgbbFuture,
};

function opportunities({ x, t_x, T }: History): OpportunityHistory {
  return { x, t_x, n: T };
}
