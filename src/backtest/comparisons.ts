import type { BlockSums, PurchaseBlocks } from './blocks.js';
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

interface Kind<B> {
  readonly measure: string;
  readonly of: (blocks: B) => Measure;
  readonly higherIsBetter: boolean;
}

const LOG_SCORE: Kind<PurchaseBlocks> = { measure: 'log_score', of: logScoreOf, higherIsBetter: true };
const RMSE: Kind<PurchaseBlocks> = { measure: 'rmse', of: rmseOf, higherIsBetter: false };

const KINDS: readonly Kind<BlockSums>[] = [
  LOG_SCORE,
  RMSE,
  { measure: 'mae', of: maeOf, higherIsBetter: false },
  { measure: 'spend_rmse', of: spendRmseOf, higherIsBetter: false },
  { measure: 'capture', of: captureOf, higherIsBetter: true },
];

/** A method with its sums by block. */
type Compared<B> = Pick<PurchaseEvaluation, 'method' | 'kind' | 'purchases' | 'logScore'> & {
  readonly blocks: B;
};

/**
 * Compares methods by paired-bootstrap intervals. MAE is compared and decides nothing: the prediction with the least MAE is
 * the median, so nobody coming back wins wherever most don't.
 */
export function compareMethods(methods: readonly Compared<BlockSums>[], seed: number): Verdict {
  const models = methods.filter(({ kind }) => kind === 'model');
  const best = bestOf(models);
  const baseline = bestBaseline(methods);
  const counted = methods.filter(({ purchases }) => purchases !== null);
  const { comparisons, intervals } = compared(methods, KINDS, seed, [
    ...counted.map(({ blocks }) => aggregateOf(blocks)),
    ...(best !== null && baseline !== null ? [quotient(rmseOf(best.blocks), rmseOf(baseline.blocks))] : []),
  ]);
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
    aggregates: Object.fromEntries(counted.map(({ method }, i) => [method, intervals[i]!])),
  };
}

/** What gates go by: log-score and RMSE, and the error of one model over that of the best baseline. */
export interface GateVerdict extends Pick<Verdict, 'comparisons' | 'baseline'> {
  readonly ratio: Interval | null;
}

export function compareForGates(
  methods: readonly PurchaseEvaluation[],
  model: string,
  seed: number,
): GateVerdict {
  const baseline = bestBaseline(methods);
  const own = methods.find(({ method, kind }) => kind === 'model' && method === model);
  const ratios =
    own === undefined || baseline === null ? [] : [quotient(rmseOf(own.blocks), rmseOf(baseline.blocks))];
  const { comparisons, intervals } = compared(methods, [LOG_SCORE, RMSE], seed, ratios);
  return { comparisons, baseline: baseline?.method ?? null, ratio: intervals[0] ?? null };
}

/** Every model against the best of the others and against the best baseline, and the intervals of further measures. */
function compared<B extends PurchaseBlocks>(
  methods: readonly Compared<B>[],
  kinds: readonly Kind<B>[],
  seed: number,
  further: readonly Measure[],
): { readonly comparisons: Comparison[]; readonly intervals: readonly Interval[] } {
  const models = methods.filter(({ kind }) => kind === 'model');
  const best = bestOf(models);
  const baseline = bestBaseline(methods);
  const pairs = models.flatMap((a) => [
    ...(best !== null && a !== best ? [[best, a] as const] : []),
    ...(baseline === null ? [] : [[a, baseline] as const]),
  ]);
  const asked = pairs.flatMap(([a, b]) =>
    kinds
      .filter(({ measure }) => measure !== 'log_score' || (a.logScore !== null && b.logScore !== null))
      .map((kind) => ({ a, b, kind })),
  );
  const measures = asked.map(({ a, b, kind }) => difference(kind.of(a.blocks), kind.of(b.blocks)));
  const blocks = methods[0]?.blocks.customers.length ?? 0;
  const intervals = bootstrapIntervals([...measures, ...further], blocks, seed);
  return {
    comparisons: asked.map(({ a, b, kind }, i) => comparison(a, b, kind, intervals[i]!)),
    intervals: intervals.slice(asked.length),
  };
}

function bestOf<B>(models: readonly Compared<B>[]): Compared<B> | null {
  if (models.length === 0) return null;
  const scored = models.filter(({ logScore }) => logScore !== null);
  return scored.length > 0
    ? scored.reduce((a, b) => (b.logScore! > a.logScore! ? b : a))
    : models.reduce((a, b) => (b.purchases!.rmse < a.purchases!.rmse ? b : a));
}

function bestBaseline<B>(methods: readonly Compared<B>[]): Compared<B> | null {
  const rivals = methods.filter(({ kind, purchases }) => kind === 'baseline' && purchases !== null);
  return rivals.length === 0
    ? null
    : rivals.reduce((a, b) => (b.purchases!.rmse < a.purchases!.rmse ? b : a));
}

/** Two fits of one model differ by the last digits of their optima: below this share of a measure nobody wins. */
const NEGLIGIBLE = 1e-6;

function comparison<B>(
  a: Compared<B>,
  b: Compared<B>,
  { measure, of, higherIsBetter }: Kind<B>,
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
