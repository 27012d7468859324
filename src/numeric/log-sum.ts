/** ln(e^a + e^b) without overflow; -Infinity is a legal argument and stands for 0. */
export function logAddExp(a: number, b: number): number {
  const top = Math.max(a, b);
  if (top === Number.NEGATIVE_INFINITY) return top;
  return top + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/** ln of the sum of e^v over the list without overflow; -Infinity for an empty list. */
export function logSumExp(values: ArrayLike<number>): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) top = Math.max(top, values[i]!);
  if (!Number.isFinite(top)) return top;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - top);
  return top + Math.log(sum);
}

/** 1/(1 + e^-z), the share of e^z in 1 + e^z; no overflow, relative accuracy in both tails. */
export function logistic(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** ln(1 - e^x) for x <= 0, accurate at both ends. */
export function logOneMinusExp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/** (e^x - 1)/x with its limit 1 at x = 0. */
export function expm1Ratio(x: number): number {
  return x === 0 ? 1 : Math.expm1(x) / x;
}
