import { logRising } from '../../numeric/log-beta.js';
import { CompensatedSum } from '../../numeric/sum.js';
import type { Groups } from '../groups.js';
import { ageSums } from '../likelihood/age-sums.js';
import type { LikelihoodValue } from '../likelihood/derivatives.js';
import { LARGEST_ODDS, LARGEST_TABLED, LogProduct } from '../likelihood/log-product.js';
import type { FirstPurchase } from './parameters.js';

/**
 * The value of `geometricLikelihood` alone: what only the age tells is added up by age, and a row is one exponential and
 * a multiplication (log-product.ts).
 */
export function geometricValue(groups: Groups, first: FirstPurchase): LikelihoodValue {
  const { CUSTOMERS, PURCHASES } = ageSums(groups);
  return (parameters) => {
    const [r, alpha, a, b] = parameters as unknown as [number, number, number, number];
    const AGES = groups.ages.map((t) => Math.log1p(t / alpha));
    const LASTS = groups.lasts.map((t) => Math.log1p(t / alpha));
    const total = new CompensatedSum();
    for (let k = 0; k < AGES.length; k++) total.add(-(r * CUSTOMERS[k]! + PURCHASES[k]!) * AGES[k]!);
    for (const { x, from, to, customers } of groups.runs) {
      const chances = x + first;
      total.add(customers * (logRising(r, x) - x * Math.log(alpha)));
      if (chances === 0) continue;
      total.add(customers * (logRising(b, chances) - logRising(a + b, chances)));
      total.add(deadTerms(groups, AGES, LASTS, r + x, Math.log(a / (b + chances - 1)), from, to));
    }
    return total.total;
  };
}

/** Sum of n ln(1 + e^z), z = c + R ln[(alpha + T)/(alpha + t_x)]; e^z is a product of two tables where rows are many. */
function deadTerms(
  { N, ageOf, lastOf }: Groups,
  AGES: Float64Array,
  LASTS: Float64Array,
  R: number,
  c: number,
  from: number,
  to: number,
): number {
  const isTabled = to - from > AGES.length + LASTS.length && R * AGES[AGES.length - 1]! < LARGEST_TABLED;
  const OLDER = isTabled ? AGES.map((L) => Math.exp(c + R * L)) : AGES;
  const SINCE = isTabled ? LASTS.map((L) => Math.exp(-R * L)) : LASTS;
  const total = new CompensatedSum();
  const product = new LogProduct(total);
  for (let i = from; i < to; i++) {
    const n = N[i]!;
    const older = OLDER[ageOf[i]!]!;
    const since = SINCE[lastOf[i]!]!;
    const odds = isTabled ? older * since : Math.exp(c + R * (older - since));
    if (odds > LARGEST_ODDS) {
      const z = c + R * (AGES[ageOf[i]!]! - LASTS[lastOf[i]!]!);
      total.add(n * (z + Math.log1p(Math.exp(-z))));
    } else product.add(odds, n);
  }
  product.finish();
  return total.total;
}
