import { type Family, HUGE, type Limit, type LimitCoordinate } from '../fit/family.js';
import { frequencyFamily, frequencyPredictions } from '../fit/frequency-family.js';
import type { Groups } from '../groups.js';
import { noDropoutLimit, poissonLimit } from '../nbd/family.js';
import { paretoLikelihood } from './likelihood.js';
import { paretoValue } from './likelihood-value.js';
import { paretonbdModel } from './model.js';

type Edge = Pick<Limit<Groups>, 'name' | 'base' | 'map' | 'free' | 'project'>;

const LOG_HUGE = Math.log(HUGE);
const lambda: LimitCoordinate = { name: 'lambda', unitPower: -1, kind: 'positive' };
const mu: LimitCoordinate = { name: 'mu', unitPower: -1, kind: 'positive' };

/** s, beta -> infinity with s/beta = mu. */
const oneDropout: Edge = {
  name: 'one dropout rate for all',
  base: [0, 0, LOG_HUGE, LOG_HUGE],
  map: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
    [0, 0, -1],
  ],
  free: [
    { name: 'r', unitPower: 0, kind: 'positive' },
    { name: 'alpha', unitPower: 1, kind: 'positive' },
    mu,
  ],
  project: ([r, alpha, s, beta]) => [r!, alpha!, s! - beta!],
};

/** r, alpha -> infinity with r/alpha = lambda. */
const oneRate: Edge = {
  name: 'one purchase rate for all',
  base: [LOG_HUGE, LOG_HUGE, 0, 0],
  map: [
    [0, 0, 0],
    [-1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  free: [
    lambda,
    { name: 's', unitPower: 0, kind: 'positive' },
    { name: 'beta', unitPower: 1, kind: 'positive' },
  ],
  project: ([r, alpha, s, beta]) => [r! - alpha!, s!, beta!],
};

const oneRateOneDropout: Edge = {
  name: 'one purchase rate and one dropout rate for all',
  base: [LOG_HUGE, LOG_HUGE, LOG_HUGE, LOG_HUGE],
  map: [
    [0, 0],
    [-1, 0],
    [0, 0],
    [0, -1],
  ],
  free: [lambda, mu],
  project: ([r, alpha, s, beta]) => [r! - alpha!, s! - beta!],
};

const edge = {
  model: paretonbdModel.name,
  names: paretonbdModel.names,
  unitPowers: paretonbdModel.timePowers,
  likelihood: paretoLikelihood,
  predictions: frequencyPredictions(paretonbdModel),
};

export const paretonbdFamily: Family<Groups> = frequencyFamily({
  model: paretonbdModel,
  likelihood: paretoLikelihood,
  value: paretoValue,
  dropoutStart: (random) => [0.7 * random.normal(), Math.log(10) + 0.7 * random.normal()],
  limits: [
    poissonLimit,
    noDropoutLimit,
    { ...edge, ...oneRateOneDropout },
    { ...edge, ...oneDropout },
    { ...edge, ...oneRate },
  ],
  nested: noDropoutLimit.name,
});
