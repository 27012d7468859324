/**
 * MBG/CNBD-k: a purchase is the k-th event of a Poisson process with stage rate lambda ~ Gamma(r, rate alpha), so gaps
 * between purchases are Erlang-k (regular for k > 1); dropout after each purchase, the first included, p ~ Beta(a, b). k is
 * whole and >= 1; k = 1 is MBG/NBD.
 */
export interface MbgcnbdParameters {
  readonly k: number;
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** CNBD-k: the same without dropout; k = 1 is the NBD. */
export interface CnbdParameters {
  readonly k: number;
  readonly r: number;
  readonly alpha: number;
}

export function checkStages({ k }: { readonly k: number }): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`invalid parameter k: ${k}`);
}
