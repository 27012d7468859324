import { compareMethods } from '../../backtest/comparisons.js';
import { evaluatePurchases } from '../../backtest/evaluate.js';
import { fitSplit } from '../../backtest/fit-split.js';
import { type Backed, type GateLimits, judgeGates } from '../../backtest/gates.js';
import { readSplit, type SplitRows, stageOccasions } from '../../backtest/split-rows.js';
import { daysBetween } from '../../common/calendar.js';
import type { Progress } from '../../common/progress.js';
import type { Mart } from '../../mart/build.js';
import type { Observation } from '../../mart/observe.js';
import type { Fit } from '../../models/fit/fit-record.js';
import { frequencyFamilies } from '../../models/registry.js';
import type { BacktestRecord, ModelRecord } from '../../registry/model-record.js';
import { oneInOf, type SampledOrders } from '../../score/sampled-orders.js';
import { before, usualHoldout } from '../backtest/length.js';
import type { FitOptions } from './fit-options.js';

/** Larger bases are judged by a fixed part of their customers: gates need no more. */
const SAMPLE = 50_000;

/** The customers that gates go by, as they stood some time before the end. */
export interface GateSplit {
  readonly rows: SplitRows;
  readonly origin: string;
  readonly sampledOneIn: number;
}

/** Reads the split that `clv backtest` takes by itself, after `findLateOrders`; null where nothing lies before it, or months are counted. */
export async function readGateSplit(
  mart: Mart,
  { asOf, firstOrderDate }: Observation,
  { occasion }: FitOptions,
  customers: number,
  { table }: SampledOrders,
): Promise<GateSplit | null> {
  if (occasion === 'month') return null;
  const origin = before(asOf!, usualHoldout(firstOrderDate!, asOf!));
  const days = daysBetween(origin, asOf!);
  if (daysBetween(firstOrderDate!, origin) < 1) return null;
  const sampledOneIn = oneInOf(customers, SAMPLE);
  await stageOccasions(mart, { occasion, oneIn: sampledOneIn, knownOn: origin, orders: table });
  return { rows: await readSplit(mart, origin, days), origin, sampledOneIn };
}

/** Backtests the chosen model beside NBD and simple rules, and judges it. */
export function backtested(
  { model, certificate }: Fit,
  split: GateSplit | null,
  { seed, timeUnit }: FitOptions,
  limits: GateLimits,
  progress: Progress,
): Required<Pick<ModelRecord, 'backtest' | 'gates'>> {
  const isCertified = certificate?.passed === true;
  if (split === null || frequencyFamilies[model] === undefined)
    return { backtest: null, gates: judgeGates(model, isCertified, null, limits) };
  progress.stage(`backtesting ${model}`);
  const { rows } = split;
  const models = model === 'nbd' ? ['nbd'] : [model, 'nbd'];
  const fits = fitSplit(rows, { models, unit: timeUnit, seed, starts: 1 });
  const isFitted = fits.fits[0]!.predictor !== null;
  if (!isFitted) return { backtest: null, gates: judgeGates(model, isCertified, null, limits) };
  const methods = evaluatePurchases(rows, fits, timeUnit.days, seed);
  const backed: Backed = { methods, verdict: compareMethods(methods, seed) };
  return { backtest: recordOf(model, split, backed), gates: judgeGates(model, isCertified, backed, limits) };
}

function recordOf(
  model: string,
  { rows, origin, sampledOneIn }: GateSplit,
  { methods }: Backed,
): BacktestRecord {
  const coverage = methods.find(({ method }) => method === model)?.coverage ?? null;
  return {
    origin,
    days: rows.days,
    customers: rows.customers,
    sampledOneIn,
    methods: methods.flatMap(({ method, kind, purchases, logScore }) =>
      purchases === null
        ? []
        : [
            {
              method,
              kind,
              expected: purchases.expected,
              actual: purchases.actual,
              arpe: purchases.arpe,
              rmse: purchases.rmse,
              logScore,
              gini: purchases.gini,
            },
          ],
    ),
    coverage: coverage === null ? null : { claimed: coverage.claimed, observed: coverage.observed },
  };
}
