import type { Column, Row } from '../common/result.js';

const COUNTS_CUSTOMERS =
  /customers|buyers|members|active|acquired|reached|at_risk|cohort_size|_unchanged$|^(repeat|returning|before_data|second|one_ever|one_in_period)$/;

/** Columns that count customers. In a table of purchases by age those are first ones of their kind: a customer each. */
export function sizeColumns(columns: readonly Column[]): Column[] {
  const isSeries = columns.some(({ id }) => id === 'at_risk');
  return columns.filter(
    ({ id, type }) =>
      type === 'count' &&
      id !== 'at_risk_52_weeks' &&
      (COUNTS_CUSTOMERS.test(id) || (isSeries && id === 'purchases')),
  );
}

/** Columns that say which group a row is: those before the first figure. */
export function labelColumns(columns: readonly Column[]): Column[] {
  const sizes = sizeColumns(columns);
  const end = columns.findIndex(
    (column) => sizes.includes(column) || column.type === 'money' || column.type === 'share',
  );
  return columns.slice(0, end < 0 ? columns.length : end).filter(({ type }) => type !== 'boolean');
}

/** Customers of a row by a column; nobody where it is empty. */
export function sizeOf(row: Row, { id }: Column): number {
  return Number(row[id] ?? 0);
}

export function isTotal(row: Row, columns: readonly Column[]): boolean {
  return /^(total|all|sum)\b/i.test(String(row[columns[0]!.id] ?? ''));
}

/** Sets of rows that add up to something: all of them, and where there are several labels those that share one. */
export function groupings(columns: readonly Column[], rows: readonly Row[]): number[][] {
  const parts = rows.flatMap((row, i) => (isTotal(row, columns) ? [] : [i]));
  const labels = labelColumns(columns);
  const texts = labels.filter(({ type }) => type === 'text' || type === 'date');
  const isSplit = texts.length > 1 || (texts.length === 1 && labels.some(({ type }) => type === 'number'));
  if (!isSplit) return [parts];
  return texts.flatMap(({ id }) => {
    const byLabel = new Map<unknown, number[]>();
    for (const i of parts) byLabel.set(rows[i]![id], [...(byLabel.get(rows[i]![id]) ?? []), i]);
    return [...byLabel.values()];
  });
}
