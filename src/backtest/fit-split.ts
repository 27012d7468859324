import { fitFamily } from '../models/fit/fit-family.js';
import type { Fit, Predictor, TimeUnit } from '../models/fit/fit-record.js';
import { gammaGammaFamily } from '../models/gammagamma/family.js';
import type { GammaGammaParameters } from '../models/gammagamma/model.js';
import { gammaGammaExpectedSpend } from '../models/gammagamma/model.js';
import { groupSpends } from '../models/gammagamma/spend-groups.js';
import { groupHistories } from '../models/groups.js';
import { frequencyFamilies } from '../models/registry.js';
import type { SpendOf } from './predict-model.js';
import { total } from './prediction.js';
import type { SplitRows } from './split-rows.js';

export interface SplitFits {
  readonly fits: readonly Fit[];
  readonly spend: Fit;
  /** Expected spend of a purchase, by row: Gamma-Gamma, or the mean of all where that can't be fitted. */
  readonly spendOf: SpendOf;
}

export interface SplitFitOptions {
  readonly models: readonly string[];
  readonly unit: TimeUnit;
  readonly seed: number;
  /** Seeded starts that must agree; 3 unless told. */
  readonly starts?: number;
}

/** Fits models to what was known at the origin; `N` may be other weights than the customers of the rows. */
export function fitSplit(rows: SplitRows, options: SplitFitOptions, N: Float64Array = rows.N): SplitFits {
  const { models, unit, seed, starts = 3 } = options;
  const perUnit = (days: Float64Array) => days.map((value) => value / unit.days);
  const groups = groupHistories({ X: rows.X, T_X: perUnit(rows.T_X), T: perUnit(rows.T), N });
  const fits = models.map((name) =>
    fitFamily(frequencyFamilies[name]!, groups, { seed, starts }, unit),
  ) as Fit[];
  const { X, REPEAT_SPEND } = rows;
  const isSpender = (i: number): boolean => X[i]! > 0 && REPEAT_SPEND[i]! > 0;
  const spenders = groupSpends({
    X: X.map((x, i) => (isSpender(i) ? x : 0)),
    MEAN_SPEND: REPEAT_SPEND.map((spend, i) => (isSpender(i) ? spend / X[i]! : 1)),
    N,
  });
  const spend = fitFamily(gammaGammaFamily, spenders, { seed, starts }, null) as Fit;
  return { fits, spend, spendOf: spendOf(rows, spend.predictor) };
}

function spendOf(rows: SplitRows, predictor: Predictor | null): SpendOf {
  const { X, REPEAT_SPEND, FIRST_SPEND } = rows;
  if (predictor === null) {
    const occasions = total(rows, (i) => X[i]! + 1);
    const mean = total(rows, (i) => FIRST_SPEND[i]! + REPEAT_SPEND[i]!) / occasions;
    return () => mean;
  }
  const parameters = predictor.parameters as unknown as GammaGammaParameters;
  return (i) => {
    const x = REPEAT_SPEND[i]! > 0 ? X[i]! : 0;
    return gammaGammaExpectedSpend(parameters, { x, meanSpend: x > 0 ? REPEAT_SPEND[i]! / x : 0 });
  };
}
