import {
  aggregateOf,
  bootstrapIntervals,
  captureOf,
  difference,
  type Interval,
  logScoreOf,
  type Measure,
  maeOf,
  quotient,
  rmseOf,
  spendRmseOf,
} from './bootstrap.js';
import type { PurchaseEvaluation } from './evaluate.js';

/** A paired difference of two methods in one measure; `better` names the winner, null when the interval holds 0. */
export interface Comparison {
  readonly measure: string;
  readonly method: string;
  readonly than: string;
  readonly difference: Interval;
  readonly better: string | null;
}

export interface Verdict {
  /** Every model against the best of the other models and against the best baseline. */
  readonly comparisons: readonly Comparison[];
  /** Best model by log-score, and the models that can't be told from it; by error where none has a log-score. */
  readonly best: string | null;
  readonly tied: readonly string[];
  /** Baseline with the lowest error. */
  readonly baseline: string | null;
  /** Error (RMSE) of the best model over that of the best baseline. */
  readonly ratio: Interval | null;
  /** Expected over actual purchases, less 1, by method. */
  readonly aggregates: Readonly<Record<string, Interval>>;
}

interface Kind {
  readonly measure: string;
  readonly of: (method: PurchaseEvaluation['blocks']) => Measure;
  readonly higherIsBetter: boolean;
}

const KINDS: readonly Kind[] = [
  { measure: 'log_score', of: logScoreOf, higherIsBetter: true },
  { measure: 'rmse', of: rmseOf, higherIsBetter: false },
  { measure: 'mae', of: maeOf, higherIsBetter: false },
  { measure: 'spend_rmse', of: spendRmseOf, higherIsBetter: false },
  { measure: 'capture', of: captureOf, higherIsBetter: true },
];

/**
 * Compares methods by paired-bootstrap intervals. MAE is compared and decides nothing: the prediction with the least MAE is
 * the median, so nobody coming back wins wherever most don't.
 */
export function compareMethods(methods: readonly PurchaseEvaluation[], seed: number): Verdict {
  const models = methods.filter(({ kind }) => kind === 'model');
  const rivals = methods.filter(({ kind, purchases }) => kind === 'baseline' && purchases !== null);
  const best = bestOf(models);
  const baseline =
    rivals.length === 0 ? null : rivals.reduce((a, b) => (b.purchases!.rmse < a.purchases!.rmse ? b : a));
  const pairs = models.flatMap((a) => [
    ...(best !== null && a !== best ? [[best, a] as const] : []),
    ...(baseline === null ? [] : [[a, baseline] as const]),
  ]);
  const asked = pairs.flatMap(([a, b]) =>
    KINDS.filter(
      ({ measure }) => measure !== 'log_score' || (a.logScore !== null && b.logScore !== null),
    ).map((kind) => ({ a, b, kind })),
  );
  const counted = methods.filter(({ purchases }) => purchases !== null);
  const measures = [
    ...asked.map(({ a, b, kind }) => difference(kind.of(a.blocks), kind.of(b.blocks))),
    ...counted.map(({ blocks }) => aggregateOf(blocks)),
    ...(best !== null && baseline !== null ? [quotient(rmseOf(best.blocks), rmseOf(baseline.blocks))] : []),
  ];
  const blocks = methods[0]?.blocks.customers.length ?? 0;
  const intervals = bootstrapIntervals(measures, blocks, seed);
  const comparisons = asked.map(({ a, b, kind }, i) => comparison(a, b, kind, intervals[i]!));
  const decisive = best?.logScore === null ? 'rmse' : 'log_score';
  const isBeaten = (model: string): boolean =>
    comparisons.some((c) => c.measure === decisive && c.than === model && c.better === best!.method);
  const judged = models.filter(({ logScore }) => decisive === 'rmse' || logScore !== null);
  return {
    comparisons,
    best: best?.method ?? null,
    tied: judged.map(({ method }) => method).filter((name) => name !== best!.method && !isBeaten(name)),
    baseline: baseline?.method ?? null,
    ratio: best !== null && baseline !== null ? intervals.at(-1)! : null,
    aggregates: Object.fromEntries(counted.map(({ method }, i) => [method, intervals[asked.length + i]!])),
  };
}

function bestOf(models: readonly PurchaseEvaluation[]): PurchaseEvaluation | null {
  if (models.length === 0) return null;
  const scored = models.filter(({ logScore }) => logScore !== null);
  return scored.length > 0
    ? scored.reduce((a, b) => (b.logScore! > a.logScore! ? b : a))
    : models.reduce((a, b) => (b.purchases!.rmse < a.purchases!.rmse ? b : a));
}

/** Two fits of one model differ by the last digits of their optima: below this share of a measure nobody wins. */
const NEGLIGIBLE = 1e-6;

function comparison(
  a: PurchaseEvaluation,
  b: PurchaseEvaluation,
  { measure, of, higherIsBetter }: Kind,
  difference: Interval,
): Comparison {
  const [method, than] = [a.method, b.method];
  const level = of(b.blocks)((column) => column.reduce((sum, value) => sum + value, 0));
  const isSame = Math.abs(difference.value) <= NEGLIGIBLE * Math.abs(level);
  const isUp = difference.low > 0;
  const isDown = difference.high < 0;
  const better = isSame || isUp === isDown ? null : isUp === higherIsBetter ? method : than;
  return { measure, method, than, difference, better };
}
