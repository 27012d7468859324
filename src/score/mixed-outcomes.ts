import { whereFallsTo } from './invert.js';
import type { CellSpread } from './score-cells.js';

/** Distance of two points of the lattice of values, as a logarithm. */
export const VALUE_STEP = 0.12;
/** The lattice reaches from e^-12 to e^31 of the currency: below all that rounds to nothing, above all money. */
const LOWEST = -100;
const POINTS = 361;
/** Counts that are told apart; who buys more often keeps an interval of their own. */
const COUNTS = 400;

/** How the outcomes of customers spread: each array is P(more than) at its points, falling. */
export interface Outcomes {
  /** P(at least n purchases), n = 1 … */
  readonly counts: Float64Array;
  /** P(at least one purchase) up to each of the times of `logDaysTo`. */
  readonly within: Float64Array;
  /** P(value > e^u) and P(value < -e^u), u on the lattice. */
  readonly gains: Float64Array;
  readonly losses: Float64Array;
}

export interface MixedInterval {
  readonly low: number;
  readonly high: number;
}

export function noOutcomes(times: number): Outcomes {
  return {
    counts: new Float64Array(COUNTS),
    within: new Float64Array(times),
    gains: new Float64Array(POINTS),
    losses: new Float64Array(POINTS),
  };
}

/** Adds so many times the outcomes of a cell but for their values. */
export function addCounts(to: Outcomes, spread: CellSpread, times: number): void {
  for (let n = 1; n <= COUNTS; n++) {
    const tail = spread.countTail(n);
    if (tail === 0) break;
    to.counts[n - 1] = to.counts[n - 1]! + times * tail;
  }
  to.within.forEach((sum, i) => {
    to.within[i] = sum + times * spread.buysWithin[i]!;
  });
}

/** Values of a cell in units of e^(bin VALUE_STEP): its tails on the lattice and far enough around it, looked up once. */
export class CellValues {
  private readonly known = new Map<number, number>();

  constructor(private readonly spread: CellSpread) {}

  /** P(|value| > e^(VALUE_STEP k)) of who has the unit e^(VALUE_STEP bin). */
  tail(k: number, bin: number): number {
    const place = k - bin;
    const known = this.known.get(place);
    if (known !== undefined) return known;
    const tail = this.spread.valueTail(VALUE_STEP * place);
    this.known.set(place, tail);
    return tail;
  }
}

/** Adds so many times the values of who has the unit sign e^(VALUE_STEP bin). */
export function addValues(
  to: Outcomes,
  values: CellValues,
  { sign, bin }: { readonly sign: number; readonly bin: number },
  times: number,
): void {
  if (sign === 0 || times === 0) return;
  const sums = sign > 0 ? to.gains : to.losses;
  for (let i = 0; i < POINTS; i++) {
    const tail = values.tail(LOWEST + i, bin);
    if (tail === 0) break;
    sums[i] = sums[i]! + times * tail;
  }
}

/** to = a to + b from. */
export function blendInto(to: Outcomes, a: number, from: Outcomes, b: number): void {
  for (const name of ['counts', 'within', 'gains', 'losses'] as const) {
    const [sums, added] = [to[name], from[name]];
    for (let i = 0; i < sums.length; i++) sums[i] = a * sums[i]! + b * added[i]!;
  }
}

/** Smallest n with P(N <= n) >= level, of tails P(N >= n); null beyond what is told apart. */
export function countAt(counts: Float64Array, level: number): number | null {
  let low = 0;
  let high = counts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (counts[middle]! <= 1 - level) high = middle;
    else low = middle + 1;
  }
  return low === counts.length ? null : low;
}

/** Smallest value with P(value <= v) >= level: a loss, nothing, or a gain. */
export function valueAt({ gains, losses }: Pick<Outcomes, 'gains' | 'losses'>, level: number): number {
  if (losses[0]! >= level) return -crossing(losses, level);
  return gains[0]! <= 1 - level ? 0 : crossing(gains, 1 - level);
}

const LOGS = Float64Array.from({ length: POINTS }, (_, i) => VALUE_STEP * (LOWEST + i));

function crossing(tails: Float64Array, target: number): number {
  const found = whereFallsTo(LOGS, tails, target);
  return Math.exp(Number.isNaN(found) ? LOGS.at(-1)! : found);
}
