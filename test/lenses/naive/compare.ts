import { expect } from 'vitest';
import type { Row, Table } from '../../../src/common/result.js';

export type Expected = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Compares a table cell by cell with rows made another way: texts and money exactly, numbers to 9 digits. The rows come in the
 * same order and are as many. Where a money value was rounded into a number, half a cent is forgiven.
 */
export function expectRows(
  tables: readonly Table[],
  id: string,
  expected: readonly Expected[],
  options: { readonly rounded?: boolean } = {},
): void {
  const table = tables.find((candidate) => candidate.id === id);
  expect(table, `table ${id}`).toBeDefined();
  expect(table!.rows.length, `rows of ${id}`).toBe(expected.length);
  for (const [i, row] of expected.entries()) expectRow(table!.rows[i]!, row, `${id}[${i}]`, options.rounded);
}

export function expectRow(actual: Row, expected: Expected, where: string, rounded = false): void {
  for (const [column, value] of Object.entries(expected)) {
    const cell = actual[column];
    const place = `${where}.${column}`;
    if (
      typeof value !== 'number' ||
      (Number.isInteger(value) && typeof cell === 'number' && Number.isInteger(cell))
    ) {
      expect(cell, place).toBe(value);
      continue;
    }
    expect(typeof cell, `${place} is ${String(cell)}, expected ${value}`).toBe('number');
    const tolerance = 1e-9 * Math.max(1, Math.abs(value)) + (rounded ? 0.005000001 : 0);
    expect(Math.abs(Number(cell) - value), `${place}: ${String(cell)} against ${value}`).toBeLessThanOrEqual(
      tolerance,
    );
  }
}
