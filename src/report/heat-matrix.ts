import type { Cell, Column, Figure, Row, Table } from '../common/result.js';
import { cellOf } from './cells.js';
import { columnOf, rowsOf } from './figure-rows.js';
import { type HeatScale, heatScale } from './heat-scale.js';
import { mergedOrder } from './merged-order.js';
import { numberIn } from './numbers.js';

export interface HeatCell {
  readonly column: Column;
  readonly cell: Cell;
}

/** A heat map as rows and columns. Absent combinations are undefined: the empty corner of a cohort triangle. */
export interface HeatMatrix {
  readonly downTitle: string;
  readonly down: readonly HeatCell[];
  readonly across: readonly HeatCell[];
  readonly cells: readonly (readonly (HeatCell | undefined)[])[];
  readonly scale: HeatScale;
}

/**
 * Pivots the rows of a heat map: `x` runs across, `series` runs down, `y[0]` is the heat. Without `series`
 * the table is a matrix already: `x` runs down and the `y` columns stand side by side.
 */
export function heatMatrix(table: Table, figure: Figure): HeatMatrix {
  const rows = rowsOf(table, figure);
  const x = columnOf(table, figure, figure.x);
  const heat = figure.y.map((id) => columnOf(table, figure, id));
  const matrix = figure.series === undefined ? sideBySide(rows, x, heat) : pivoted();
  const values = matrix.cells.flat().map((cell) => (cell === undefined ? null : numberIn(cell.cell)));
  const known = values.filter((value) => value !== null).map((value) => value.toNumber());
  return { ...matrix, scale: heatScale(known) };

  function pivoted() {
    const series = columnOf(table, figure, figure.series!);
    return pivot(rows, x, series, heat[0]!);
  }
}

function sideBySide(rows: readonly Row[], x: Column, heat: readonly Column[]) {
  return {
    downTitle: x.title,
    down: rows.map((row) => ({ column: x, cell: cellOf(row, x) })),
    across: heat.map((column) => ({ column: HEADING, cell: column.title })),
    cells: rows.map((row) => heat.map((column) => ({ column, cell: cellOf(row, column) }))),
  };
}

const HEADING: Column = { id: 'heading', title: '', type: 'text' };

function pivot(rows: readonly Row[], x: Column, series: Column, heat: Column) {
  const pairs = rows.map((row) => [cellOf(row, x), cellOf(row, series)] as const);
  const across = mergedOrder(pairs);
  const down = mergedOrder(pairs.map(([a, b]) => [b, a] as const));
  const cells = down.map(() => across.map((): HeatCell | undefined => undefined));
  const placeAcross = new Map(across.map((cell, index) => [cell, index]));
  const placeDown = new Map(down.map((cell, index) => [cell, index]));
  for (const row of rows) {
    const line = cells[placeDown.get(cellOf(row, series))!]!;
    line[placeAcross.get(cellOf(row, x))!] = { column: heat, cell: cellOf(row, heat) };
  }
  return {
    downTitle: series.title,
    down: down.map((cell) => ({ column: series, cell })),
    across: across.map((cell) => ({ column: x, cell })),
    cells,
  };
}
