import { bgbb } from '../models/bgbb/index.js';
import { fitFamily } from '../models/fit/fit-family.js';
import type { Fit, Predictor, TimeUnit } from '../models/fit/fit-record.js';
import { gammaGammaFamily } from '../models/gammagamma/family.js';
import type { GammaGammaParameters } from '../models/gammagamma/model.js';
import { gammaGammaExpectedSpend } from '../models/gammagamma/model.js';
import { groupSpends } from '../models/gammagamma/spend-groups.js';
import { groupHistories } from '../models/groups.js';
import { mbgcnbdFamily } from '../models/mbgcnbd/family.js';
import { mbgcnbd, type StagedColumns } from '../models/mbgcnbd/index.js';
import { frequencyFamilies } from '../models/registry.js';
import type { SplitFactors } from './cohort-sums.js';
import type { SpendOf } from './predict-model.js';
import { total } from './prediction.js';
import type { SplitRows } from './split-rows.js';

export interface SplitFits {
  readonly fits: readonly Fit[];
  readonly spend: Fit;
  /** Expected spend of a purchase, by row: Gamma-Gamma, or the mean of all where that can't be fitted. */
  readonly spendOf: SpendOf;
  /** Cohort factors; null where they were not asked for or no age is known. */
  readonly factors?: SplitFactors | null;
}

export interface SplitFitOptions {
  /** Names of `frequencyFamilies`, `mbgcnbd` (rows with gaps) and `bgbb` (rows with months). */
  readonly models: readonly string[];
  readonly unit: TimeUnit;
  readonly seed: number;
  /** Seeded starts that must agree; 3 unless told. */
  readonly starts?: number;
}

/** So many rows tell the regularity k of purchases. */
const ROWS_FOR_STAGES = 10_000;

/** Fits models to what was known at the origin; `N` may be other weights than the customers of the rows. */
export function fitSplit(rows: SplitRows, options: SplitFitOptions, N: Float64Array = rows.N): SplitFits {
  const fits = fitPurchases(rows, options, N);
  const { seed, starts = 3 } = options;
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

/** The models of purchases alone, in the order of their names. */
export function fitPurchases(
  rows: SplitRows,
  options: SplitFitOptions,
  N: Float64Array = rows.N,
): readonly Fit[] {
  const { models, unit, seed, starts = 3 } = options;
  const perUnit = (days: Float64Array) => days.map((value) => value / unit.days);
  const columns = { X: rows.X, T_X: perUnit(rows.T_X), T: perUnit(rows.T), N };
  const groups = groupHistories(columns);
  return models.map((name) => {
    if (name === 'bgbb') {
      const { X, T_X, T } = rows.months!;
      return bgbb.fit({ X, T_X, OPPORTUNITIES: T, N }, { seed, starts });
    }
    if (name !== 'mbgcnbd') return fitFamily(frequencyFamilies[name]!, groups, { seed, starts }, unit);
    const LOG_GAPS = rows.LOG_GAPS!.map((sum, i) => sum - rows.X[i]! * Math.log(unit.days));
    const k = likelyStages({ ...columns, LOG_GAPS }, seed, unit);
    return fitFamily(mbgcnbdFamily(k), groups, { seed, starts }, unit);
  }) as Fit[];
}

/** The most likely k, by a systematic sample of a large base; 1 where nothing can be fitted. */
function likelyStages(columns: StagedColumns, seed: number, timeUnit: TimeUnit): number {
  const step = Math.ceil(columns.X.length / ROWS_FOR_STAGES);
  const thin = (column: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: Math.ceil(column.length / step) }, (_, i) => column[i * step]!);
  const { X, T_X, T, N, LOG_GAPS } = columns;
  const thinned = { X: thin(X), T_X: thin(T_X), T: thin(T), N: thin(N!), LOG_GAPS: thin(LOG_GAPS) };
  return mbgcnbd.fit(thinned, { seed, starts: 1, timeUnit }).predictor?.parameters.k ?? 1;
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
