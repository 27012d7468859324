import { logRising } from '../../numeric/log-beta.js';
import { logGamma } from '../../numeric/log-gamma.js';
import { logSumExp } from '../../numeric/log-sum.js';
import type { History } from '../history.js';
import type { CnbdParameters, MbgcnbdParameters } from './parameters.js';

/**
 * ln of each Alive_j, j = 0 … k - 1 stages since the last purchase (Platzer & Reutterer 2016, with the exact sum over
 * the stage): Gamma(r + kx + j)/j! * w^j * (alpha + T)^-(r+kx+j), w = T - t_x, over Gamma(r + kx)/alpha^(r+kx).
 */
export function logStages({ k, r, alpha }: CnbdParameters, { x, t_x, T }: History): number[] {
  const R = r + k * x;
  const start = -R * Math.log1p(T / alpha);
  const w = T - t_x;
  return Array.from({ length: k }, (_, j) =>
    j === 0 ? start : start + logRising(R, j) - logGamma(j + 1) + j * Math.log(w / (alpha + T)),
  );
}

/** ln P(alive)/P(dead) parts: ln of the dead term over what logStages leaves out, a/(b + x) (1 + t_x/alpha)^-(r+kx). */
function logDead({ k, r, alpha, a, b }: MbgcnbdParameters, { x, t_x }: History): number {
  return Math.log(a / (b + x)) - (r + k * x) * Math.log1p(t_x / alpha);
}

/**
 * ln of one customer's likelihood without its gaps: the full density has + (k - 1) * sum of ln gap, which does not
 * depend on the other parameters. Where `logGaps` (that sum over the x gaps) is given it is added.
 */
export function mbgcnbdLogLikelihood(P: MbgcnbdParameters, history: History & { logGaps?: number }): number {
  const { a, b } = P;
  const { x } = history;
  const chances = logRising(b, x + 1) - logRising(a + b, x + 1);
  return shared(P, history) + chances + logSumExp([...logStages(P, history), logDead(P, history)]);
}

export function cnbdLogLikelihood(P: CnbdParameters, history: History & { logGaps?: number }): number {
  return shared(P, history) + logSumExp(logStages(P, history));
}

/** Gamma(r + kx)/Gamma(r) alpha^-kx Gamma(k)^-x and the gaps. */
function shared({ k, r, alpha }: CnbdParameters, { x, logGaps = 0 }: History & { logGaps?: number }): number {
  return logRising(r, k * x) - k * x * Math.log(alpha) - x * logGamma(k) + (k - 1) * logGaps;
}

export function mbgcnbdAlive(P: MbgcnbdParameters, history: History): number {
  const alive = logSumExp(logStages(P, history));
  return 1 / (1 + Math.exp(logDead(P, history) - alive));
}

/** P(stage j | alive): Alive_j over their sum. */
export function stageShares(P: CnbdParameters, history: History): number[] {
  const logs = logStages(P, history);
  const total = logSumExp(logs);
  return logs.map((log) => Math.exp(log - total));
}
