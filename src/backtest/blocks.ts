import { seededRandom } from '../numeric/seeded.js';
import type { Prediction } from './prediction.js';
import type { SplitRows } from './split-rows.js';
import { rankingOf, shareInTop } from './weighted.js';

/** Blocks of customers drawn at random: a resampling of blocks costs the same for a million customers as for thousands. */
export const MOST_BLOCKS = 2000;
const TOP = 0.1;

/** For each row, where its customers are: block numbers of customer `starts[i]` to `starts[i + 1]`. */
export interface Dealt {
  readonly blocks: number;
  readonly starts: Float64Array;
  readonly blockOf: Uint16Array;
  /** The same of every method, by block. */
  readonly customers: Float64Array;
  readonly actual: Float64Array;
  readonly spendActual: Float64Array;
}

/** Deals customers to blocks, each by itself and by chance. */
export function deal({ N, AFTER, SPEND_AFTER, size, customers }: SplitRows, seed: number): Dealt {
  const random = seededRandom(seed);
  const blocks = Math.max(1, Math.min(MOST_BLOCKS, customers));
  const starts = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) starts[i + 1] = starts[i]! + N[i]!;
  const blockOf = new Uint16Array(customers);
  for (let c = 0; c < customers; c++) blockOf[c] = Math.floor(random.uniform() * blocks);
  const places = { blocks, starts, blockOf };
  return {
    ...places,
    customers: sumsByBlock(places, () => 1),
    actual: sumsByBlock(places, (i) => AFTER[i]!),
    spendActual: sumsByBlock(places, (i) => SPEND_AFTER[i]!),
  };
}

type Places = Pick<Dealt, 'blocks' | 'starts' | 'blockOf'>;

function sumsByBlock({ blocks, starts, blockOf }: Places, value: (i: number) => number): Float64Array {
  const sums = new Float64Array(blocks);
  const rows = starts.length - 1;
  for (let i = 0, c = 0; i < rows; i++) {
    const each = value(i);
    for (const end = starts[i + 1]!; c < end; c++) {
      const block = blockOf[c]!;
      sums[block] = sums[block]! + each;
    }
  }
  return sums;
}

/** Sums by block of what the measures of a method are made of. */
export interface BlockSums {
  readonly method: string;
  readonly customers: Float64Array;
  readonly expected: Float64Array;
  readonly actual: Float64Array;
  readonly squares: Float64Array;
  readonly absolute: Float64Array;
  readonly logScore: Float64Array | null;
  readonly spendActual: Float64Array;
  readonly spendSquares: Float64Array;
  /** Spend of the tenth with the best scores. */
  readonly captured: Float64Array;
}

export function blockSums(rows: SplitRows, dealt: Dealt, prediction: Prediction): BlockSums {
  const { AFTER, SPEND_AFTER, N } = rows;
  const { PURCHASES, SPEND, outcome, method } = prediction;
  const ranking = rankingOf(SPEND, N);
  const inTop = shareInTop(ranking, TOP * rows.customers);
  const { customers, actual, spendActual } = dealt;
  const zeros = new Float64Array(dealt.blocks);
  const sums = (value: (i: number) => number): Float64Array => sumsByBlock(dealt, value);
  const expected = PURCHASES;
  return {
    method,
    customers,
    actual,
    spendActual,
    expected: expected === null ? zeros : sums((i) => expected[i]!),
    squares: sums((i) => ((expected?.[i] ?? 0) - AFTER[i]!) ** 2),
    absolute: sums((i) => Math.abs((expected?.[i] ?? 0) - AFTER[i]!)),
    logScore: outcome === null ? null : sums((i) => outcome.LOG_P[i]!),
    spendSquares: sums((i) => (SPEND[i]! - SPEND_AFTER[i]!) ** 2),
    captured: sums((i) => inTop[ranking.tieOf[i]!]! * SPEND_AFTER[i]!),
  };
}
