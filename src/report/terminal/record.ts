import type { Row, Table } from '../../common/result.js';
import { cellOf, heading } from '../cells.js';
import { numberIn } from '../numbers.js';
import { plainText } from '../plain-text.js';
import { displayWidth, padText } from '../width.js';
import { wrapText } from '../wrap.js';
import { BAR_WIDTH, bar } from './bars.js';
import { cellLine, withoutShared } from './cell-line.js';
import { INDENT } from './grid.js';
import type { Look } from './look.js';

/** Rows as lists of names and values: numbers right-aligned with each other, texts wrapped beside their names. */
export function recordLines(table: Table, look: Look): readonly string[] {
  return table.rows.flatMap((row, index) => [...(index === 0 ? [] : ['']), ...oneRecord(table, row, look)]);
}

interface Entry {
  readonly name: string;
  readonly value: string;
  readonly isNumber: boolean;
  readonly bar: string;
}

function oneRecord(table: Table, row: Row, look: Look): readonly string[] {
  const entries = withoutShared(table).map((column): Entry => {
    const cell = cellOf(row, column);
    const number = column.type === 'text' || column.type === 'date' ? null : numberIn(cell);
    const share = column.bar === true && column.type === 'share' ? number : null;
    return {
      name: plainText(heading(column)),
      value: cellLine(column, cell, look),
      isNumber: number !== null || cell === null,
      bar: bar(share === null ? null : share.toNumber(), look.glyphs),
    };
  });
  const half = Math.floor(look.width / 2) - INDENT;
  const names = Math.min(half, Math.max(...entries.map(({ name }) => displayWidth(name))));
  const room = look.width - INDENT - names - 2;
  const numbers = entries.filter(({ isNumber }) => isNumber).map(({ value }) => displayWidth(value));
  const aligned = Math.min(Math.max(0, ...numbers), room);
  return entries.flatMap((entry) => entryLines(entry, names, aligned, room, look));
}

function entryLines(
  entry: Entry,
  names: number,
  aligned: number,
  room: number,
  look: Look,
): readonly string[] {
  const { ellipsis, missing } = look.glyphs;
  const name = wrapText(entry.name, names, ellipsis);
  const value = entry.isNumber
    ? [displayWidth(entry.value) > room ? '#'.repeat(room) : padText(entry.value, aligned, true)]
    : wrapText(entry.value, room, ellipsis);
  const paint = entry.value === missing ? look.quiet : (text: string) => text;
  const drawn = entry.bar !== '' && aligned + 2 + BAR_WIDTH <= room ? `  ${look.accent(entry.bar)}` : '';
  return Array.from({ length: Math.max(name.length, value.length) }, (_, line) => {
    const left = padText(name[line] ?? '', names, false);
    const right = value[line] === undefined ? '' : paint(value[line]) + (line === 0 ? drawn : '');
    return `${' '.repeat(INDENT)}${left}  ${right}`.trimEnd();
  });
}
