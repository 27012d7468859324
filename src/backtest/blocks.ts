import { seededRandom } from '../numeric/seeded.js';
import type { Prediction } from './prediction.js';
import type { SplitRows } from './split-rows.js';
import { shareInTop, tiesOf } from './weighted.js';

/** Blocks of customers drawn at random: a resampling of blocks costs the same for a million customers as for thousands. */
export const MOST_BLOCKS = 2000;
const TOP = 0.1;

/** For each row, where its customers are: block numbers of customer `starts[i]` to `starts[i + 1]`. */
export interface Dealt {
  readonly blocks: number;
  readonly starts: Float64Array;
  readonly blockOf: Uint16Array;
}

/** Deals customers to blocks, each by itself and by chance. */
export function deal({ N, size, customers }: SplitRows, seed: number): Dealt {
  const random = seededRandom(seed);
  const blocks = Math.max(1, Math.min(MOST_BLOCKS, customers));
  const starts = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) starts[i + 1] = starts[i]! + N[i]!;
  const blockOf = Uint16Array.from({ length: customers }, () => Math.floor(random.uniform() * blocks));
  return { blocks, starts, blockOf };
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
  readonly spendExpected: Float64Array;
  readonly spendActual: Float64Array;
  readonly spendSquares: Float64Array;
  /** Spend of the tenth with the best scores. */
  readonly captured: Float64Array;
}

export function blockSums(rows: SplitRows, dealt: Dealt, prediction: Prediction): BlockSums {
  const { AFTER, SPEND_AFTER, N } = rows;
  const { PURCHASES, SPEND, outcome, method } = prediction;
  const ties = tiesOf(SPEND, SPEND_AFTER, N);
  const inTop = shareInTop(ties, TOP * rows.customers);
  const zeros = new Float64Array(rows.size);
  const expected = PURCHASES ?? zeros;
  const sums = (value: (i: number) => number): Float64Array => {
    const out = new Float64Array(dealt.blocks);
    for (let i = 0; i < rows.size; i++) {
      const v = value(i);
      for (let c = dealt.starts[i]!; c < dealt.starts[i + 1]!; c++) {
        const block = dealt.blockOf[c]!;
        out[block] = out[block]! + v;
      }
    }
    return out;
  };
  return {
    method,
    customers: sums(() => 1),
    expected: sums((i) => expected[i]!),
    actual: sums((i) => AFTER[i]!),
    squares: sums((i) => (expected[i]! - AFTER[i]!) ** 2),
    absolute: sums((i) => Math.abs(expected[i]! - AFTER[i]!)),
    logScore: outcome === null ? null : sums((i) => outcome.LOG_P[i]!),
    spendExpected: sums((i) => SPEND[i]!),
    spendActual: sums((i) => SPEND_AFTER[i]!),
    spendSquares: sums((i) => (SPEND[i]! - SPEND_AFTER[i]!) ** 2),
    captured: sums((i) => inTop[ties.tieOf[i]!]! * SPEND_AFTER[i]!),
  };
}
