import { classSums } from '../../backtest/calibration.js';
import { errorMeasures } from '../../backtest/errors.js';
import { predictionsOf } from '../../backtest/evaluate.js';
import { fitSplit } from '../../backtest/fit-split.js';
import type { SplitRows } from '../../backtest/split-rows.js';
import { addDays } from '../../common/calendar.js';
import { type BacktestOptions, type CohortUnit, familiesOf } from './options.js';

/** A cohort as predicted by a method that has learnt from all the others. */
export interface CohortEvaluation {
  readonly cohort: string;
  readonly method: string;
  readonly kind: 'model' | 'baseline';
  readonly customers: number;
  readonly expected: number;
  readonly actual: number;
  readonly rmse: number;
  /** Null without a distribution. */
  readonly logScore: number | null;
}

/** Holds out acquisition cohorts, one after the other: does what was learnt from some customers hold for others? */
export function leaveCohortsOut(
  rows: SplitRows,
  origin: string,
  unit: CohortUnit,
  options: BacktestOptions,
): CohortEvaluation[] {
  const cohortOf = new Map<number, string>();
  for (const age of rows.T)
    if (!cohortOf.has(age)) cohortOf.set(age, cohortName(addDays(origin, -age), unit));
  const cohorts = [...new Set(cohortOf.values())].sort();
  if (cohorts.length < 2) return [];
  const models = familiesOf(options.models);
  return cohorts.flatMap((cohort) => {
    const isIn = (i: number): boolean => cohortOf.get(rows.T[i]!) === cohort;
    const others: SplitRows = { ...rows, N: rows.N.map((n, i) => (isIn(i) ? 0 : n)) };
    const own = pick(rows, isIn);
    const fits = fitSplit(rows, { ...options, models, starts: 1 }, others.N);
    const predictions = predictionsOf(own, { ...fits, spendOf: () => 0 }, options.unit.days, others);
    return predictions.flatMap((make): CohortEvaluation[] => {
      const { method, kind, PURCHASES, outcome } = make();
      if (PURCHASES === null) return [];
      const [sums] = classSums(own, PURCHASES, 1, () => 0);
      const { rmse } = errorMeasures(PURCHASES, own.AFTER, own.N);
      const logScore =
        outcome === null ? null : outcome.LOG_P.reduce((sum, p, i) => sum + own.N[i]! * p, 0) / own.customers;
      return [{ cohort, method, kind, ...sums!, rmse, logScore }];
    });
  });
}

function cohortName(day: string, unit: CohortUnit): string {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))];
  if (unit === 'year') return year;
  return unit === 'month' ? day.slice(0, 7) : `${year}-Q${Math.ceil(month / 3)}`;
}

/** The rows that match. */
function pick(rows: SplitRows, matches: (i: number) => boolean): SplitRows {
  const kept: number[] = [];
  for (let i = 0; i < rows.size; i++) if (matches(i)) kept.push(i);
  const of = (column: Float64Array): Float64Array => Float64Array.from(kept, (i) => column[i]!);
  const N = of(rows.N);
  const { months } = rows;
  return {
    ...rows,
    size: kept.length,
    customers: N.reduce((sum, n) => sum + n, 0),
    X: of(rows.X),
    T_X: of(rows.T_X),
    T: of(rows.T),
    RECENT: of(rows.RECENT),
    FIRST_SPEND: of(rows.FIRST_SPEND),
    REPEAT_SPEND: of(rows.REPEAT_SPEND),
    N,
    AFTER: of(rows.AFTER),
    SPEND_AFTER: of(rows.SPEND_AFTER),
    ...(months === undefined
      ? {}
      : {
          months: { ...months, X: of(months.X), T_X: of(months.T_X), T: of(months.T), USED: of(months.USED) },
        }),
  };
}
