/** Weights up to this are multiplied out. */
export const FEW = 8;

/** The logarithm of larger odds is added by itself. */
export const LARGEST_ODDS = 1e13;

/** A product that is full; times FEW factors of the largest odds it is finite. */
export const FULL = 1e180;

/** Odds of rows are made of two tabled powers where their exponents stay below this. */
export const LARGEST_TABLED = 300;

/**
 * The total of n ln(1 + odds) over many rows is the logarithm of a product that is taken only when it is full: a
 * multiplication a row in the place of a logarithm. A factor loses at most half a rounding of 1, as does adding its
 * logarithm to a sum.
 */
export function power(factor: number, n: number): number {
  let out = factor;
  for (let k = 1; k < n; k++) out *= factor;
  return out;
}
