import { cellsHidden } from '../common/messages/privacy.js';
import { type Column, deepFreeze, type Result, type Row, type Table } from '../common/result.js';

/**
 * A result in which no group of fewer than `min` customers is shown. Where a group alone would follow from a total, the
 * smallest others are hidden too (complementary suppression): along every way in which the rows add up, either
 * nothing is hidden or at least two rows with at least `min` customers together. Rows of single customers go, and with
 * them charts and answers, whose words hold numbers.
 */
export function suppressSmallCells(result: Result, min: number): Result {
  let hidden = 0;
  const tables = result.tables.map((table) => {
    const { rows, count } = suppressTable(table, min);
    hidden += count;
    return { ...table, rows };
  });
  return deepFreeze<Result>({
    ...result,
    tables,
    figures: [],
    answers: [],
    notes: [...result.notes, cellsHidden(min, hidden)],
  });
}

function suppressTable({ columns, rows }: Table, min: number): { rows: readonly Row[]; count: number } {
  if (columns.some(({ id }) => id === 'customer_id' || id === 'customer'))
    return { rows: [], count: rows.length };
  const sizes = columns.filter(isSize);
  if (sizes.length === 0) return { rows, count: 0 };
  const hidden = smallRows(rows, sizes, min);
  const groups = groupings(columns, rows);
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size;
    for (const group of groups) hideOthers(group, rows, sizes[0]!, hidden, min);
  }
  return { rows: rows.map((row, i) => (hidden.has(i) ? blank(row, columns) : row)), count: hidden.size };
}

/** Columns that count customers. */
function isSize({ id, type }: Column): boolean {
  return type === 'count' && /customers|buyers|members|active/.test(id);
}

function smallRows(rows: readonly Row[], sizes: readonly Column[], min: number): Set<number> {
  const isSmall = (row: Row) => sizes.some(({ id }) => sizeOf(row, id) > 0 && sizeOf(row, id) < min);
  return new Set(rows.flatMap((row, i) => (isSmall(row) ? [i] : [])));
}

function sizeOf(row: Row, column: string): number {
  return Number(row[column] ?? 0);
}

/** Sets of rows that add up to something: all of them, and where there are two labels those that share one. */
function groupings(columns: readonly Column[], rows: readonly Row[]): number[][] {
  const parts = rows.flatMap((row, i) => (isTotal(row, columns) ? [] : [i]));
  const labels = columns.slice(0, 2).filter(({ type }) => type === 'text' || type === 'date');
  if (labels.length < 2) return [parts];
  return labels.flatMap(({ id }) => {
    const byLabel = new Map<unknown, number[]>();
    for (const i of parts) byLabel.set(rows[i]![id], [...(byLabel.get(rows[i]![id]) ?? []), i]);
    return [...byLabel.values()];
  });
}

function isTotal(row: Row, columns: readonly Column[]): boolean {
  return /^(total|all|sum)\b/i.test(String(row[columns[0]!.id] ?? ''));
}

/** Hides the smallest of the rows that are shown until those hidden don't follow from the total. */
function hideOthers(
  group: readonly number[],
  rows: readonly Row[],
  { id }: Column,
  hidden: Set<number>,
  min: number,
): void {
  const gone = group.filter((i) => hidden.has(i));
  if (gone.length === 0) return;
  let together = gone.reduce((sum, i) => sum + sizeOf(rows[i]!, id), 0);
  let count = gone.length;
  const shown = group
    .filter((i) => !hidden.has(i) && sizeOf(rows[i]!, id) > 0)
    .sort((a, b) => sizeOf(rows[a]!, id) - sizeOf(rows[b]!, id) || a - b);
  for (const i of shown) {
    if (count >= 2 && together >= min) return;
    hidden.add(i);
    together += sizeOf(rows[i]!, id);
    count++;
  }
}

/** A row of which only its labels are left. */
function blank(row: Row, columns: readonly Column[]): Row {
  return Object.fromEntries(
    Object.entries(row).map(([id, cell]) => {
      const type = columns.find((column) => column.id === id)?.type;
      const isLabel = id === columns[0]!.id && !isSize(columns[0]!);
      return [id, isLabel || type === 'text' || type === 'date' ? cell : null];
    }),
  );
}
