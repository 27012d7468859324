import { seededRandom } from '../numeric/seeded.js';
import type { BlockSums, PurchaseBlocks } from './blocks.js';

const DRAWS = 1000;
const LEVEL = 0.95;

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A measure of the sums over blocks (each with its weight). */
export type Measure = (sum: (column: Float64Array) => number) => number;

/**
 * Percentile intervals (95 %) of measures by the Poisson bootstrap of blocks: each block counts Poisson(1) times, with the
 * same draws for all measures and methods, so that differences are paired.
 */
export function bootstrapIntervals(
  measures: readonly Measure[],
  blocks: number,
  seed: number,
  draws = DRAWS,
): Interval[] {
  const random = seededRandom(seed);
  const values = measures.map(() => new Float64Array(draws));
  const weights = new Float64Array(blocks);
  // Measures share columns: each is added up once a draw.
  const sums = new Map<Float64Array, number>();
  const weighted = (column: Float64Array): number => {
    const known = sums.get(column);
    if (known !== undefined) return known;
    const sum = product(weights, column);
    sums.set(column, sum);
    return sum;
  };
  for (let d = 0; d < draws; d++) {
    for (let b = 0; b < blocks; b++) weights[b] = random.poisson(1);
    sums.clear();
    for (const [k, measure] of measures.entries()) values[k]![d] = measure(weighted);
  }
  weights.fill(1);
  sums.clear();
  return measures.map((measure, k) => {
    const sorted = values[k]!.filter((value) => !Number.isNaN(value)).sort();
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
    return { value: measure(weighted), low: at((1 - LEVEL) / 2), high: at((1 + LEVEL) / 2) };
  });
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Root of the mean squared error of purchases. */
export function rmseOf({ squares, customers }: PurchaseBlocks): Measure {
  return (sum) => Math.sqrt(sum(squares) / sum(customers));
}

export function maeOf({ absolute, customers }: BlockSums): Measure {
  return (sum) => sum(absolute) / sum(customers);
}

/** Mean log-score; NaN of a method without a distribution. */
export function logScoreOf({ logScore, customers }: PurchaseBlocks): Measure {
  return (sum) => (logScore === null ? Number.NaN : sum(logScore) / sum(customers));
}

export function spendRmseOf({ spendSquares, customers }: BlockSums): Measure {
  return (sum) => Math.sqrt(sum(spendSquares) / sum(customers));
}

/** Share of the spend that came which the best tenth by score brought. */
export function captureOf({ captured, spendActual }: BlockSums): Measure {
  return (sum) => sum(captured) / sum(spendActual);
}

/** Expected over actual purchases, less 1. */
export function aggregateOf({ expected, actual }: BlockSums): Measure {
  return (sum) => sum(expected) / sum(actual) - 1;
}

export function difference(a: Measure, b: Measure): Measure {
  return (sum) => a(sum) - b(sum);
}

export function quotient(a: Measure, b: Measure): Measure {
  return (sum) => a(sum) / b(sum);
}
