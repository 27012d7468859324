import { Decimal } from 'decimal.js';
import type { Cell } from '../common/result.js';

/** Exact arithmetic on the digits that a cell shows; never a second rounding of money. */
const Exact = Decimal.clone({
  precision: 400,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -400,
  toExpPos: 400,
});

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** The number in a cell, exact; null where the cell holds none (missing, not finite, not a number). */
export function numberIn(cell: Cell): Decimal | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? new Exact(cell) : null;
  if (typeof cell === 'string' && DECIMAL.test(cell)) return new Exact(cell);
  return null;
}

/** The same number without an exponent: `0.0000001`, never `1e-7`; zero has no sign. */
export function plainDigits(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed();
}

/** Rounded half-up to `digits` after the point, with thousands separators: `-1,234.50`; zero has no sign. */
export function grouped(value: Decimal, digits: number): string {
  const rounded = value.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP);
  return groupDigits((rounded.isZero() ? new Exact(0) : rounded).toFixed(digits));
}

/** Thousands separators in the whole part of a decimal string, every digit kept. */
export function groupDigits(decimal: string): string {
  const [whole, fraction] = decimal.split('.');
  const separated = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}
