import { compareForGates } from '../../backtest/comparisons.js';
import { evaluatePurchases } from '../../backtest/evaluate.js';
import { fitPurchases } from '../../backtest/fit-split.js';
import { type Backed, type GateLimits, judgeGates } from '../../backtest/gates.js';
import { stageOccasions } from '../../backtest/occasions.js';
import { readSplit, type SplitRows } from '../../backtest/split-rows.js';
import { daysBetween } from '../../common/calendar.js';
import type { Progress } from '../../common/progress.js';
import type { Mart } from '../../mart/build.js';
import type { Observation } from '../../mart/observe.js';
import { type Fit, WEEK } from '../../models/fit/fit-record.js';
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

/** Reads the split that `clv backtest` takes by itself, after `findLateOrders`; null where nothing lies before it. */
export async function readGateSplit(
  mart: Mart,
  { asOf, firstOrderDate }: Observation,
  { occasion, models }: FitOptions,
  customers: number,
  { table }: SampledOrders,
): Promise<GateSplit | null> {
  const origin = before(asOf!, usualHoldout(firstOrderDate!, asOf!));
  const days = daysBetween(origin, asOf!);
  if (daysBetween(firstOrderDate!, origin) < 1) return null;
  const sampledOneIn = oneInOf(customers, SAMPLE);
  const staged = await stageOccasions(mart, {
    occasion: occasion === 'month' ? 'day' : occasion,
    oneIn: sampledOneIn,
    knownOn: origin,
    orders: table,
  });
  const extras = { gaps: models.includes('mbgcnbd'), months: models.includes('bgbb') };
  return { rows: await readSplit(mart.store, staged, origin, days, extras), origin, sampledOneIn };
}

/** Backtests a model beside NBD and simple rules; null where the history is too short or the model can't be fitted to it. */
export function backtestFor(
  model: string,
  split: GateSplit | null,
  { seed, timeUnit }: FitOptions,
  progress: Progress,
): Backed | null {
  if (split === null) return null;
  progress.stage(`backtesting ${model}`);
  const { rows } = split;
  const models = model === 'nbd' ? ['nbd'] : [model, 'nbd'];
  const unit = model === 'bgbb' ? WEEK : timeUnit;
  const fits = fitPurchases(rows, { models, unit, seed, starts: 1 });
  if (fits[0]!.predictor === null) return null;
  const methods = evaluatePurchases(rows, fits, unit.days, seed);
  return { methods, verdict: compareForGates(methods, model, seed) };
}

/** Judges the chosen model by its backtest. */
export function judged(
  { model, certificate }: Fit,
  split: GateSplit | null,
  backed: Backed | null,
  limits: GateLimits,
): Required<Pick<ModelRecord, 'backtest' | 'gates'>> {
  return {
    backtest: backed === null ? null : recordOf(model, split!, backed),
    gates: judgeGates(model, certificate?.passed === true, backed, limits),
  };
}

function recordOf(
  model: string,
  { rows, origin, sampledOneIn }: GateSplit,
  { methods, verdict }: Backed,
): BacktestRecord {
  const { ratio } = verdict;
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
    ratio: ratio === null || verdict.baseline === null ? null : { rule: verdict.baseline, ...ratio },
  };
}
