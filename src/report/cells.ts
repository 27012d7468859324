import type { Cell, Column, ColumnType, Row, Table } from '../common/result.js';
import { groupDigits, grouped, numberIn, plainDigits } from './numbers.js';

/** What stands for a missing value wherever people read. */
export const MISSING = '–';

/** The value of a column in a row; absent and not-finite values are null. */
export function cellOf(row: Row, column: Pick<Column, 'id'>): Cell {
  if (!Object.hasOwn(row, column.id)) return null;
  const cell = row[column.id];
  return cell === undefined || (typeof cell === 'number' && !Number.isFinite(cell)) ? null : cell;
}

/**
 * A cell for programs, as CSV holds it: all digits, a dot, no separators, no exponent; a share is 0 to 1;
 * a missing value is the empty text.
 */
export function rawText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'number') return String(cell);
  const value = numberIn(cell);
  return value === null ? '' : plainDigits(value);
}

function wordFor({ words }: Column, code: string): string {
  return words !== undefined && Object.hasOwn(words, code) ? words[code]! : code;
}

/**
 * A cell for people, the same in a terminal, Markdown and HTML: `1,234.50`, `12.3 %`, `2019-12-31`, `yes`, `–`.
 * Text is given as it is; each renderer makes it harmless in its own way.
 */
export function displayText(column: Column, cell: Cell): string {
  if (cell === null) return MISSING;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (!isNumeric(column.type)) return wordFor(column, String(cell));
  const value = numberIn(cell);
  if (value === null) return typeof cell === 'number' ? MISSING : cell;
  switch (column.type) {
    case 'share':
      return `${grouped(value.times(100), column.digits ?? 1)} %`;
    case 'number':
      return grouped(value, column.digits ?? 2);
    default:
      return groupDigits(typeof cell === 'string' ? cell : plainDigits(value));
  }
}

/** The column as it is in one row of a table of mixed units. */
export function inRow(column: Column, row: Row): Column {
  if (column.types === undefined) return column;
  const { by, of } = column.types;
  const code = String(cellOf(row, { id: by }));
  if (!Object.hasOwn(of, code)) return column;
  const { digits: _, ...rest } = column;
  return { ...rest, type: of[code]! };
}

/** Columns of numbers and days that no row of several knows: people are told so once, programs get them. */
export function unknownColumns({ columns, rows, layout }: Table): readonly Column[] {
  if (rows.length < 2 || layout === 'record') return [];
  const unknown = columns.filter(
    (column) =>
      (isNumeric(column.type) || column.type === 'date') && rows.every((row) => cellOf(row, column) === null),
  );
  return unknown.length === columns.length ? [] : unknown;
}

/** A table without its unknown columns. */
export function withoutUnknown(table: Table): Table {
  const unknown = unknownColumns(table);
  return unknown.length === 0
    ? table
    : { ...table, columns: table.columns.filter((column) => !unknown.includes(column)) };
}

/** What is said in their place; null where all is known. */
export function unknownWords(table: Table): string | null {
  const unknown = unknownColumns(table);
  return unknown.length === 0
    ? null
    : `Not known in any row: ${unknown.map(({ title }) => title).join(', ')}`;
}

/** Whether a cell really holds what its column says; a text in a column of numbers is data to distrust. */
export function isTyped(column: Column, cell: Cell): boolean {
  if (cell === null || typeof cell === 'boolean') return true;
  return isNumeric(column.type) && numberIn(cell) !== null;
}

/** Columns whose values stand right-aligned. */
export function isNumeric(type: ColumnType): boolean {
  return type === 'money' || type === 'count' || type === 'share' || type === 'number';
}

/** Heading for people: the title, and the unit where the title does not name it. */
export function heading(column: Column): string {
  const { title, unit } = column;
  return unit === undefined || title.toLowerCase().includes(unit.toLowerCase())
    ? title
    : `${title} (${unit})`;
}

/** The unit that all money columns of a table share, to be said once above it; null where they differ. */
export function sharedCurrency(table: Table): string | null {
  const units = new Set(table.columns.filter((column) => column.type === 'money').map(({ unit }) => unit));
  const [unit] = units;
  return units.size === 1 && unit !== undefined ? unit : null;
}
