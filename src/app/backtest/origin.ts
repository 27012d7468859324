import type { Verdict } from '../../backtest/comparisons.js';
import type { SplitEvaluation } from '../../backtest/evaluate.js';
import type { SplitFits } from '../../backtest/fit-split.js';
import type { WeeklyActual } from '../../backtest/split-rows.js';
import type { WeeklyExpected } from '../../backtest/weekly.js';
import type { Base } from '../base.js';
import type { CohortEvaluation } from './cohorts.js';

/** One origin of a backtest. */
export interface Origin {
  readonly origin: string;
  readonly days: number;
  readonly customers: number;
  /** Without what reads the customers: their rows are given up with the origin. */
  readonly fits: Omit<SplitFits, 'spendOf'>;
  readonly evaluation: SplitEvaluation;
  readonly verdict: Verdict;
}

/** The last origin, about which more is told. */
export interface LastOrigin extends Origin {
  readonly weekly: WeeklyActual;
  readonly expected: Readonly<Record<string, WeeklyExpected>>;
  readonly cohorts: readonly CohortEvaluation[];
  /** Purchases held out, summed over customers. */
  readonly cameAfter: number;
}

export type BacktestBase = Pick<Base, 'lineage' | 'reading' | 'observation'>;
