import { seededRandom } from '../numeric/seeded.js';
import type { Prediction } from './prediction.js';
import type { SplitRows } from './split-rows.js';
import { rankingOf, shareInTop } from './weighted.js';

/** Blocks of customers drawn at random: a resampling of blocks costs the same for a million customers as for thousands. */
export const MOST_BLOCKS = 2000;
const TOP = 0.1;

/** For each row, where its customers are: block numbers of customer `starts[i]` to `starts[i + 1]`. */
export interface Places {
  readonly blocks: number;
  readonly starts: Float64Array;
  readonly blockOf: Uint16Array;
  /** Customers by block. */
  readonly customers: Float64Array;
}

/** With what came, the same of every method, by block. */
export interface Dealt extends Places {
  readonly actual: Float64Array;
  readonly spendActual: Float64Array;
}

export function deal(rows: SplitRows, seed: number): Dealt {
  const { AFTER, SPEND_AFTER } = rows;
  const places = dealCustomers(rows, seed);
  return {
    ...places,
    actual: sumsByBlock(places, (i) => AFTER[i]!),
    spendActual: sumsByBlock(places, (i) => SPEND_AFTER[i]!),
  };
}

/** Deals customers to blocks, each by itself and by chance. */
export function dealCustomers({ N, size, customers }: SplitRows, seed: number): Places {
  const random = seededRandom(seed);
  const blocks = Math.max(1, Math.min(MOST_BLOCKS, customers));
  const starts = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) starts[i + 1] = starts[i]! + N[i]!;
  const blockOf = new Uint16Array(customers);
  for (let c = 0; c < customers; c++) blockOf[c] = Math.floor(random.uniform() * blocks);
  const places = { blocks, starts, blockOf };
  return { ...places, customers: sumsByBlock(places, () => 1) };
}

function sumsByBlock(
  { blocks, starts, blockOf }: Omit<Places, 'customers'>,
  value: (i: number) => number,
): Float64Array {
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

/** Sums by block of what the measures of purchases are made of that gates go by. */
export interface PurchaseBlocks {
  readonly customers: Float64Array;
  readonly squares: Float64Array;
  readonly logScore: Float64Array | null;
}

/** Sums by block of what all measures of a method are made of. */
export interface BlockSums extends PurchaseBlocks {
  readonly method: string;
  readonly expected: Float64Array;
  readonly actual: Float64Array;
  readonly absolute: Float64Array;
  readonly spendActual: Float64Array;
  readonly spendSquares: Float64Array;
  /** Spend of the tenth with the best scores. */
  readonly captured: Float64Array;
}

export function blockSums(rows: SplitRows, dealt: Dealt, prediction: Prediction): BlockSums {
  const { AFTER, SPEND_AFTER, N } = rows;
  const { PURCHASES, SPEND, method } = prediction;
  const ranking = rankingOf(SPEND, N);
  const inTop = shareInTop(ranking, TOP * rows.customers);
  const { actual, spendActual } = dealt;
  const zeros = new Float64Array(dealt.blocks);
  const sums = (value: (i: number) => number): Float64Array => sumsByBlock(dealt, value);
  const expected = PURCHASES;
  return {
    ...purchaseBlocks(rows, dealt, prediction),
    method,
    actual,
    spendActual,
    expected: expected === null ? zeros : sums((i) => expected[i]!),
    absolute: sums((i) => Math.abs((expected?.[i] ?? 0) - AFTER[i]!)),
    spendSquares: sums((i) => (SPEND[i]! - SPEND_AFTER[i]!) ** 2),
    captured: sums((i) => inTop[ranking.tieOf[i]!]! * SPEND_AFTER[i]!),
  };
}

export function purchaseBlocks(
  { AFTER }: SplitRows,
  places: Places,
  { PURCHASES, outcome }: Pick<Prediction, 'PURCHASES' | 'outcome'>,
): PurchaseBlocks {
  return {
    customers: places.customers,
    squares: sumsByBlock(places, (i) => ((PURCHASES?.[i] ?? 0) - AFTER[i]!) ** 2),
    logScore: outcome === null ? null : sumsByBlock(places, (i) => outcome.LOG_P[i]!),
  };
}
