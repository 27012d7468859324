import { incompleteBeta } from '../../numeric/incomplete-beta.js';
import { bracketedRoot } from '../../numeric/root.js';
import type { Future } from '../future.js';

/** Purchases to come of a customer who is alive, as few points with their probabilities; the rest of the mass is at 0. */
export interface CountTable {
  /** Purchases, >= 1, ascending. */
  readonly counts: Float64Array;
  readonly mass: Float64Array;
}

const SINGLE = 64;
const NEGLIGIBLE = 1e-9;

/**
 * The distribution of the count in (0, t] given alive: each n up to 64, then bins that grow by 3 % with their whole mass
 * at the middle, up to a tail of 1e-9. Depends on (x, T) only and can be shared by all customers who have them.
 */
export function countTable(future: Future, t: number): CountTable {
  const counts: number[] = [];
  const mass: number[] = [];
  if (t > 0) {
    const pmf = future.pmf(SINGLE, t);
    for (let n = 1; n <= SINGLE; n++) {
      if (pmf[n]! > 0) {
        counts.push(n);
        mass.push(pmf[n]!);
      }
    }
    let tail = future.atLeast(SINGLE + 1, t);
    for (let from = SINGLE + 1; tail > NEGLIGIBLE; ) {
      const to = from + Math.ceil(0.03 * from);
      const beyond = future.atLeast(to, t);
      counts.push(0.5 * (from + to - 1));
      mass.push(Math.max(0, tail - beyond));
      from = to;
      tail = beyond;
    }
  }
  return { counts: Float64Array.from(counts), mass: Float64Array.from(mass) };
}

/**
 * P(total spend <= z gamma' and at least one purchase | alive): the spend of n purchases, each Gamma(p, nu) with nu ~
 * Gamma(q', gamma'), is gamma' times a beta prime: sum of mass_n I_{z/(1+z)}(p n, q'). In units of gamma' it does not depend
 * on the customer's own mean spend.
 */
export function totalSpendCdf({ counts, mass }: CountTable, p: number, q: number, z: number): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    if (mass[i]! > 0) total += mass[i]! * incompleteBeta(z / (1 + z), p * counts[i]!, q, 1 / (1 + z));
  }
  return total;
}

/**
 * Smallest z with P(total spend <= z gamma') >= level for a customer alive with probability `alive`; 0 when buying
 * nothing is that probable. Relative error below 1e-7.
 */
export function totalSpendQuantile(
  table: CountTable,
  alive: number,
  p: number,
  q: number,
  level: number,
): number {
  const some = alive * table.mass.reduce((a, b) => a + b, 0);
  const wanted = level - (1 - some);
  if (wanted <= 0 || some === 0) return 0;
  const f = (y: number): number => alive * totalSpendCdf(table, p, q, Math.exp(y)) - wanted;
  let low = Math.log(p / q) - 1;
  let high = low + 2;
  while (f(low) > 0) low -= 4;
  while (f(high) < 0 && high < 600) high += 4;
  if (high >= 600) return Number.POSITIVE_INFINITY;
  return Math.exp(bracketedRoot(f, low, high, { relative: 0, absolute: 1e-7 }));
}
