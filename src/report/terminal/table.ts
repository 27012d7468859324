import type { Column, Figure, Row, Table } from '../../common/result.js';
import {
  cellOf,
  displayText,
  heading,
  inRow,
  isNumeric,
  sharedCurrency,
  unknownWords,
  withoutUnknown,
} from '../cells.js';
import { numberIn } from '../numbers.js';
import { plainText } from '../plain-text.js';
import { displayWidth, padText } from '../width.js';
import { wrapText } from '../wrap.js';
import { cellLine, withoutShared } from './cell-line.js';
import { fitColumns, type GridColumn } from './fit.js';
import { drawGrid, INDENT } from './grid.js';
import { heatBlocks } from './heat.js';
import type { Look } from './look.js';
import { recordLines } from './record.js';
import { sparkLines } from './spark.js';

/** Rows shown of a table that says nothing about it, unless all are asked for (`--wide`). */
const ROW_LIMIT = 100;

/** A table with its title, its sentence, and what was left out of it. */
export function tableLines(table: Table, figures: readonly Figure[], look: Look): readonly string[] {
  return [...titleLines(table, look), ...bodyLines(table, figures, look)];
}

function titleLines(table: Table, look: Look): readonly string[] {
  const currency = sharedCurrency(table);
  const unit = currency === null ? '' : plainText(`money in ${currency}`);
  const room = look.width - (unit === '' ? 0 : displayWidth(unit) + 2);
  const title = wrapText(plainText(table.title), room, look.glyphs.ellipsis);
  const first =
    look.strong(title[0]!) + padText(unit, look.width - displayWidth(title[0]!), true, look.quiet);
  const description =
    table.description === undefined
      ? []
      : wrapText(plainText(table.description), look.width, look.glyphs.ellipsis).map(look.quiet);
  return [first.trimEnd(), ...title.slice(1).map(look.strong), ...description, ''];
}

function bodyLines(table: Table, figures: readonly Figure[], look: Look): readonly string[] {
  if (table.rows.length === 0) return [' '.repeat(INDENT) + look.quiet('no rows')];
  if (table.layout === 'record') return recordLines(table, look);
  const maps = figures.filter(({ kind }) => kind === 'heatmap');
  const heat = maps.flatMap((figure, index) => {
    const lines = heatBlocks(table, figure, look);
    return index === 0 || lines.length === 0 ? lines : ['', ...lines];
  });
  if (heat.length > 0) return [...heat, ...notDrawn(table, maps, look)];
  const rows = look.wide ? table.rows : table.rows.slice(0, table.terminalRows ?? ROW_LIMIT);
  const grid = withoutShared(withoutUnknown(table)).map((column) => gridColumn(column, rows, look));
  const { blocks, dropped } = fitColumns(grid, look.width - INDENT, look.wide);
  const lines = blocks.flatMap((block, index) => [...(index === 0 ? [] : ['']), ...drawGrid(block, look)]);
  return [...lines, ...sparkLines(table, figures, look), ...leftOut(table, rows.length, dropped, look)];
}

function gridColumn(column: Column, rows: readonly Row[], look: Look): GridColumn {
  return {
    heading: plainText(heading(column)),
    cells: rows.map((row) => cellLine(inRow(column, row), cellOf(row, column), look)),
    right: isNumeric(column.type) && rows.every((row) => isNumberOrMissing(column, row)),
    bars: column.bar === true ? fractions(column, rows) : null,
    optional: column.wide === true,
  };
}

function isNumberOrMissing(column: Column, row: Row): boolean {
  const cell = cellOf(row, column);
  return cell === null || numberIn(cell) !== null;
}

function fractions(column: Column, rows: readonly Row[]): readonly (number | null)[] {
  const values = rows.map((row) => numberIn(cellOf(row, column))?.toNumber() ?? null);
  const most = Math.max(0, ...values.filter((value) => value !== null));
  return values.map((value) => (value === null || most === 0 ? null : value / most));
}

/** The columns that the heat maps of a table do not show. */
function notDrawn(table: Table, maps: readonly Figure[], look: Look): readonly string[] {
  const drawn = new Set(maps.flatMap(({ x, y, series }) => [x, series, ...y]));
  const rest = table.columns.filter(({ id }) => !drawn.has(id)).map(({ title }) => plainText(title));
  return rest.length === 0 ? [] : quietLines(`More in ${asCsv(table)}: ${rest.join(', ')}`, look);
}

/** What is not shown here, and how to see it. */
function leftOut(table: Table, shown: number, dropped: readonly string[], look: Look): readonly string[] {
  const count = (rows: number) => displayText({ id: '', title: '', type: 'count' }, rows);
  const all = count(table.rows.length);
  const rows = `First ${count(shown)} of ${all} rows; all of them: ${asCsv(table)}`;
  const columns = `Not shown for want of room (--wide shows them): ${dropped.join(', ')}`;
  const unknown = unknownWords(table);
  return [
    ...(unknown === null ? [] : quietLines(plainText(unknown), look)),
    ...(table.rows.length > shown ? quietLines(rows, look) : []),
    ...(dropped.length > 0 ? quietLines(columns, look) : []),
  ];
}

function asCsv(table: Table): string {
  return `--format csv --table ${plainText(table.id)}`;
}

function quietLines(text: string, look: Look): readonly string[] {
  const lines = wrapText(text, look.width - INDENT, look.glyphs.ellipsis);
  return lines.map((line) => ' '.repeat(INDENT) + look.quiet(line));
}
