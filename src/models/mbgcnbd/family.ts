import { type Family, HUGE, type Limit } from '../fit/family.js';
import { frequencyFamily, frequencyPredictions } from '../fit/frequency-family.js';
import type { Groups } from '../groups.js';
import { stagedLikelihood } from './likelihood.js';
import { cnbdModel, mbgcnbdModel } from './model.js';

/** How MBG/CNBD-k is fitted at a given k, beside CNBD-k at the same k. */
export function mbgcnbdFamily(k: number): Family<Groups> {
  const positive = (name: string, unitPower: number) => ({ name, unitPower, kind: 'positive' }) as const;
  const noDropout: Limit<Groups> = {
    name: `no dropout (CNBD-${k})`,
    model: 'cnbd',
    names: cnbdModel.names,
    unitPowers: cnbdModel.timePowers,
    fixed: { k },
    base: [0, 0],
    map: [
      [1, 0],
      [0, 1],
    ],
    free: [positive('r', 0), positive('alpha', 1)],
    likelihood: (groups) => stagedLikelihood(groups, k, false),
    project: ([r, alpha]) => [r!, alpha!],
    predictions: frequencyPredictions(cnbdModel, { k }),
  };
  const oneDropout: Limit<Groups> = {
    name: 'one dropout probability for all',
    model: 'mbgcnbd',
    names: mbgcnbdModel.names,
    unitPowers: mbgcnbdModel.timePowers,
    fixed: { k },
    base: [0, 0, Math.log(HUGE), Math.log(HUGE)],
    map: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ],
    free: [positive('r', 0), positive('alpha', 1), { name: 'p', unitPower: 0, kind: 'odds' }],
    likelihood: (groups) => stagedLikelihood(groups, k, true),
    project: ([r, alpha, a, b]) => [r!, alpha!, a! - b!],
    predictions: frequencyPredictions(mbgcnbdModel, { k }),
  };
  const family = frequencyFamily({
    model: mbgcnbdModel,
    likelihood: (groups) => stagedLikelihood(groups, k, true),
    dropoutStart: (random) => [0.7 * random.normal(), 1 + 0.7 * random.normal()],
    limits: [noDropout, oneDropout],
    nested: noDropout.name,
    fixed: { k },
  });
  // r and alpha are of the stage rate, k times the purchase rate.
  return {
    ...family,
    start: (groups, random) => family.start(groups, random).map((v, i) => (i === 1 ? v - Math.log(k) : v)),
  };
}
