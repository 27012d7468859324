import { brokenFigure } from '../common/messages/report.js';
import type { Column, Figure, Row, Table } from '../common/result.js';
import { cellOf } from './cells.js';

/** The rows that a figure draws. */
export function rowsOf(table: Table, figure: Figure): readonly Row[] {
  const conditions = Object.entries(figure.where ?? {});
  if (conditions.length === 0) return table.rows;
  return table.rows.filter((row) => conditions.every(([id, value]) => cellOf(row, { id }) === value));
}

/** The column of a table that a figure names. */
export function columnOf(table: Table, figure: Figure, id: string): Column {
  const column = table.columns.find((candidate) => candidate.id === id);
  if (column === undefined) throw brokenFigure(figure.id, `column "${id}" of table "${table.id}"`);
  return column;
}
