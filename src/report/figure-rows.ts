import { brokenFigure } from '../common/messages/report.js';
import type { Cell, Column, Figure, Row, Table } from '../common/result.js';
import { cellOf } from './cells.js';

/** The rows that a figure draws. */
export function rowsOf(table: Table, figure: Figure): readonly Row[] {
  const kept = Object.entries(figure.where ?? {});
  const left = Object.entries(figure.without ?? {});
  if (kept.length === 0 && left.length === 0) return table.rows;
  for (const [id] of [...kept, ...left]) columnOf(table, figure, id);
  const has =
    (row: Row) =>
    ([id, value]: [string, Cell]) =>
      cellOf(row, { id }) === value;
  return table.rows.filter((row) => kept.every(has(row)) && !left.some(has(row)));
}

/** The column of a table that a figure names. */
export function columnOf(table: Table, figure: Figure, id: string): Column {
  const column = table.columns.find((candidate) => candidate.id === id);
  if (column === undefined) throw brokenFigure(figure.id, `column "${id}" of table "${table.id}"`);
  return column;
}
