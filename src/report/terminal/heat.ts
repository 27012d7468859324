import type { Figure, Table } from '../../common/result.js';
import { type HeatCell, type HeatMatrix, heatMatrix } from '../heat-matrix.js';
import { numberIn } from '../numbers.js';
import { periodLabels } from '../period-labels.js';
import { plainText } from '../plain-text.js';
import { wrapText } from '../wrap.js';
import { cellLine } from './cell-line.js';
import { fitColumns, type GridColumn } from './fit.js';
import { drawGrid, INDENT } from './grid.js';
import type { Look } from './look.js';

/** More blocks than this show no picture any more. */
const MOST_BLOCKS = 3;

/**
 * A heat map as a grid of numbers, each followed by its shade. Where it is wider than the room, percentages that
 * ask for no digits lose them; then it goes in blocks. No lines when it is empty or far too wide.
 */
export function heatBlocks(table: Table, figure: Figure, look: Look): readonly string[] {
  const matrix = heatMatrix(table, figure);
  if (matrix.down.length === 0) return [];
  const room = look.width - INDENT;
  const full = fitColumns(heatColumns(matrix, look, false), room, true).blocks;
  const blocks = full.length === 1 ? full : fitColumns(heatColumns(matrix, look, true), room, true).blocks;
  if (blocks.length > MOST_BLOCKS) return [];
  const caption = wrapText(
    `${plainText(figure.title)} (down: ${plainText(matrix.downTitle)}; across: ${plainText(figure.xLabel)})`,
    room,
    look.glyphs.ellipsis,
  ).map((line) => ' '.repeat(INDENT) + look.quiet(line));
  return [...caption, ...blocks.flatMap((block) => ['', ...drawGrid(block, look)])];
}

function heatColumns(matrix: HeatMatrix, look: Look, short: boolean): readonly GridColumn[] {
  const plain = { bars: null, optional: false };
  const key = { ...plain, heading: plainText(matrix.downTitle), cells: matrix.down.map(label), right: false };
  const headings = matrix.across.map(label);
  const named = matrix.across[0]?.column.type === 'date' ? periodLabels(headings) : headings;
  const columns = named.map((heading, index) => ({
    ...plain,
    heading,
    cells: matrix.cells.map((line) => shaded(line[index])),
    right: true,
  }));
  return [key, ...columns];

  function label({ column, cell }: HeatCell): string {
    return cellLine(short && column.type === 'share' ? { digits: 0, ...column } : column, cell, look);
  }

  function shaded(cell: HeatCell | undefined): string {
    if (cell === undefined) return '  ';
    const value = numberIn(cell.cell);
    const mark = value === null ? ' ' : look.glyphs.shades[matrix.scale.step(value.toNumber())]!;
    return `${label(cell)} ${mark}`;
  }
}
