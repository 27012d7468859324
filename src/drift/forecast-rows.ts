/** Customers at the start of a window, and their purchases in it; row i stands for N[i] of them. Times in days. */
export interface ForecastRows {
  readonly size: number;
  readonly customers: number;
  /** Length of the window. */
  readonly days: number;
  readonly X: Float64Array;
  readonly T_X: Float64Array;
  readonly T: Float64Array;
  readonly AFTER: Float64Array;
  readonly N: Float64Array;
}
