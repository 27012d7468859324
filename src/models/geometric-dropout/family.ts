import { type Family, HUGE, type Limit, type LimitCoordinate } from '../fit/family.js';
import { frequencyFamily, frequencyPredictions } from '../fit/frequency-family.js';
import type { FrequencyModel } from '../frequency-model.js';
import type { Groups } from '../groups.js';
import { noDropoutLimit, poissonLimit } from '../nbd/family.js';
import { geometricLikelihood } from './likelihood.js';
import { geometricValue } from './likelihood-value.js';
import type { FirstPurchase, GeometricParameters } from './parameters.js';

/** How BG/NBD (first = 0) and MBG/NBD (first = 1) are fitted, with the models at the edges of their parameters. */
export function geometricFamily(
  model: FrequencyModel<GeometricParameters>,
  first: FirstPurchase,
): Family<Groups> {
  const edge = {
    model: model.name,
    names: model.names,
    unitPowers: model.timePowers,
    likelihood: (groups: Groups) => geometricLikelihood(groups, first),
    predictions: frequencyPredictions(model),
  };
  return frequencyFamily({
    model,
    likelihood: edge.likelihood,
    value: (groups) => geometricValue(groups, first),
    dropoutStart: (random) => [0.7 * random.normal(), 1 + 0.7 * random.normal()],
    limits: [
      poissonLimit,
      noDropoutLimit,
      { ...edge, ...oneRateOneDropout },
      { ...edge, ...oneDropout },
      { ...edge, ...oneRate },
    ],
    nested: noDropoutLimit.name,
  });
}

type Edge = Pick<Limit<Groups>, 'name' | 'base' | 'map' | 'free' | 'project'>;

const LOG_HUGE = Math.log(HUGE);
const lambda: LimitCoordinate = { name: 'lambda', unitPower: -1, kind: 'positive' };
const dropout: LimitCoordinate = { name: 'p', unitPower: 0, kind: 'odds' };

/** a, b -> infinity with a/b = p/(1 - p). */
const oneDropout: Edge = {
  name: 'one dropout probability for all',
  base: [0, 0, LOG_HUGE, LOG_HUGE],
  map: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0, 0, 0],
  ],
  free: [
    { name: 'r', unitPower: 0, kind: 'positive' },
    { name: 'alpha', unitPower: 1, kind: 'positive' },
    dropout,
  ],
  project: ([r, alpha, a, b]) => [r!, alpha!, a! - b!],
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
    { name: 'a', unitPower: 0, kind: 'positive' },
    { name: 'b', unitPower: 0, kind: 'positive' },
  ],
  project: ([r, alpha, a, b]) => [r! - alpha!, a!, b!],
};

const oneRateOneDropout: Edge = {
  name: 'one purchase rate and one dropout probability for all',
  base: [LOG_HUGE, LOG_HUGE, LOG_HUGE, LOG_HUGE],
  map: [
    [0, 0],
    [-1, 0],
    [0, 1],
    [0, 0],
  ],
  free: [lambda, dropout],
  project: ([r, alpha, a, b]) => [r! - alpha!, a! - b!],
};
