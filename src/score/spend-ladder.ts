import type { CountTable } from '../models/clv/total-spend.js';
import { incompleteBeta } from '../numeric/incomplete-beta.js';
import { logBeta } from '../numeric/log-beta.js';

/** Counts up to this stand on rungs of their own. */
const SINGLE = 8;
/** Beyond, rungs grow by this; mass between two of them is shared so that its mean stays (its spread right to 2e-4). */
const GROWTH = 1.05;
/** The counts that rungs stand for. */
const RUNGS = Float64Array.from({ length: 600 }, (_, i) =>
  i < SINGLE ? i + 1 : SINGLE * GROWTH ** (i - SINGLE + 1),
);
/** Errors below this are not seen. */
const ENOUGH = 1e-13;
/** The rest of a distribution that no level sees. */
const UNSEEN = 1e-6;

/**
 * Distribution functions of the total spend of n purchases, I_{z/(1+z)}(p n, q) with z = e^u/scale, on fixed rungs of n and
 * on the lattice u = step k. Neither depends on a customer's age, so each value is computed once for all ages.
 */
export class SpendLadder {
  private readonly columns = new Map<number, Float64Array>();
  private logB = new Float64Array(0);

  constructor(
    private readonly p: number,
    private readonly q: number,
    private readonly scale: number,
    private readonly step: number,
  ) {}

  /** The distribution functions at u = step k, of at least so many rungs. */
  column(k: number, rungs: number): Float64Array {
    const known = this.columns.get(k);
    if (known !== undefined && known.length >= rungs) return known;
    if (this.logB.length < rungs)
      this.logB = Float64Array.from({ length: rungs }, (_, i) => logBeta(this.p * RUNGS[i]!, this.q));
    const z = Math.exp(this.step * k) / this.scale;
    const x = z / (1 + z);
    const y = 1 / (1 + z);
    const column = new Float64Array(rungs);
    if (known !== undefined) column.set(known);
    for (let i = known?.length ?? 0; i < rungs; i++)
      column[i] = incompleteBeta(x, this.p * RUNGS[i]!, this.q, y, this.logB[i], ENOUGH);
    this.columns.set(k, column);
    return column;
  }
}

/** A distribution of counts, on the rungs. */
export function onRungs({ counts, mass }: CountTable): Float64Array {
  let seen = counts.length;
  for (let rest = 0; seen > 0; seen--) {
    rest += mass[seen - 1]!;
    if (rest >= UNSEEN) break;
  }
  if (seen === 0) return new Float64Array(0);
  const place = (n: number): number =>
    n <= SINGLE ? n - 1 : SINGLE - 1 + Math.floor(Math.log(n / SINGLE) / Math.log(GROWTH));
  const onto = new Float64Array(place(counts[seen - 1]!) + 2);
  for (let i = 0; i < seen; i++) {
    const below = place(counts[i]!);
    const share = Math.max(0, (counts[i]! - RUNGS[below]!) / (RUNGS[below + 1]! - RUNGS[below]!));
    onto[below] = onto[below]! + (1 - share) * mass[i]!;
    onto[below + 1] = onto[below + 1]! + share * mass[i]!;
  }
  return onto;
}
