import type { Column, Row } from '../common/result.js';
import { labelColumns, sizeColumns, sizeOf } from './groups.js';

/**
 * Hides rows whose difference to the row before would show a group of fewer than `min`: rows that hold each other (the
 * best 5 % are among the best 10 %), and those that go on from each other (second purchases week by week beside their
 * sum so far).
 */
export function hideNested(
  columns: readonly Column[],
  rows: readonly Row[],
  hidden: Set<number>,
  min: number,
): void {
  const has = (id: string) => columns.find((column) => column.id === id);
  const size = sizeColumns(columns)[0];
  if (size !== undefined && has('top_share')) hideBetween(rows, size, hidden, min);
  const steps = has('purchases') ?? has('cumulative_customers');
  if (has('cumulative_share') && steps !== undefined && size !== undefined)
    for (const series of seriesOf(columns, rows))
      hideSteps(series, rows, steps, steps.id !== 'purchases', hidden, min);
}

/** Rows of a curve of shares, at least `min` customers of `all` apart; the ends stay. None where their number is not known. */
export function thinCurve(columns: readonly Column[], rows: readonly Row[], all: number, min: number): Row[] {
  if (all === 0) return [];
  const share = columns[0]!.id;
  const at = (row: Row) => Number(row[share]) * all;
  const kept: Row[] = [];
  for (const row of rows) {
    const before = kept.at(-1);
    const isEnd = at(row) === 0 || at(row) === all;
    if (isEnd || (at(row) - at(before ?? row) >= min && all - at(row) >= min)) kept.push(row);
  }
  return kept;
}

function hideBetween(rows: readonly Row[], size: Column, hidden: Set<number>, min: number): void {
  const order = rows
    .map((_, i) => i)
    .filter((i) => !hidden.has(i))
    .sort((a, b) => sizeOf(rows[a]!, size) - sizeOf(rows[b]!, size) || a - b);
  let last = 0;
  for (const i of order) {
    const apart = sizeOf(rows[i]!, size) - last;
    if (apart > 0 && apart < min) hidden.add(i);
    else last = sizeOf(rows[i]!, size);
  }
}

function hideSteps(
  series: readonly number[],
  rows: readonly Row[],
  column: Column,
  isCumulative: boolean,
  hidden: Set<number>,
  min: number,
): void {
  let pending = 0;
  let before = 0;
  for (const i of series) {
    const value = sizeOf(rows[i]!, column);
    const step = isCumulative ? value - before : value;
    before = value;
    const isSafe = [pending, step].every((customers) => customers === 0 || customers >= min);
    if (!hidden.has(i) && isSafe) pending = 0;
    else {
      hidden.add(i);
      pending += step;
    }
  }
}

/** Rows that share all labels but the last, in their order. */
function seriesOf(columns: readonly Column[], rows: readonly Row[]): number[][] {
  const labels = labelColumns(columns).slice(0, -1);
  const found = new Map<string, number[]>();
  for (const [i, row] of rows.entries()) {
    const key = JSON.stringify(labels.map(({ id }) => row[id]));
    found.set(key, [...(found.get(key) ?? []), i]);
  }
  return [...found.values()];
}
