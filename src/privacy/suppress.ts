import { cellsHidden } from '../common/messages/privacy.js';
import { type Column, deepFreeze, type Result, type Row, type Table } from '../common/result.js';
import { type Cell, hideCycles } from './hide-cycles.js';

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
  const cells = twoWayCells(columns, rows, sizes[0]!);
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size;
    for (const group of groups) hideOthers(group, rows, sizes[0]!, hidden, min);
    if (cells.length > 0) hideCycles(cells, hidden, min);
  }
  return {
    rows: rows.map((row, i) =>
      hidden.has(i) ? blank(row, columns) : withoutExtremes(row, columns, sizes[0]!, min),
    ),
    count: hidden.size,
  };
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

/** Cells of a table of two labels, for sums along both; none where it has one label. */
function twoWayCells(columns: readonly Column[], rows: readonly Row[], { id }: Column): Cell[] {
  const labels = columns.slice(0, 2).filter(({ type }) => type === 'text' || type === 'date');
  if (labels.length < 2) return [];
  return rows.flatMap((row, i) =>
    isTotal(row, columns)
      ? []
      : [{ index: i, from: `1 ${row[labels[0]!.id]}`, to: `2 ${row[labels[1]!.id]}`, size: sizeOf(row, id) }],
  );
}

/**
 * An extreme quantile of few customers is the value of one of them, as are the least and the most: a quantile is shown
 * where at least `min` customers lie on either side of it.
 */
function withoutExtremes(row: Row, columns: readonly Column[], { id: size }: Column, min: number): Row {
  const customers = sizeOf(row, size);
  const tells = ({ id }: Column) => {
    if (/^(min|max|minimum|maximum|least|most|smallest|largest)(_|$)/.test(id)) return true;
    const [, percent] = /^p(\d{1,2})$/.exec(id) ?? (id === 'median' ? [id, '50'] : []);
    if (percent === undefined) return false;
    const share = Number(percent) / 100;
    return customers * Math.min(share, 1 - share) < min;
  };
  const extremes = columns.filter((column) => column.type !== 'text' && tells(column));
  return extremes.length === 0
    ? row
    : { ...row, ...Object.fromEntries(extremes.map(({ id }) => [id, null])) };
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
