import type { Column, Row } from '../common/result.js';

const MOST_LABELS = 4;

/** The smallest sets of labels of which each names one row alone; all labels where none does. */
export function uniqueLabels(labels: readonly Column[], rows: readonly Row[]): (readonly Column[])[] {
  if (labels.length === 0) return [];
  const found: (readonly Column[])[] = [];
  if (labels.length <= MOST_LABELS)
    for (const set of setsOf(labels)) {
      if (found.some((smaller) => smaller.every((label) => set.includes(label)))) continue;
      if (new Set(rows.map((row) => nameOf(row, set))).size === rows.length) found.push(set);
    }
  return found.length > 0 ? found : [labels];
}

/** What a row is called by sets of its labels. */
export function keysOf(row: Row, sets: readonly (readonly Column[])[]): string[] {
  return sets.map((set) => nameOf(row, set));
}

/** Words stand for themselves, whatever their column is called; numbers don't. */
function nameOf(row: Row, labels: readonly Column[]): string {
  return labels
    .map(({ id, type }) => (type === 'text' || type === 'date' ? String(row[id]) : `${id}=${row[id]}`))
    .sort()
    .join('\u0001');
}

/** All sets of some, small ones first. */
function setsOf(labels: readonly Column[]): Column[][] {
  const sets: Column[][] = [];
  for (let bits = 1; bits < 2 ** labels.length; bits++)
    sets.push(labels.filter((_, i) => Math.floor(bits / 2 ** i) % 2 === 1));
  return sets.sort((a, b) => a.length - b.length);
}
