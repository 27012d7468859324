/**
 * `clv-audit/models`: buy-till-you-die models for programs. Pure functions of numbers; nothing is read or written.
 *
 * @example
 * import { bgnbd, gammagamma } from 'clv-audit/models';
 * const fit = bgnbd.fit({ X, T_X, T });
 * if (fit.parameters) bgnbd.expectedPurchases(fit.parameters, { x: 2, t_x: 30.43, T: 38.86 }, 39);
 */
export type { Note } from '../common/result.js';
export { type SeededRandom, seededRandom } from '../numeric/seeded.js';
export type { Bootstrap, BootstrapOptions } from './bayes/bootstrap.js';
export { bootstrap } from './bayes/bootstrap.js';
export type { PosteriorDraws } from './bayes/mcmc.js';
export { parameterDraws } from './bayes/parameter-draws.js';
export { DEFAULT_PRIORS, type Prior } from './bayes/priors.js';
export { bgbb } from './bgbb/index.js';
export type { BgbbParameters, OpportunityHistory } from './bgbb/model.js';
export { bgnbd } from './bgnbd/index.js';
export type { BgnbdParameters } from './bgnbd/model.js';
export {
  type ClvCustomer,
  type ClvDistribution,
  type ClvDraw,
  type ClvSettings,
  clvDistribution,
} from './clv/clv-distribution.js';
export {
  type CountTable,
  countTable,
  tableQuantile,
  totalSpendCdf,
  totalSpendQuantile,
} from './clv/total-spend.js';
export { totalSpendTable } from './clv/total-spend-table.js';
export { type Candidate, type Choice, chooseModel } from './compare/choose-model.js';
export { logScore, type PairedDifference, pairedDifference } from './compare/log-score.js';
export { type Discounting, discounted } from './discounting.js';
export { type AnyFitOptions, type FitResult, fitBy } from './fit/fit-by.js';
export type {
  Certificate,
  Fit,
  FitMethod,
  LimitFit,
  LogCovariance,
  Outcome,
  Predictor,
  TimeUnit,
} from './fit/fit-record.js';
export type { FrequencyApi } from './frequency-api.js';
export type { FrequencyModel } from './frequency-model.js';
export type { Future } from './future.js';
export { gammaGammaFamily } from './gammagamma/family.js';
export { gammagamma } from './gammagamma/index.js';
export type { GammaGammaParameters, SpendHistory } from './gammagamma/model.js';
export { groupSpends, type SpendColumns, type SpendGroups } from './gammagamma/spend-groups.js';
export { type Groups, groupHistories } from './groups.js';
export type { History, HistoryColumns } from './history.js';
export { cnbd, mbgcnbd, type StagedColumns, type StagedFit } from './mbgcnbd/index.js';
export type { CnbdParameters, MbgcnbdParameters } from './mbgcnbd/parameters.js';
export { mbgnbd } from './mbgnbd/index.js';
export type { MbgnbdParameters } from './mbgnbd/model.js';
export { nbd } from './nbd/index.js';
export type { NbdParameters } from './nbd/model.js';
export { paretonbd } from './paretonbd/index.js';
export type { ParetoParameters } from './paretonbd/parameters.js';
export { countQuantile, nextPurchase, type Predictions } from './predict.js';
export { frequencyFamilies, frequencyModel, predictionsFor } from './registry.js';
export { sbg } from './sbg/index.js';
export type { SbgParameters } from './sbg/model.js';
