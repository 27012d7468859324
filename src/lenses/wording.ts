import type { Cell } from '../common/result.js';
import { rounded } from '../common/rounded.js';

/** A count with thousands separators. */
export function count(cell: Cell | undefined): string {
  return amount(Number(cell ?? 0));
}

export function percent(cell: Cell | undefined, digits = 1): string {
  return cell === null || cell === undefined
    ? 'an unknown share'
    : `${rounded(Number(cell) * 100, digits)} %`;
}

/** `between 12.0 % and 15.0 % over 3 years`, or `15.0 % in each of 3 years` where all look the same. */
export function percentRange(shares: readonly number[], periods: string): string {
  const [low, high] = [percent(Math.min(...shares)), percent(Math.max(...shares))];
  const over = `${shares.length} ${periods}`;
  return low === high ? `${low} in each of ${over}` : `between ${low} and ${high} over ${over}`;
}

export function fixed(cell: Cell | undefined, digits = 2): string {
  return rounded(Number(cell ?? 0), digits);
}

/** A money string with thousands separators, digits untouched. */
export function amount(cell: Cell | undefined): string {
  const [whole = '0', part] = String(cell ?? 0).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** A mean or a quantile of money, with the digits that money has. */
export function average(cell: Cell | undefined, digits: number): string {
  return typeof cell === 'number' ? amount(rounded(cell, digits)) : amount(cell);
}

/** ` (EUR)` for a label; nothing where the data name no currency. */
export function inCurrency(currency: string | null): string {
  return currency === null ? '' : ` (${currency})`;
}
