import { groupOpportunities } from '../../models/bgbb/groups.js';
import { familyNamed } from '../../models/families.js';
import type { Family } from '../../models/fit/family.js';
import type { Fit } from '../../models/fit/fit-record.js';
import { newtonShift } from '../../models/fit/newton-shift.js';
import { groupHistories } from '../../models/groups.js';
import { predictionsFor } from '../../models/registry.js';
import type { FitData } from '../../score/fit-data.js';
import { columnsOf } from './fit-named.js';
import type { FitOptions } from './fit-options.js';

/** How a fit's model is fitted, with the groups that it was fitted to. */
export function familyOf(
  fit: Fit,
  data: FitData,
  options: FitOptions,
): { readonly family: Family<unknown>; readonly groups: unknown } {
  const columns = columnsOf(data, options);
  const family = familyNamed(fit.model, fit.predictor!.parameters);
  if (fit.model !== 'bgbb') return { family, groups: groupHistories(columns) };
  const { X, T_X, T, N } = columns;
  return { family, groups: groupOpportunities({ X, T_X, OPPORTUNITIES: T, N }) };
}

export interface GridBias {
  /** The parameter that is most off, and by how many standard errors. */
  readonly parameter: string;
  readonly errors: number;
  /** Change of a new customer's expected purchases of a year, as a share of the exact fit's. */
  readonly yearShare: number;
}

/** How far a fit to coarse histories is from the one to exact days: one Newton step on the exact histories. */
export function gridBiasOf(fit: Fit, data: FitData, options: FitOptions): GridBias {
  const { family, groups } = familyOf(fit, data, { ...options, grid: null });
  const { parameters } = fit.predictor!;
  const { SHIFT, ERRORS } = newtonShift(family, groups, parameters);
  const exact = {
    ...parameters,
    ...Object.fromEntries(family.names.map((name, i) => [name, parameters[name]! * Math.exp(SHIFT[i]!)])),
  };
  const { predictions } = predictionsFor(fit.predictor!);
  const year = 365.25 / options.timeUnit.days;
  const coarseYear = predictions.expectedPurchasesNew(parameters, year);
  const exactYear = predictions.expectedPurchasesNew(exact, year);
  const worst = SHIFT.reduce(
    (best, shift, i) => (Math.abs(shift) / ERRORS[i]! > Math.abs(SHIFT[best]!) / ERRORS[best]! ? i : best),
    0,
  );
  return {
    parameter: family.names[worst]!,
    errors: -SHIFT[worst]! / ERRORS[worst]!,
    yearShare: coarseYear / exactYear - 1,
  };
}
