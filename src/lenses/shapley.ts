import { type Money, money, roundMoney } from '../common/money.js';

/** Values of a sub-product keep this many decimals, so that adding them is exact. */
const FIXED = 20;

/**
 * Shares of the change of a product among its factors: the Shapley value of each factor (Shapley 1953), the mean
 * over all orders of switching the factors from their first to their second value. Serves zero and negative
 * factors. `from` and `to` are the exact totals that the products stand for; the effects sum to `to − from`.
 */
export function shapleyEffects(
  first: readonly Money[],
  second: readonly Money[],
  from: Money,
  to: Money,
): Money[] {
  const n = first.length;
  const all = 2 ** n - 1;
  const values = Array.from({ length: all + 1 }, (_, set) =>
    set === 0 ? from : set === all ? to : product(first.map((x, i) => (set & (1 << i) ? second[i]! : x))),
  );
  const factorial = factorials(n);
  return first.map((_, i) => {
    let scaled = money(0);
    for (let set = 0; set <= all; set++) {
      if (set & (1 << i)) continue;
      const size = bits(set);
      const weight = factorial[size]! * factorial[n - size - 1]!;
      scaled = scaled.plus(values[set | (1 << i)]!.minus(values[set]!).times(weight));
    }
    return scaled.div(factorial[n]!);
  });
}

/**
 * Rounds parts to `digits` so that they still sum to the rounded total: each is rounded down, and the units that
 * are left go to the largest remainders.
 */
export function roundParts(parts: readonly Money[], digits: number): string[] {
  const unit = money(10).pow(-digits);
  const total = money(
    roundMoney(parts.reduce((sum, part) => sum.plus(part), money(0)).toDecimalPlaces(FIXED), digits),
  );
  const whole = parts.map((part) => part.toDecimalPlaces(FIXED).div(unit).floor());
  const missing = total
    .div(unit)
    .minus(whole.reduce((sum, part) => sum.plus(part), money(0)))
    .toNumber();
  const byRemainder = parts
    .map((part, i) => ({ i, rest: part.div(unit).minus(whole[i]!) }))
    .sort((a, b) => b.rest.comparedTo(a.rest) || a.i - b.i)
    .slice(0, missing);
  const raised = new Set(byRemainder.map(({ i }) => i));
  return whole.map((part, i) => roundMoney(part.plus(raised.has(i) ? 1 : 0).times(unit), digits));
}

function product(factors: readonly Money[]): Money {
  return factors.reduce((total, factor) => total.times(factor), money(1)).toDecimalPlaces(FIXED);
}

function factorials(n: number): number[] {
  const list = [1];
  for (let k = 1; k <= n; k++) list.push(list[k - 1]! * k);
  return list;
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}
