import type { Verdict } from '../../backtest/comparisons.js';
import type { SplitEvaluation } from '../../backtest/evaluate.js';
import type { SplitFits } from '../../backtest/fit-split.js';
import type { SplitRows, WeeklyActual } from '../../backtest/split-rows.js';
import type { WeeklyExpected } from '../../backtest/weekly.js';
import type { Base } from '../base.js';
import type { CohortEvaluation } from './cohorts.js';

/** One origin of a backtest. */
export interface Origin {
  readonly origin: string;
  readonly days: number;
  readonly customers: number;
  readonly fits: SplitFits;
  readonly evaluation: SplitEvaluation;
  readonly verdict: Verdict;
}

/** The last origin, about which more is told. */
export interface LastOrigin extends Origin {
  readonly weekly: WeeklyActual;
  readonly expected: Readonly<Record<string, WeeklyExpected>>;
  readonly cohorts: readonly CohortEvaluation[];
  readonly rows: SplitRows;
}

export type BacktestBase = Pick<Base, 'lineage' | 'reading' | 'observation'>;
