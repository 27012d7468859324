import type { Figure, Result, Row, Table } from '../common/result.js';
import { cellOf } from './cells.js';
import { prettyJson } from './json-layout.js';

/** Names the published schema (`result.schema.json` in the package), with the schema version at its end. */
export const RESULT_SCHEMA_ID = 'urn:clv-audit:result:1';

/**
 * The whole result as JSON: keys in the order of the contract, a table row a line, only declared columns,
 * each of them in every row (null when missing). The same result gives the same bytes.
 */
export function renderJson(result: Result): string {
  return prettyJson({
    $schema: RESULT_SCHEMA_ID,
    schemaVersion: result.schemaVersion,
    tool: result.tool,
    version: result.version,
    command: result.command,
    headline: result.headline,
    settings: result.settings,
    lineage: result.lineage,
    notes: result.notes,
    warnings: result.warnings,
    answers: result.answers,
    identities: result.identities,
    tables: result.tables.map(plainTable),
    figures: result.figures.map(plainFigure),
  });
}

function plainTable(table: Table): Table {
  const { id, title, section, description, layout, terminalRows, wide, columns, rows } = table;
  const plain = {
    id,
    title,
    section,
    description,
    layout,
    terminalRows,
    wide,
    columns,
    rows: rows.map(plainRow),
  };
  return plain as Table;

  function plainRow(row: Row): Row {
    return Object.fromEntries(columns.map((column) => [column.id, cellOf(row, column)]));
  }
}

function plainFigure(figure: Figure): Figure {
  const { id, title, kind, table, x, xEnd, y, series, where, without, xLabel, yLabel, alternative } = figure;
  const { marks, interval, intervals, totals, minus } = figure;
  const what = { id, title, kind, table, x, xEnd, y, series, where, without, xLabel, yLabel, alternative };
  return { ...what, marks, interval, intervals, totals, minus } as Figure;
}
