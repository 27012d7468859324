import CliTable from 'cli-table3';
import { cutText, padText } from '../width.js';
import { wrapText } from '../wrap.js';
import { BAR_WIDTH, bar } from './bars.js';
import { type FittedColumn, GAP } from './fit.js';
import type { Look } from './look.js';

/** Spaces before the first column. */
export const INDENT = 2;

/** Rows that go through the table layout at once. */
const CHUNK = 200;

/** Lines of one cell at most. */
const CELL_LINES = 12;

/** Draws columns of known widths: wrapped headings on a quiet rule, then the rows. */
export function drawGrid(columns: readonly FittedColumn[], look: Look): readonly string[] {
  const heads = columns.map((column) => headLines(column, look));
  const height = Math.max(0, ...heads.map((lines) => lines.length));
  const bottom = heads.map((lines) => [...Array<string>(height - lines.length).fill(''), ...lines]);
  const rule = columns.map(({ width }) => [look.quiet(look.glyphs.rule.repeat(width))]);
  const body = Array.from({ length: columns[0]?.source.cells.length ?? 0 }, (_, row) =>
    columns.map((column) => cellLines(column, row, look)),
  );
  const named = heads.some((lines) => lines.some((line) => line.trim() !== ''));
  const rows = named ? [bottom, rule, ...body] : body;
  const lines: string[] = [];
  for (let start = 0; start < rows.length; start += CHUNK) {
    lines.push(...layout(rows.slice(start, start + CHUNK), columns));
  }
  return lines;
}

function headLines({ source, width, bars }: FittedColumn, look: Look): readonly string[] {
  const room = bars ? width - BAR_WIDTH - 1 : width;
  return wrapText(source.heading, room, look.glyphs.ellipsis).map((line) =>
    padText(line, room, source.right, look.strong),
  );
}

function cellLines({ source, width, bars }: FittedColumn, row: number, look: Look): readonly string[] {
  const text = source.cells[row]!;
  const { ellipsis, missing } = look.glyphs;
  const room = bars ? width - BAR_WIDTH - 1 : width;
  const paint =
    text === missing ? look.quiet : source.right && text.startsWith('-') ? look.bad : (t: string) => t;
  if (!source.right) {
    const lines = wrapText(text, room, ellipsis);
    const kept = lines.length <= CELL_LINES ? lines : [...lines.slice(0, CELL_LINES - 1), ellipsis];
    return kept.map((line) => padText(line, room, false, paint));
  }
  const fits = cutText(text, room, '') === text ? text : '#'.repeat(room);
  const value = padText(fits, room, true, paint);
  return [
    bars ? `${value} ${padText(bar(source.bars![row]!, look.glyphs), BAR_WIDTH, false, look.accent)}` : value,
  ];
}

/**
 * cli-table3 joins the cells. It measures text with an older table of widths, so that cells (which have their
 * final width already) go through it as stand-ins of one-column characters where the two could differ.
 */
function layout(rows: readonly (readonly (readonly string[])[])[], columns: readonly FittedColumn[]) {
  const table = new CliTable({
    chars: QUIET,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colWidths: columns.map(({ width }) => width),
  });
  const originals: string[] = [];
  for (const row of rows) table.push(row.map((lines, i) => lines.map((line) => standIn(line, i)).join('\n')));
  return table
    .toString()
    .replace(STAND_IN, (mark) => originals[mark.codePointAt(0)! - FIRST]!)
    .split('\n')
    .map((line) => (' '.repeat(INDENT) + line).trimEnd());

  function standIn(line: string, column: number): string {
    if (SAFE.test(line)) return line;
    originals.push(line);
    return String.fromCodePoint(FIRST + originals.length - 1) + FILL.repeat(columns[column]!.width - 1);
  }
}

const FIRST = 0xf0000;
const FILL = '\u{10fffd}';
const STAND_IN = /[\u{f0000}-\u{ffffd}]\u{10fffd}*/gu;

/** Colour codes, printable ASCII and the marks of this program: both tables of widths agree on them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a colour code
const SAFE = /^[\u001b\u0020-\u007e\u2013\u2026\u2500-\u259f]*$/;

const NO_LINE = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '', left: '', right: '' };
const QUIET = {
  ...NO_LINE,
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  middle: ' '.repeat(GAP),
};
