import type { Column, Row } from '../common/result.js';

/**
 * Figures of a row that are equal to those of another by no chance: money, and shares and means with many digits.
 * @param digits of money at least; few customers often spend the same
 */
export function tellingFigures(
  columns: readonly Column[],
  row: Row,
  customers: number,
  digits: number,
): string[] {
  return columns.flatMap(({ id, type }) => {
    const value = row[id];
    if (value === null || value === undefined) return [];
    if (type === 'money') return digitsOf(String(value)) >= digits ? [`money ${value}`] : [];
    if (type !== 'share' && type !== 'number') return [];
    return /\.\d{6,}/.test(String(value)) && !isOwnRatio(Number(value), customers) ? [`number ${value}`] : [];
  });
}

function digitsOf(money: string): number {
  return money.replace(/\D/g, '').replace(/^0+/, '').length;
}

/** A fraction that all groups of as many customers may have: they over a whole number, or a whole number over them. */
function isOwnRatio(figure: number, customers: number): boolean {
  return [figure * customers, customers / figure].some(
    (n) => Math.abs(n - Math.round(n)) < 1e-6 * Math.abs(n),
  );
}
