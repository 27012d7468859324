import type { SeededRandom } from '../../numeric/seeded.js';
import { type Bootstrap, type BootstrapOptions, bootstrap } from '../bayes/bootstrap.js';
import { type AnyFitOptions, type FitResult, fitBy } from '../fit/fit-by.js';
import { checkParameters } from '../history.js';
import { gammaGammaFamily } from './family.js';
import {
  GAMMA_GAMMA_NAMES,
  type GammaGammaParameters,
  gammaGammaExpectedSpend,
  gammaGammaLogLikelihood,
  type SpendHistory,
} from './model.js';
import { sampleSpends } from './sample.js';
import { groupSpends, type SpendColumns, type SpendGroups } from './spend-groups.js';

/** Gamma-Gamma: the spend of a purchase; predictions of given parameters, and their fit. */
export const gammagamma = {
  /** ln of the density of one customer's mean spend; 0 for x = 0. */
  logLikelihood(parameters: GammaGammaParameters, history: SpendHistory): number {
    check(parameters, history);
    return gammaGammaLogLikelihood(parameters, history);
  },
  /** Expected spend of a purchase to come; Infinity where it has no finite mean (p x + q <= 1). */
  expectedSpend(parameters: GammaGammaParameters, history: SpendHistory): number {
    check(parameters, history);
    return gammaGammaExpectedSpend(parameters, history);
  },
  /** Fit of mean spends in columns; rows with X = 0 are left out. */
  fit(columns: SpendColumns, options: Omit<AnyFitOptions, 'timeUnit'> = {}): FitResult<GammaGammaParameters> {
    return fitBy<SpendGroups, GammaGammaParameters>(gammaGammaFamily, groupSpends(columns), options, null);
  },
  bootstrap(columns: SpendColumns, parameters: GammaGammaParameters, options?: BootstrapOptions): Bootstrap {
    return bootstrap(gammaGammaFamily, groupSpends(columns), { ...parameters }, options);
  },
  /** Spends of `count` purchases to come of one customer, drawn from the predictive distribution. */
  sampleSpends(
    parameters: GammaGammaParameters,
    history: SpendHistory,
    count: number,
    random: SeededRandom,
  ): number[] {
    check(parameters, history);
    return sampleSpends(parameters, history, count, random);
  },
};

function check(parameters: GammaGammaParameters, { x, meanSpend }: SpendHistory): void {
  checkParameters(parameters, GAMMA_GAMMA_NAMES);
  if (!Number.isInteger(x) || x < 0) throw new RangeError(`invalid x: ${x}`);
  if (x > 0 && !(meanSpend > 0 && meanSpend < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`invalid meanSpend: ${meanSpend}`);
  }
}
