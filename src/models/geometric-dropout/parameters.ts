/**
 * Parameters of the two models whose customers may drop out right after a purchase: purchase rate lambda ~ Gamma(r, rate
 * alpha), dropout probability p ~ Beta(a, b). All positive; alpha has the unit of time.
 */
export interface GeometricParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

export const GEOMETRIC_NAMES = ['r', 'alpha', 'a', 'b'] as const;

/**
 * Which purchases can be the last: 0, repeat purchases only (BG/NBD); 1, the first purchase too (MBG/NBD). It is also
 * what the survived chances add to b, so that one formula serves both.
 */
export type FirstPurchase = 0 | 1;
