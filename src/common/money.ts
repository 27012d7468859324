import { Decimal } from 'decimal.js';

/** Money arithmetic: 50 significant digits hold any DECIMAL(38,4) sum and product exactly enough to round once. */
export const Money = Decimal.clone({
  precision: 60,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -40,
  toExpPos: 60,
});
export type Money = Decimal;

/** Currencies whose minor unit is not 1/100 (ISO 4217). */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Digits after the point in the currency's minor unit; 2 for an unknown or unnamed currency. */
export function minorDigits(currency: string | null): number {
  return currency === null ? 2 : (MINOR_DIGITS[currency.toUpperCase()] ?? 2);
}

/** A decimal string as the store gives it, as exact money. */
export function money(value: string | number | bigint | Decimal): Decimal {
  return new Money(typeof value === 'bigint' ? value.toString() : value);
}

/** Rounds half-up to the minor unit, as a plain decimal string: `-0.00` is never printed. */
export function roundMoney(value: Decimal | string, digits: number): string {
  const rounded = money(value).toDecimalPlaces(digits, Decimal.ROUND_HALF_UP);
  return (rounded.isZero() ? money(0) : rounded).toFixed(digits);
}

/** The one door from exact money to floating point, for models and charts. */
export function toModelAmount(value: Decimal | string): number {
  return money(value).toNumber();
}
