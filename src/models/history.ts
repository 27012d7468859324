/**
 * One customer's purchase history, times in one unit (weeks by default) since the first purchase.
 * The names are the papers': Fader, Hardie & Lee 2005.
 */
export interface History {
  /** Repeat purchases (the first is not counted): whole, >= 0. */
  readonly x: number;
  /** Time of the last repeat purchase; 0 when x is 0. */
  readonly t_x: number;
  /** Age at the end of observation, >= t_x. */
  readonly T: number;
}

/** Histories in columns; row i stands for `N[i]` customers (1 each when `N` is absent). */
export interface HistoryColumns {
  readonly X: ArrayLike<number>;
  readonly T_X: ArrayLike<number>;
  readonly T: ArrayLike<number>;
  readonly N?: ArrayLike<number>;
}

/** Throws a RangeError that names the first value that cannot be a history. */
export function checkHistory({ x, t_x, T }: History): void {
  if (!Number.isInteger(x) || x < 0) throw new RangeError(`invalid x: ${x}`);
  if (!(T >= 0 && T < Number.POSITIVE_INFINITY)) throw new RangeError(`invalid T: ${T}`);
  if (!(t_x >= 0 && t_x <= T)) throw new RangeError(`invalid t_x: ${t_x}, T is ${T}`);
  if (x === 0 && t_x !== 0) throw new RangeError(`invalid t_x: ${t_x}, x is 0`);
}

/** Throws unless each named parameter is a positive finite number. */
export function checkParameters(parameters: object, names: readonly string[]): void {
  for (const name of names) {
    const value = (parameters as Record<string, unknown>)[name];
    if (typeof value !== 'number' || !(value > 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`invalid parameter ${name}: ${String(value)}`);
    }
  }
}

/** Throws unless t is a finite time >= 0. */
export function checkTime(t: number, name = 't'): void {
  if (!(t >= 0 && t < Number.POSITIVE_INFINITY)) throw new RangeError(`invalid ${name}: ${t}`);
}
