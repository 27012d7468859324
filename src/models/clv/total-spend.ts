import { incompleteBeta } from '../../numeric/incomplete-beta.js';
import { logBeta } from '../../numeric/log-beta.js';
import { bracketedRoot } from '../../numeric/root.js';
import type { Future } from '../future.js';

/** Purchases to come of a customer who is alive, as few points with their probabilities; the rest of the mass is at 0. */
export interface CountTable {
  /** Purchases, >= 1, ascending. */
  readonly counts: Float64Array;
  readonly mass: Float64Array;
  /** P(at least n), n = 0, 1, …, as far as counts are single. */
  readonly tails: Float64Array;
}

const SINGLE = 64;
const NEGLIGIBLE = 1e-9;

/**
 * The distribution of the count in (0, t] given alive: each n up to 64, then bins that grow by 3 % with their whole mass
 * at the middle (mean right to 2e-4), up to a tail of 1e-9. Depends on (x, T) only and can be shared by all
 * customers who have them.
 */
export function countTable(future: Future, t: number): CountTable {
  const counts: number[] = [];
  const mass: number[] = [];
  if (t === 0)
    return { counts: new Float64Array(0), mass: new Float64Array(0), tails: Float64Array.of(1, 0) };
  const pmf = future.pmf(SINGLE, t);
  const tails = new Float64Array(SINGLE + 2);
  tails[SINGLE + 1] = future.atLeast(SINGLE + 1, t);
  for (let n = SINGLE; n >= 0; n--) tails[n] = tails[n + 1]! + pmf[n]!;
  for (let n = 1; n <= SINGLE && tails[n]! > NEGLIGIBLE; n++) {
    counts.push(n);
    mass.push(pmf[n]!);
  }
  let tail = tails[SINGLE + 1]!;
  for (let from = SINGLE + 1; tail > NEGLIGIBLE; ) {
    const to = from + Math.ceil(0.03 * from);
    const beyond = future.atLeast(to, t);
    counts.push(0.5 * (from + to - 1));
    mass.push(Math.max(0, tail - beyond));
    from = to;
    tail = beyond;
  }
  return { counts: Float64Array.from(counts), mass: Float64Array.from(mass), tails };
}

/**
 * Smallest n with P(purchases <= n) >= level for a customer alive with probability `alive`, from the shared table;
 * null where the answer is beyond its single counts (`countQuantile` knows).
 */
export function tableQuantile({ tails }: CountTable, alive: number, level: number): number | null {
  for (let n = 0; n + 1 < tails.length; n++) if (alive * tails[n + 1]! <= 1 - level) return n;
  return null;
}

/**
 * P(total spend <= z gamma' and at least one purchase | alive): the spend of n purchases, each Gamma(p, nu) with nu ~
 * Gamma(q', gamma'), is gamma' times a beta prime: sum of mass_n I_{z/(1+z)}(p n, q'). In units of gamma' it does not depend
 * on the customer's own mean spend.
 */
export function totalSpendCdf(table: CountTable, p: number, q: number, z: number): number {
  return totalSpendDistribution(table, p, q)(z);
}

/** The same as a function of z, with what does not depend on z computed once. */
export function totalSpendDistribution(
  { counts, mass }: CountTable,
  p: number,
  q: number,
): (z: number) => number {
  const logB = counts.map((n) => logBeta(p * n, q));
  return (z) => {
    const x = z / (1 + z);
    const y = 1 / (1 + z);
    let total = 0;
    for (let i = 0; i < counts.length; i++) {
      if (mass[i]! > 0) total += mass[i]! * incompleteBeta(x, p * counts[i]!, q, y, logB[i]);
    }
    return total;
  };
}

/**
 * Smallest z with P(total spend <= z gamma') >= level for a customer alive with probability `alive`; 0 when buying
 * nothing is that probable. Error of ln z below `tolerance`.
 */
export function totalSpendQuantile(
  table: CountTable,
  alive: number,
  p: number,
  q: number,
  level: number,
  tolerance = 1e-7,
): number {
  const some = alive * table.mass.reduce((a, b) => a + b, 0);
  const wanted = level - (1 - some);
  if (wanted <= 0 || some === 0) return 0;
  const cdf = totalSpendDistribution(table, p, q);
  const f = (y: number): number => alive * cdf(Math.exp(y)) - wanted;
  let low = Math.log(p / q) - 1;
  let high = low + 2;
  while (f(low) > 0) {
    high = low;
    low -= 2;
  }
  while (f(high) < 0 && high < 600) {
    low = high;
    high += 2;
  }
  if (high >= 600) return Number.POSITIVE_INFINITY;
  return Math.exp(bracketedRoot(f, low, high, { relative: 0, absolute: tolerance }));
}
