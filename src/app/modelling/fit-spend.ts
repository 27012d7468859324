import type { PosteriorDraws, RunTask } from '../../models/bayes/mcmc.js';
import { fitByRunning } from '../../models/fit/fit-by.js';
import { gammaGammaFamily } from '../../models/gammagamma/family.js';
import { groupSpends, type SpendGroups } from '../../models/gammagamma/spend-groups.js';
import { type WithinRow, withinSpread } from '../../models/gammagamma/within-spread.js';
import { normalQuantile } from '../../numeric/normal.js';
import type { SpendModel, WithinRecord } from '../../registry/model-record.js';
import type { FitData } from '../../score/fit-data.js';
import { chainsOn, type Threads } from './chain-threads.js';
import type { Priors } from './fit-models.js';
import { withoutDraws } from './fit-named.js';
import type { FitOptions } from './fit-options.js';

/** With fewer customers the interval says nothing. */
const LEAST_FOR_CORRELATION = 10;

/** A dispersion is failing when it is this many standard errors above 1, and by that much. */
const Z = normalQuantile(0.995);
const SIZE = 0.1;

/** Gamma-Gamma as it is fitted, before it is compared with single spends. */
export interface FittedSpend extends Pick<SpendModel, 'fit' | 'constant' | 'correlation'> {
  readonly posterior: PosteriorDraws | null;
}

/** Fits Gamma-Gamma, or takes the fit that was made `ahead`, and measures what it takes for granted. */
export async function fitSpend(
  data: FitData,
  options: FitOptions,
  priors: Priors,
  threads: Threads,
  rows: readonly WithinRow[] = [],
  ahead: FittedSpend | null = null,
): Promise<{ readonly spend: SpendModel; readonly posterior: PosteriorDraws | null }> {
  const { fit, constant, correlation, posterior } =
    ahead ?? (await fitSpends(data, options, priors, threads));
  const within = fit.predictor === null ? null : withinRecord(rows, fit.predictor.parameters.p!);
  const spend = {
    history: options.spendHistory,
    fit,
    constant,
    correlation,
    ...(within === null ? {} : { within }),
    leftOut: data.leftOut,
  };
  return { spend, posterior };
}

export async function fitSpends(
  { spends }: Pick<FitData, 'spends'>,
  { seed, method, draws }: FitOptions,
  { gammagamma }: Priors,
  threads: Threads,
): Promise<FittedSpend> {
  const groups = groupSpends(spends);
  const how = { seed, method, draws, ...(gammagamma ? { priors: gammagamma } : {}) };
  const { fit, posterior } = withoutDraws(
    await fitByRunning(chainsOn(threads) as RunTask<SpendGroups>, gammaGammaFamily, groups, how, null),
  );
  const isOneSpend = fit.reasons.some(({ code }) => code === 'model-no-spend-spread');
  return {
    fit,
    posterior,
    constant: isOneSpend ? (groups.MEAN_SPEND[0] ?? null) : null,
    correlation: correlationOf(groups),
  };
}

function withinRecord(rows: readonly WithinRow[], p: number): WithinRecord | null {
  const found = withinSpread(rows, Math.min(1e6, p));
  if (found === null) return null;
  const { dispersion, dispersionError } = found;
  const limit = 1 + Math.max(SIZE, Z * dispersionError);
  return { ...found, limit, holds: dispersion <= limit };
}

/** Pearson correlation of purchases and mean spend over customers, with Fisher's 95 % interval; null without spread. */
function correlationOf({ X, MEAN_SPEND, N, size, customers }: SpendGroups): SpendModel['correlation'] {
  if (customers < LEAST_FOR_CORRELATION) return null;
  let meanX = 0;
  let meanSpend = 0;
  for (let i = 0; i < size; i++) {
    meanX += (N[i]! * X[i]!) / customers;
    meanSpend += (N[i]! * MEAN_SPEND[i]!) / customers;
  }
  let xx = 0;
  let ss = 0;
  let xs = 0;
  for (let i = 0; i < size; i++) {
    const dx = X[i]! - meanX;
    const ds = MEAN_SPEND[i]! - meanSpend;
    xx += N[i]! * dx * dx;
    ss += N[i]! * ds * ds;
    xs += N[i]! * dx * ds;
  }
  if (!(xx > 0 && ss > 1e-18 * customers * meanSpend * meanSpend)) return null;
  const value = Math.max(-1, Math.min(1, xs / Math.sqrt(xx * ss)));
  const spread = 1.959963984540054 / Math.sqrt(customers - 3);
  return {
    value,
    low: Math.tanh(Math.atanh(value) - spread),
    high: Math.tanh(Math.atanh(value) + spread),
  };
}
