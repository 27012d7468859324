import type { SplitExtras } from '../../backtest/split-rows.js';
import { splitTwice } from '../../common/messages/backtest.js';
import { badModel, gapsOfNothing } from '../../common/messages/fit.js';
import type { TimeUnit } from '../../models/fit/fit-record.js';
import { parseDate } from '../config/parse-date.js';
import { parseCount } from '../config/parse-number.js';
import { type Length, parseLength } from './length.js';

/** Flags of `clv backtest`, as commander gives them. */
export interface BacktestFlags {
  readonly holdout?: string;
  readonly calibrationEnd?: string;
  readonly origins?: string;
  readonly step?: string;
  readonly holdoutCohorts?: string;
  readonly model?: string;
  readonly occasion?: string;
  readonly seed?: string;
  readonly lateOrders?: string;
}

/** The same, resolved. */
export interface BacktestOptions {
  /** Null = chosen by the span of the data. */
  readonly holdout: Length | null;
  /** Day of the (last) origin; null = as-of less the holdout. */
  readonly calibrationEnd: string | null;
  readonly origins: number;
  readonly step: Length;
  /** Leave each acquisition cohort of this length out of the fit once; null = don't. */
  readonly cohorts: CohortUnit | null;
  readonly models: readonly string[];
  readonly occasion: 'day' | 'order';
  readonly unit: TimeUnit;
  readonly seed: number;
  /** Orders that were loaded after their time are known from their load on, or from their date on. */
  readonly lateOrders: 'loaded' | 'dated';
}

export type CohortUnit = 'month' | 'quarter' | 'year';

/** Models that are fitted to purchase times; the factors are of cohorts, and no model of single customers. */
const FACTORS = 'cohort-factor';
export const BACKTEST_MODELS = ['nbd', 'bgnbd', 'mbgnbd', 'paretonbd', 'mbgcnbd', 'bgbb', FACTORS] as const;

/** Those that `fitSplit` fits. */
export function familiesOf(models: readonly string[]): string[] {
  return models.filter((name) => name !== FACTORS);
}

export function asksFactors({ models }: BacktestOptions): boolean {
  return models.includes(FACTORS);
}

/** What splits must tell for the models asked for. */
export function extrasOf({ models }: BacktestOptions): SplitExtras {
  return {
    gaps: models.includes('mbgcnbd'),
    months: models.includes('bgbb') || models.includes(FACTORS),
  };
}

export function backtestOptions(flags: BacktestFlags): BacktestOptions {
  const models = (flags.model ?? 'all').split(',').map((name) => name.trim());
  const unknown = models.find((name) => name !== 'all' && !BACKTEST_MODELS.some((known) => known === name));
  if (unknown !== undefined) throw badModel(unknown, ['all', ...BACKTEST_MODELS]);
  if (flags.occasion === 'order' && models.includes('mbgcnbd')) throw gapsOfNothing();
  const all = BACKTEST_MODELS.filter((name) => flags.occasion !== 'order' || name !== 'mbgcnbd');
  if (flags.holdout !== undefined && flags.calibrationEnd !== undefined && flags.origins !== undefined) {
    throw splitTwice();
  }
  return {
    holdout: flags.holdout === undefined ? null : parseLength(flags.holdout, '--holdout'),
    calibrationEnd:
      flags.calibrationEnd === undefined
        ? null
        : parseDate(flags.calibrationEnd, { name: '--calibration-end', base: '.' }),
    origins: parseCount(1, 100)(flags.origins ?? '1', { name: '--origins', base: '.' }),
    step: parseLength(flags.step ?? '1q', '--step'),
    cohorts: (flags.holdoutCohorts ?? null) as CohortUnit | null,
    models: models.includes('all') ? all : [...new Set(models)],
    occasion: (flags.occasion ?? 'day') as 'day' | 'order',
    unit: { name: 'week', days: 7 },
    seed: parseCount(1, 1_000_000)(flags.seed ?? '1', { name: '--seed', base: '.' }),
    lateOrders: (flags.lateOrders ?? 'loaded') as 'loaded' | 'dated',
  };
}
