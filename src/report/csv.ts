import { stringify } from 'csv-stringify/sync';
import { csvHasNoTable, csvShowsOneTable, noSuchTable } from '../common/messages/report.js';
import type { Cell, Column, Note, Result, Table } from '../common/result.js';
import { cellOf, isTyped, rawText } from './cells.js';
import { fileNames } from './file-name.js';
import { prettyJson } from './json-layout.js';

export interface NamedContent {
  readonly name: string;
  readonly content: string;
}

/**
 * One table as CSV: `tableId`, else the first. Column ids are the header; a missing value is an empty field
 * and an empty text is `""`. Text that a spreadsheet would run as a formula gets a leading `'`; numbers don't.
 * @throws ClvError REPORT_NO_SUCH_TABLE when `tableId` names no table
 */
export function renderCsv(result: Result, tableId?: string): string {
  const table = chosenTable(result, tableId);
  return table === null ? '' : tableCsv(table);
}

/** What the reader of a single CSV should know: the tables that it leaves out; null when there are none. */
export function csvNote(result: Result, tableId?: string): Note | null {
  const table = chosenTable(result, tableId);
  if (table === null) return csvHasNoTable();
  const others = result.tables.filter(({ id }) => id !== table.id).map(({ id }) => id);
  return tableId !== undefined || others.length === 0 ? null : csvShowsOneTable(table.id, others);
}

/** Every table as a CSV file of its own, and `manifest.json` with all else that the result says. */
export function renderCsvFiles(result: Result): readonly NamedContent[] {
  const names = fileNames(
    result.tables.map(({ id }) => id),
    'csv',
  );
  const files = result.tables.map((table, index) => ({ name: names[index]!, content: tableCsv(table) }));
  return [...files, { name: 'manifest.json', content: manifest(result, names) }];
}

function chosenTable(result: Result, tableId: string | undefined): Table | null {
  if (tableId === undefined) return result.tables[0] ?? null;
  const table = result.tables.find(({ id }) => id === tableId);
  if (table === undefined)
    throw noSuchTable(
      tableId,
      result.tables.map(({ id }) => id),
    );
  return table;
}

function tableCsv(table: Table): string {
  const header = table.columns.map(({ id }) => id);
  const rows = table.rows.map((row) => table.columns.map((column) => field(column, cellOf(row, column))));
  return stringify([header, ...rows], {
    escape_formulas: true,
    quoted_match: [/^$/],
    cast: { object: (value) => ({ value: (value as unknown as Exempt).exempt, escape_formulas: false }) },
  });
}

/** A negative number in a column of numbers is no formula; an object around it tells csv-stringify so. */
function field(column: Column, cell: Cell): string | null | Exempt {
  if (cell === null) return null;
  const text = rawText(cell);
  return text.startsWith('-') && isTyped(column, cell) ? { exempt: text } : text;
}

interface Exempt {
  readonly exempt: string;
}

function manifest(result: Result, names: readonly string[]): string {
  const { tables, figures, ...rest } = result;
  return prettyJson({
    ...rest,
    tables: tables.map((table, index) => ({
      id: table.id,
      title: table.title,
      file: names[index]!,
      rows: table.rows.length,
      columns: table.columns,
    })),
  });
}
