import type { FrequencyModel } from '../frequency-model.js';
import { stagedFuture } from './future.js';
import { cnbdLogLikelihood, mbgcnbdAlive, mbgcnbdLogLikelihood, stageShares } from './history-terms.js';
import { type CnbdParameters, checkStages, type MbgcnbdParameters } from './parameters.js';

/** MBG/CNBD-k: Platzer & Reutterer 2016, with the exact conditional expectation; a score depends on nobody else. */
export const mbgcnbdModel: FrequencyModel<MbgcnbdParameters> = {
  name: 'mbgcnbd',
  names: ['r', 'alpha', 'a', 'b'],
  timePowers: [0, 1, 0, 0],
  checkFixed: checkStages,
  logLikelihood: mbgcnbdLogLikelihood,
  pAlive: mbgcnbdAlive,
  future: (P, history) =>
    stagedFuture(
      P.k,
      P.alpha + history.T,
      stageShares(P, history).map((share, j) => ({ share, j, R: P.r + P.k * history.x + j })),
      { a: P.a, b: P.b + history.x + 1 },
    ),
  states: {
    count: ({ k }) => k,
    chances: (P, history) => {
      const alive = mbgcnbdAlive(P, history);
      return stageShares(P, history).map((share) => alive * share);
    },
    future: ({ k, r, alpha, a, b }, x, T, j) =>
      stagedFuture(k, alpha + T, [{ share: 1, j, R: r + k * x + j }], { a, b: b + x + 1 }),
  },
  pAliveNew: ({ a, b }) => b / (a + b),
  futureNew: ({ k, r, alpha, a, b }) => stagedFuture(k, alpha, [{ share: 1, j: 0, R: r }], { a, b: b + 1 }),
};

/** CNBD-k: regular buying without dropout (Chatfield & Goodhardt 1973 for k = 2). */
export const cnbdModel: FrequencyModel<CnbdParameters> = {
  name: 'cnbd',
  names: ['r', 'alpha'],
  timePowers: [0, 1],
  checkFixed: checkStages,
  logLikelihood: cnbdLogLikelihood,
  pAlive: () => 1,
  future: (P, history) =>
    stagedFuture(
      P.k,
      P.alpha + history.T,
      stageShares(P, history).map((share, j) => ({ share, j, R: P.r + P.k * history.x + j })),
      null,
    ),
  states: {
    count: ({ k }) => k,
    chances: stageShares,
    future: ({ k, r, alpha }, x, T, j) =>
      stagedFuture(k, alpha + T, [{ share: 1, j, R: r + k * x + j }], null),
  },
  pAliveNew: () => 1,
  futureNew: ({ k, r, alpha }) => stagedFuture(k, alpha, [{ share: 1, j: 0, R: r }], null),
};
