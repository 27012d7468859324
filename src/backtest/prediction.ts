import type { SplitRows } from './split-rows.js';

/** What a method says at the origin, row by row of a split. It has seen nothing after the origin. */
export interface Prediction {
  readonly method: string;
  readonly kind: 'model' | 'baseline';
  /** Expected purchases in the days held out; null for a rule that only ranks. */
  readonly PURCHASES: Float64Array | null;
  /** Expected spend; of a rule that only ranks, its score. */
  readonly SPEND: Float64Array;
  /** Null where there is no distribution. */
  readonly outcome: Outcome | null;
}

/** How the purchases that came stand in the predictive distribution. */
export interface Outcome {
  /** ln P(exactly the purchases that came), by row. */
  readonly LOG_P: Float64Array;
  readonly coverage: Coverage;
}

/** Of equal-tailed 80 % intervals; shares of all customers. */
export interface Coverage {
  /** Mean predictive mass inside each customer's own interval. */
  readonly claimed: number;
  /** Customers whose purchases were inside. */
  readonly observed: number;
  /** Standard error of observed - claimed. */
  readonly error: number;
  /** Mass of the randomised PIT between .1 and .9: .8 when calibrated, whatever the counts. */
  readonly pitInside: number;
  /** Mass of the PIT in each tenth (Czado, Gneiting, Held 2009): .1 each when calibrated. */
  readonly pit: readonly number[];
}

/** Weighted sum over rows. */
export function total({ N }: SplitRows, value: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < N.length; i++) sum += N[i]! * value(i);
  return sum;
}
