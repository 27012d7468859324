import { type AnyFitOptions, type FitResult, fitBy } from '../fit/fit-by.js';
import type { TimeUnit } from '../fit/fit-record.js';
import { checkParameters } from '../history.js';
import { bgbbFamily } from './family.js';
import { groupOpportunities, type OpportunityColumns } from './groups.js';
import type { OpportunityGroups } from './likelihood.js';
import {
  BGBB_NAMES,
  type BgbbParameters,
  bgbbAliveNow,
  bgbbDiscountedNew,
  bgbbExpectedNew,
  bgbbLogLikelihood,
  bgbbPmfNew,
  bgbbPosterior,
  type OpportunityHistory,
} from './model.js';

export const MONTHLY_OPPORTUNITY: TimeUnit = { name: 'opportunity (month)', days: 365.25 / 12 };

/** BG/BB (Fader, Hardie & Shang 2010) for discrete purchase opportunities: predictions and fit. Checked arguments. */
export const bgbb = {
  logLikelihood(parameters: BgbbParameters, history: OpportunityHistory): number {
    check(parameters, history);
    return bgbbLogLikelihood(parameters, history);
  },
  /** P(alive at opportunity n + 1 | history) (eq. 11). */
  pAlive(parameters: BgbbParameters, history: OpportunityHistory): number {
    check(parameters, history);
    const next = (parameters.delta + history.n) / (parameters.gamma + parameters.delta + history.n);
    return bgbbAliveNow(parameters, history) * next;
  },
  /** E[purchases at opportunities n + 1 … n + ahead | history] (eq. 13 as a sum, so that gamma = 1 is ordinary). */
  expectedPurchases(parameters: BgbbParameters, history: OpportunityHistory, ahead: number): number {
    return bgbb.expectedPurchasesBetween(parameters, history, 0, ahead);
  },
  expectedPurchasesBetween(
    parameters: BgbbParameters,
    history: OpportunityHistory,
    from: number,
    to: number,
  ): number {
    check(parameters, history);
    checkCount(from, 'from');
    checkCount(to, 'to');
    return bgbbAliveNow(parameters, history) * bgbbExpectedNew(bgbbPosterior(parameters, history), from, to);
  },
  /** E[purchases of a new customer at opportunities 1 … n]. */
  expectedPurchasesNew(parameters: BgbbParameters, n: number): number {
    checkParameters(parameters, BGBB_NAMES);
    checkCount(n, 'n');
    return bgbbExpectedNew(parameters, 0, n);
  },
  /** P(x purchases at the next `ahead` opportunities | history), x = 0 … ahead (eq. 12). */
  pmf(parameters: BgbbParameters, history: OpportunityHistory, ahead: number): Float64Array {
    check(parameters, history);
    checkCount(ahead, 'ahead');
    const alive = bgbbAliveNow(parameters, history);
    const pmf = bgbbPmfNew(bgbbPosterior(parameters, history), ahead).map((p) => alive * p);
    pmf[0] = pmf[0]! + 1 - alive;
    return pmf;
  },
  pmfNew(parameters: BgbbParameters, n: number): Float64Array {
    checkParameters(parameters, BGBB_NAMES);
    checkCount(n, 'n');
    return bgbbPmfNew(parameters, n);
  },
  /** Expected purchases after n, the i-th opportunity ahead divided by (1 + rate)^i; `horizon` opportunities or Infinity. */
  discountedExpectedPurchases(
    parameters: BgbbParameters,
    history: OpportunityHistory,
    { rate, horizon }: { readonly rate: number; readonly horizon: number },
  ): number {
    check(parameters, history);
    if (!(rate >= 0)) throw new RangeError(`invalid rate: ${rate}`);
    if (!(horizon >= 0)) throw new RangeError(`invalid horizon: ${horizon}`);
    return (
      bgbbAliveNow(parameters, history) * bgbbDiscountedNew(bgbbPosterior(parameters, history), rate, horizon)
    );
  },
  /** Maximum likelihood; the time unit of the record is an opportunity, a month unless told. */
  fit(columns: OpportunityColumns, options: AnyFitOptions = {}): FitResult<BgbbParameters> {
    const unit = options.timeUnit ?? MONTHLY_OPPORTUNITY;
    return fitBy<OpportunityGroups, BgbbParameters>(bgbbFamily, groupOpportunities(columns), options, unit);
  },
};

function check(parameters: BgbbParameters, { x, t_x, n }: OpportunityHistory): void {
  checkParameters(parameters, BGBB_NAMES);
  checkCount(n, 'n');
  checkCount(x, 'x');
  checkCount(t_x, 't_x');
  if (t_x > n || x > t_x || (x === 0) !== (t_x === 0)) {
    throw new RangeError(`invalid history: x ${x}, t_x ${t_x}, n ${n}`);
  }
}

function checkCount(value: number, name: string): void {
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`invalid ${name}: ${value}`);
}
