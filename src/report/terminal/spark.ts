import type { Figure, Table } from '../../common/result.js';
import { cellOf, heading } from '../cells.js';
import { columnOf, rowsOf } from '../figure-rows.js';
import { numberIn } from '../numbers.js';
import { periodLabels } from '../period-labels.js';
import { plainText } from '../plain-text.js';
import { displayWidth } from '../width.js';
import { wrapText } from '../wrap.js';
import { sparkline } from './bars.js';
import { cellLine } from './cell-line.js';
import { INDENT } from './grid.js';
import type { Look } from './look.js';

const FEWEST = 4;

/** A line chart of one series as a line of small columns, with its first and last x. */
export function sparkLines(table: Table, figures: readonly Figure[], look: Look): readonly string[] {
  return figures
    .filter(({ kind, series }) => kind === 'line' && series === undefined)
    .flatMap((figure) => figure.y.flatMap((id) => oneSpark(table, figure, id, look)));
}

function oneSpark(table: Table, figure: Figure, id: string, look: Look): readonly string[] {
  const rows = rowsOf(table, figure);
  const column = columnOf(table, figure, id);
  const x = columnOf(table, figure, figure.x);
  if (rows.length < FEWEST || rows.length > look.width - INDENT) return [];
  const values = rows.map((row) => numberIn(cellOf(row, column))?.toNumber() ?? null);
  if (values.every((value) => value === null)) return [];
  const labels = rows.map((row) => cellLine(x, cellOf(row, x), look));
  const named = x.type === 'date' ? periodLabels(labels) : labels;
  const ends = [named[0]!, named.at(-1)!];
  const caption = `${plainText(heading(column))}, ${plainText(figure.xLabel)} ${ends.join(` ${look.glyphs.missing} `)}:`;
  const spark = look.accent(sparkline(values, look.glyphs).trimEnd());
  const lines = wrapText(caption, look.width - INDENT, look.glyphs.ellipsis);
  const last = lines.at(-1)!;
  const fits = displayWidth(last) + 1 + rows.length <= look.width - INDENT;
  const text = fits ? [...lines.slice(0, -1), `${last} ${spark}`] : [...lines, spark];
  return ['', ...text.map((line) => ' '.repeat(INDENT) + line)];
}
