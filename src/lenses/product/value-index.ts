import { type Money, money } from '../../common/money.js';
import type { StoreRow } from '../../store/store.js';

const NORMAL_975 = 1.959963984540054;

/** Customers, the sum of their values, and of the squares of their values. */
export interface Values {
  readonly customers: number;
  readonly value: Money;
  readonly squares: Money;
}

export interface ValueIndex {
  readonly index: number | null;
  /** 95 % interval; null below two customers. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Reads `customers, value, value_squares`, and adds the rows up. */
export function values(rows: readonly StoreRow[]): Values {
  return rows.reduce<Values>(
    (total, row) => ({
      customers: total.customers + Number(row.customers),
      value: total.value.plus(String(row.value ?? 0)),
      squares: total.squares.plus(String(row.value_squares ?? 0)),
    }),
    { customers: 0, value: money(0), squares: money(0) },
  );
}

/**
 * Mean value of a part / mean value of all, of which the part is one. The interval is the delta method's for a ratio
 * of overlapping means: with S the sum of squared deviations, a = 1/(μ n_part), b = μ_part/(μ² n),
 * variance = a² S_part − 2ab S_part + b² S. Values are heavy-tailed: under 30 customers it is a rough guide.
 */
export function valueIndex(part: Values, all: Values): ValueIndex {
  if (part.customers === 0 || all.customers === 0 || all.value.lte(0))
    return { index: null, low: null, high: null };
  const mean = all.value.div(all.customers);
  const meanPart = part.value.div(part.customers);
  const index = meanPart.div(mean).toNumber();
  if (part.customers < 2) return { index, low: null, high: null };
  const a = money(1).div(mean.times(part.customers)).toNumber();
  const b = meanPart.div(mean.times(mean).times(all.customers)).toNumber();
  const sPart = deviations(part);
  const variance = a * a * sPart - 2 * a * b * sPart + b * b * deviations(all);
  const spread = NORMAL_975 * Math.sqrt(Math.max(0, variance));
  return { index, low: index - spread, high: index + spread };
}

/** Σ (x − mean)², never below zero. */
function deviations({ customers, value, squares }: Values): number {
  return Math.max(0, squares.minus(value.times(value).div(customers)).toNumber());
}
