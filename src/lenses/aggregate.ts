import { type Money, money, roundMoney } from '../common/money.js';
import type { Cell } from '../common/result.js';
import type { StoreRow } from '../store/store.js';

/** Sums over a group of customers in a period, exact. */
export interface Aggregate {
  readonly customers: number;
  readonly orders: number;
  /** Net of returns. */
  readonly spend: Money;
  /** Of the lines whose profit is known; null when none is. */
  readonly profit: Money | null;
  readonly profitKnownSpend: Money;
}

/** Reads `customers, orders, spend, profit, profit_known_spend` of a row of sums. */
export function aggregate(row: StoreRow): Aggregate {
  return {
    customers: Number(row.customers),
    orders: Number(row.orders ?? 0),
    spend: money(String(row.spend ?? 0)),
    profit: row.profit === null || row.profit === undefined ? null : money(String(row.profit)),
    profitKnownSpend: money(String(row.profit_known_spend ?? 0)),
  };
}

export function sum(parts: readonly Aggregate[]): Aggregate {
  return parts.reduce(
    (total, part) => ({
      customers: total.customers + part.customers,
      orders: total.orders + part.orders,
      spend: total.spend.plus(part.spend),
      profit: part.profit === null ? total.profit : (total.profit ?? money(0)).plus(part.profit),
      profitKnownSpend: total.profitKnownSpend.plus(part.profitKnownSpend),
    }),
    { customers: 0, orders: 0, spend: money(0), profit: null, profitKnownSpend: money(0) },
  );
}

/**
 * The multiplicative parts of a group's total:
 * customers × AOF × AOV × known share × margin = profit, and customers × AOF × AOV = spend.
 */
export function factors(
  group: Aggregate,
  digits: number,
): Record<'aof' | 'aov' | 'known_share' | 'margin', Cell> {
  return {
    aof: group.customers === 0 ? null : group.orders / group.customers,
    aov: group.orders === 0 ? null : roundMoney(group.spend.div(group.orders), digits),
    known_share: ratio(group.profitKnownSpend, group.spend),
    margin: group.profit === null ? null : ratio(group.profit, group.profitKnownSpend),
  };
}

/** A quotient of money as a number; null when the whole is zero. */
export function ratio(part: Money | number, whole: Money | number): number | null {
  const divisor = money(whole);
  return divisor.isZero() ? null : money(part).div(divisor).toNumber();
}

/** A part of a total, or a change against it; null when the total is not above zero, where shares say nothing. */
export function shareOf(part: Money | number, whole: Money | number): number | null {
  return money(whole).isPositive() ? ratio(part, whole) : null;
}

export function moneyCell(value: Money | null, digits: number): Cell {
  return value === null ? null : roundMoney(value, digits);
}
