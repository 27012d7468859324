import type { Cell, Column, Table } from '../../common/result.js';
import {
  cellOf,
  displayText,
  heading,
  inRow,
  isNumeric,
  MISSING,
  rawText,
  unknownWords,
  withoutUnknown,
} from '../cells.js';
import { numberIn } from '../numbers.js';
import { html, Markup, nothing } from './template.js';

/** Rows of a table on a page; the line beneath names the way to all of them. */
export const ROW_LIMIT = 100;

/** Rows that stand open on the page; more of them open at a touch. */
const OPEN_ROWS = 12;

/** Letters of a text that a page shows. */
const CELL_LETTERS = 200;

/**
 * A table in a box that scrolls by itself; folded where it is long and a chart shows it already. The box is named by its
 * caption after the heading `within`: two lenses may have tables of one title.
 */
export function tableMarkup(table: Table, id: string, hasFigure: boolean, within: string): Markup {
  if (table.rows.length === 0) return html`<p class="quiet">No rows.</p>`;
  const caption = html`<caption id="${id}"${new Markup(hasFigure ? '' : ' class="unseen"')}>${table.title}</caption>`;
  const grid = table.layout === 'record' ? recordMarkup(table, caption) : gridMarkup(table, caption);
  const box = html`<div class="scroll" role="region" aria-labelledby="${within} ${id}" tabindex="0">${grid}</div>${unknown(table)}${leftOut(table)}`;
  if (table.layout === 'record' || table.rows.length <= OPEN_ROWS) return box;
  const open = new Markup(hasFigure || table.wide === true ? '' : ' open');
  return html`<details${open}><summary>Table of ${count(table.rows.length)} rows</summary>${box}</details>`;
}

/** What no row knows, said once in the place of columns of dashes. */
function unknown(table: Table): Markup {
  const words = unknownWords(table);
  return words === null ? nothing : html`<p class="quiet">${words}.</p>`;
}

function gridMarkup(table: Table, caption: Markup): Markup {
  const { columns, rows } = withoutUnknown(table);
  const heads = columns.map(
    (column) => html`<th scope="col"${kind(column)}><span>${heading(column)}</span></th>`,
  );
  const most = columns.map((column) =>
    column.bar === true ? highest(rows.map((row) => cellOf(row, column))) : 0,
  );
  const body = rows.slice(0, ROW_LIMIT).map((row) => {
    const cells = columns.map((column, index) => {
      const cell = cellOf(row, column);
      const inside = html`${value(inRow(column, row), cell)}${bar(cell, most[index]!)}`;
      return index === 0
        ? html`<th scope="row"${kind(column)}>${inside}</th>`
        : html`<td${kind(column)}>${inside}</td>`;
    });
    return html`<tr>${cells}</tr>\n`;
  });
  return html`<table>${caption}
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody></table>`;
}

function recordMarkup({ columns, rows }: Table, caption: Markup): Markup {
  const bodies = rows.slice(0, ROW_LIMIT).map((row) => {
    const lines = columns.map((column) => {
      const cell = cellOf(row, column);
      const most = column.bar === true && column.type === 'share' ? 1 : 0;
      return html`<tr><th scope="row">${heading(column)}</th><td${kind(column)}>${bar(cell, most)}${value(column, cell)}</td></tr>\n`;
    });
    return html`<tbody>
${lines}</tbody>`;
  });
  return html`<table class="record">${caption}${bodies}</table>`;
}

function kind(column: Column): Markup {
  return new Markup(isNumeric(column.type) ? ' class="n"' : column.type === 'date' ? ' class="d"' : '');
}

/** A value as people read it; where that is rounded, the whole number for programs beside it. */
function value(column: Column, cell: Cell): Markup {
  if (cell === null) return html`<span class="quiet">${MISSING}</span>`;
  const shown = displayText(column, cell);
  if (isNumeric(column.type) && numberIn(cell) !== null) {
    const rounded = column.type === 'share' || column.type === 'number';
    return rounded ? html`<data value="${rawText(cell)}">${shown}</data>` : html`${shown}`;
  }
  if (column.type === 'date' || column.type === 'boolean') return html`${shown}`;
  return html`<bdi>${shown.length > CELL_LETTERS ? `${shown.slice(0, CELL_LETTERS)}…` : shown}</bdi>`;
}

/** A bar for a share of the longest; empty for nothing and for what is missing, so that numbers stay aligned. */
function bar(cell: Cell, most: number): Markup {
  if (most <= 0) return nothing;
  const part = Math.max(0, (numberIn(cell)?.toNumber() ?? 0) / most);
  const drawn = part > 0 ? html`<rect width="${(100 * Math.min(1, part)).toFixed(1)}" height="1"/>` : nothing;
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`;
}

function highest(cells: readonly Cell[]): number {
  return cells.reduce<number>((most, cell) => Math.max(most, numberIn(cell)?.toNumber() ?? 0), 0);
}

function leftOut(table: Table): Markup {
  if (table.rows.length <= ROW_LIMIT) return nothing;
  return html`<p class="quiet">First ${count(ROW_LIMIT)} of ${count(table.rows.length)} rows; all of them: <code>--format csv --table ${table.id}</code></p>`;
}

function count(rows: number): string {
  return displayText({ id: '', title: '', type: 'count' }, rows);
}
