import { brokenFigure } from '../../common/messages/report.js';
import type { Column, Figure, Result, Row, Table } from '../../common/result.js';
import { cellOf, displayText, isNumeric } from '../cells.js';
import { columnOf, rowsOf } from '../figure-rows.js';
import { mergedOrder } from '../merged-order.js';
import { numberIn } from '../numbers.js';
import { periodLabels } from '../period-labels.js';
import { plainText } from '../plain-text.js';

/** Points of one series; `x` is the place in `categories`, or the number itself. */
export interface PlotPoint {
  readonly x: number;
  readonly y: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** The value as the tables show it. */
  readonly text: string;
}

export interface PlotSeries {
  readonly name: string;
  readonly column: Column;
  readonly points: readonly PlotPoint[];
}

/** What a chart of rows draws. */
export interface PlotData {
  readonly x: Column;
  /** Labels of a category axis; null for an axis of numbers. */
  readonly categories: readonly string[] | null;
  readonly series: readonly PlotSeries[];
}

/** More points than this are not drawn; the figure says so. */
export const MOST_POINTS = 2000;

/** The table that a figure draws. */
export function tableOf(result: Result, figure: Figure): Table {
  const table = result.tables.find(({ id }) => id === figure.table);
  if (table === undefined) throw brokenFigure(figure.id, `table "${figure.table}"`);
  return table;
}

/** Rows that a figure draws, at most `MOST_POINTS`. */
export function drawnRows(table: Table, figure: Figure): readonly Row[] {
  return rowsOf(table, figure).slice(0, MOST_POINTS);
}

/** The series of a figure: its `y` columns, each split by the values of `series`. */
export function plotData(table: Table, figure: Figure, numericAxis: boolean): PlotData {
  const rows = drawnRows(table, figure);
  const x = columnOf(table, figure, figure.x);
  const onNumbers = numericAxis && isNumeric(x.type);
  const labels = categoryLabels(x, rows);
  const categories = [...new Set(labels)];
  const places = new Map(categories.map((label, index) => [label, index]));
  const split = figure.series === undefined ? null : columnOf(table, figure, figure.series);
  const names = rows.map((row) => (split === null ? '' : plainText(displayText(split, cellOf(row, split)))));
  const groups = new Map<string, number[]>(
    mergedOrder(names.map((name, index) => [name, labels[index]!])).map((name) => [name, []]),
  );
  for (const [index, name] of names.entries()) groups.get(name)!.push(index);
  const series = figure.y.flatMap((id) => {
    const column = columnOf(table, figure, id);
    return [...groups].map(([name, indices]) => ({
      name: seriesName(name, column, figure),
      column,
      points: indices
        .map((index) => point(rows[index]!, index, column))
        .filter(({ x: at }) => Number.isFinite(at)),
    }));
  });
  return { x, categories: onNumbers ? null : categories, series };

  function point(row: Row, index: number, column: Column): PlotPoint {
    const y = numeric(row, column.id);
    const ends = y === null ? undefined : (figure.intervals?.[column.id] ?? figure.interval);
    return {
      x: onNumbers ? (numeric(row, x.id) ?? Number.NaN) : places.get(labels[index]!)!,
      y: y !== null && figure.minus?.includes(column.id) ? -y : y,
      text: displayText(column, cellOf(row, column)),
      low: ends === undefined ? null : numeric(row, ends.low),
      high: ends === undefined ? null : numeric(row, ends.high),
    };
  }
}

/** The number in a cell as a chart needs it; null where there is none. */
export function numeric(row: Row, id: string): number | null {
  return numberIn(cellOf(row, { id }))?.toNumber() ?? null;
}

function seriesName(group: string, column: Column, figure: Figure): string {
  if (group === '') return plainText(column.title);
  return figure.y.length === 1 ? group : `${group}, ${plainText(column.title)}`;
}

/** Labels of rows; periods by their name. */
function categoryLabels(x: Column, rows: readonly Row[]): readonly string[] {
  const labels = rows.map((row) => plainText(displayText(x, cellOf(row, x))));
  return x.type === 'date' ? periodLabels(labels) : labels;
}
