import { checkParameters } from '../history.js';
import {
  GAMMA_GAMMA_NAMES,
  type GammaGammaParameters,
  gammaGammaExpectedSpend,
  gammaGammaLogLikelihood,
  type SpendHistory,
} from './model.js';

export const gammagamma = {
  logLikelihood(parameters: GammaGammaParameters, history: SpendHistory): number {
    check(parameters, history);
    return gammaGammaLogLikelihood(parameters, history);
  },
  expectedSpend(parameters: GammaGammaParameters, history: SpendHistory): number {
    check(parameters, history);
    return gammaGammaExpectedSpend(parameters, history);
  },
};

function check(parameters: GammaGammaParameters, { x, meanSpend }: SpendHistory): void {
  checkParameters(parameters, GAMMA_GAMMA_NAMES);
  if (!Number.isInteger(x) || x < 0) throw new RangeError(`invalid x: ${x}`);
  if (x > 0 && !(meanSpend > 0 && meanSpend < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`invalid meanSpend: ${meanSpend}`);
  }
}
