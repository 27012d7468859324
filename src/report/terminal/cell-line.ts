import type { Cell, Column, Table } from '../../common/result.js';
import { displayText, sharedCurrency } from '../cells.js';
import { plainText } from '../plain-text.js';
import type { Look } from './look.js';

/** Letters of a cell that are looked at: beyond them nothing could be shown anyway. */
const CELL_LETTERS = 2000;

/** A cell as one harmless line. */
export function cellLine(column: Column, cell: Cell, look: Look): string {
  if (cell === null) return look.glyphs.missing;
  const text = displayText(column, cell);
  return plainText(text.length > CELL_LETTERS ? text.slice(0, CELL_LETTERS) + look.glyphs.ellipsis : text);
}

/** The columns without the currency that the title line names for all of them. */
export function withoutShared(table: Table): readonly Column[] {
  const currency = sharedCurrency(table);
  if (currency === null) return table.columns;
  return table.columns.map(({ unit, ...column }) =>
    unit === undefined || (column.type === 'money' && unit === currency) ? column : { ...column, unit },
  );
}
