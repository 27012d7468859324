import { cellsHidden } from '../common/messages/privacy.js';
import { type Column, deepFreeze, type Result, type Row, type Table } from '../common/result.js';
import { groupings, isTotal, labelColumns, sizeColumns, sizeOf } from './groups.js';
import { AcrossTables } from './hide-across.js';
import { type Cell, hideCycles } from './hide-cycles.js';
import { type Draft, draftOf, mainSize } from './linked-tables.js';
import { hideNested, thinCurve } from './nested-rows.js';

/**
 * A result in which no group of fewer than `min` customers is shown. Where a group alone would follow from a total, the
 * smallest others are hidden too (complementary suppression): along every way in which the rows add up, either
 * nothing is hidden or at least two rows with at least `min` customers together; and what is hidden in one table is
 * neither shown nor to be had by subtraction in another. Rows of single customers go, and with them charts and answers,
 * whose words hold numbers.
 */
export function suppressSmallCells(result: Result, min: number): Result {
  const rounds = suppressing(result, min);
  for (;;) {
    const { done, value } = rounds.next();
    if (done === true) return value;
  }
}

/** The same a round at a time: the rounds of a report with many rows take seconds. */
export function* suppressing(result: Result, min: number): Generator<void, Result> {
  const drafts = result.tables.map(draftOf);
  for (const draft of drafts) hideSmall(draft, min);
  const across = new AcrossTables(drafts, min);
  do {
    yield;
    for (const draft of drafts) hideWithin(draft, min);
  } while (across.hide());
  let count = 0;
  const tables = result.tables.map((table, i) => {
    const rows = shownRows(drafts[i]!, customersOf(table, result.tables), min);
    count += drafts[i]!.hidden.size + table.rows.length - rows.length;
    return { ...table, rows };
  });
  return deepFreeze<Result>({
    ...result,
    tables,
    figures: [],
    answers: [],
    notes: [...result.notes, cellsHidden(min, count)],
  });
}

function hideSmall({ columns, rows, sizes, hidden, chosen }: Draft, min: number): void {
  for (const [i, row] of rows.entries())
    if (sizes.some((column) => sizeOf(row, column) > 0 && sizeOf(row, column) < min)) hidden.add(i);
  noting(hidden, chosen, () => hideNested(columns, rows, hidden, min));
}

/** Complementary suppression within a table. */
function hideWithin(draft: Draft, min: number): void {
  const { columns, rows, hidden, chosen } = draft;
  const size = mainSize(draft);
  if (size === undefined) return;
  const groups = groupings(columns, rows);
  const cells = twoWayCells(columns, rows, size);
  noting(hidden, chosen, () => {
    for (let before = -1; before !== hidden.size; ) {
      before = hidden.size;
      for (const group of groups) hideOthers(group, rows, size, hidden, min);
      if (cells.length > 0) hideCycles(cells, hidden, min);
      hideNested(columns, rows, hidden, min);
    }
  });
}

/** Notes the rows that an act hides as chosen. */
function noting(hidden: ReadonlySet<number>, chosen: Set<number>, act: () => void): void {
  const before = new Set(hidden);
  act();
  for (const row of hidden) if (!before.has(row)) chosen.add(row);
}

function shownRows({ columns, rows, sizes, hidden }: Draft, customers: number, min: number): readonly Row[] {
  const [size] = sizes;
  if (columns.some(({ id }) => id === 'customer_id' || id === 'customer')) return [];
  if (size !== undefined)
    return rows.map((row, i) =>
      hidden.has(i) ? blank(row, columns) : withoutExtremes(row, columns, size, min),
    );
  return columns[0]?.id === 'share_customers' ? thinCurve(columns, rows, customers, min) : rows;
}

/** How many customers a curve of shares is about; 0 where no table says so. */
function customersOf(curve: Table, tables: readonly Table[]): number {
  const counts = tables.find(({ id }) => id === curve.id.replace(/lorenz$/, 'customer_counts'));
  const [size] = counts === undefined ? [] : sizeColumns(counts.columns);
  return size === undefined ? 0 : sizeOf(counts!.rows[0]!, size);
}

/** Hides the smallest of the rows that are shown until those hidden don't follow from the total. */
function hideOthers(
  group: readonly number[],
  rows: readonly Row[],
  size: Column,
  hidden: Set<number>,
  min: number,
): void {
  const gone = group.filter((i) => hidden.has(i));
  if (gone.length === 0) return;
  let together = gone.reduce((sum, i) => sum + sizeOf(rows[i]!, size), 0);
  let count = gone.length;
  const shown = group
    .filter((i) => !hidden.has(i) && sizeOf(rows[i]!, size) > 0)
    .sort((a, b) => sizeOf(rows[a]!, size) - sizeOf(rows[b]!, size) || a - b);
  for (const i of shown) {
    if (count >= 2 && together >= min) return;
    hidden.add(i);
    together += sizeOf(rows[i]!, size);
    count++;
  }
}

/** Cells of a table of two labels, for sums along both; none where it has one label. */
function twoWayCells(columns: readonly Column[], rows: readonly Row[], size: Column): Cell[] {
  const labels = columns.slice(0, 2).filter(({ type }) => type === 'text' || type === 'date');
  if (labels.length < 2) return [];
  return rows.flatMap((row, i) =>
    isTotal(row, columns)
      ? []
      : [
          {
            index: i,
            from: `1 ${row[labels[0]!.id]}`,
            to: `2 ${row[labels[1]!.id]}`,
            size: sizeOf(row, size),
          },
        ],
  );
}

/**
 * An extreme quantile of few customers is the value of one of them, as are the least and the most: a quantile is shown
 * where at least `min` customers lie on either side of it.
 */
function withoutExtremes(row: Row, columns: readonly Column[], size: Column, min: number): Row {
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
  const labels = new Set(labelColumns(columns).map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(row).map(([id, cell]) => {
      const type = columns.find((column) => column.id === id)?.type;
      const isLabel = labels.has(id);
      return [id, isLabel || type === 'text' || type === 'date' ? cell : null];
    }),
  );
}
