import type { Row } from '../common/result.js';
import type { Bindings, Store } from '../store/store.js';

/** One row of the validation: what is promised, what was found, the bound, and whether it holds (null = can't tell). */
export function fact(
  check: string,
  promise: string,
  value: number | null,
  bound: string,
  passes: boolean | null,
): Row {
  return { check, promise, value: value === null ? null : Number(value.toFixed(6)), bound, passes };
}

/** The one `value` of a query. */
export async function number(store: Store, text: string, bindings: Bindings = {}): Promise<number> {
  return Number((await store.one(text, bindings)).value);
}
