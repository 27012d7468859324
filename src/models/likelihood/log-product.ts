import type { CompensatedSum } from '../../numeric/sum.js';

/** Weights up to this are multiplied out. */
const FEW = 8;

/** A product that is full; times FEW factors of the largest odds it is finite. */
const FULL = 1e180;

/** The logarithm of larger odds is added by itself. */
export const LARGEST_ODDS = 1e13;

/** Odds of rows are made of two tabled powers where their exponents stay below this. */
export const LARGEST_TABLED = 300;

/**
 * Adds n ln(1 + odds) over many rows to a sum, as the logarithm of a product that is taken only when it is full: a
 * multiplication a row in the place of a logarithm. A factor loses at most half a rounding of 1, as does adding its
 * logarithm to a sum.
 */
export class LogProduct {
  private product = 1;

  constructor(private readonly sum: CompensatedSum) {}

  /** `odds` up to LARGEST_ODDS. */
  add(odds: number, n: number): void {
    if (n === 1) this.product *= 1 + odds;
    else if (n <= FEW && Number.isInteger(n)) for (let k = 0; k < n; k++) this.product *= 1 + odds;
    else this.sum.add(n * Math.log1p(odds));
    if (this.product > FULL) this.finish();
  }

  /** Adds what the product holds: to be called at the end. */
  finish(): void {
    this.sum.add(Math.log(this.product));
    this.product = 1;
  }
}
