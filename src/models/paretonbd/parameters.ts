/**
 * Purchase rate lambda ~ Gamma(r, rate alpha), dropout rate mu ~ Gamma(s, rate beta); all positive, alpha and beta
 * have the unit of time.
 */
export interface ParetoParameters {
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}
