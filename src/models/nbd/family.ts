import { type Family, HUGE, type Limit } from '../fit/family.js';
import { frequencyFamily, frequencyPredictions } from '../fit/frequency-family.js';
import type { Groups } from '../groups.js';
import { nbdLikelihood } from './likelihood.js';
import { nbdModel } from './model.js';

/** One purchase rate for all and no dropout: r, alpha -> infinity with r/alpha = lambda. */
export const poissonLimit: Limit<Groups> = {
  name: 'one purchase rate for all, no dropout (Poisson)',
  model: 'nbd',
  names: nbdModel.names,
  unitPowers: nbdModel.timePowers,
  base: [Math.log(HUGE), Math.log(HUGE)],
  map: [[0], [-1]],
  free: [{ name: 'lambda', unitPower: -1, kind: 'positive' }],
  likelihood: nbdLikelihood,
  project: ([r, alpha]) => [r! - alpha!],
  predictions: frequencyPredictions(nbdModel),
};

/** No dropout: the NBD as the limit of a model with dropout whose first two parameters are r and alpha. */
export const noDropoutLimit: Limit<Groups> = {
  name: 'no dropout (NBD)',
  model: 'nbd',
  names: nbdModel.names,
  unitPowers: nbdModel.timePowers,
  base: [0, 0],
  map: [
    [1, 0],
    [0, 1],
  ],
  free: [
    { name: 'r', unitPower: 0, kind: 'positive' },
    { name: 'alpha', unitPower: 1, kind: 'positive' },
  ],
  likelihood: nbdLikelihood,
  project: ([r, alpha]) => [r!, alpha!],
  predictions: frequencyPredictions(nbdModel),
};

export const nbdFamily: Family<Groups> = frequencyFamily({
  model: nbdModel,
  likelihood: nbdLikelihood,
  dropoutStart: () => [],
  limits: [poissonLimit],
  nested: null,
});
