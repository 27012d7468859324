import { noSuchTable } from '../common/messages/report.js';
import type { Note, Result } from '../common/result.js';
import { csvNote, renderCsv } from './csv.js';
import { renderJson } from './json.js';
import { renderMarkdown } from './markdown.js';
import type { TerminalOptions } from './terminal/look.js';
import { renderTerminal } from './terminal/terminal.js';

export const FORMATS = ['table', 'csv', 'json', 'markdown', 'html'] as const;

export type Format = (typeof FORMATS)[number];

export interface RenderOptions extends TerminalOptions {
  readonly format: Format;
  /** Id of the one table to show; absent = all of them (CSV: the first). */
  readonly table?: string;
  /** Threads that may draw the charts of a page; one per core when absent. */
  readonly threads?: number | null;
}

export interface Rendered {
  readonly text: string;
  /** What the reader should know about the output itself; for standard error. */
  readonly notes: readonly Note[];
}

/**
 * The result as text in one format. All of them show the same numbers.
 * @throws ClvError REPORT_NO_SUCH_TABLE when `table` names no table
 */
export async function renderResult(result: Result, options: RenderOptions): Promise<Rendered> {
  const shown = options.table === undefined ? result : withOneTable(result, options.table);
  switch (options.format) {
    case 'table':
      return { text: renderTerminal(shown, options), notes: [] };
    case 'csv': {
      const note = csvNote(shown);
      return { text: renderCsv(shown), notes: note === null ? [] : [note] };
    }
    case 'json':
      return { text: renderJson(shown), notes: [] };
    case 'markdown':
      return { text: renderMarkdown(shown), notes: [] };
    case 'html': {
      const { renderHtml } = await import('./html/page.js');
      return { text: await renderHtml(shown, options), notes: [] };
    }
  }
}

/** The same result with one table alone, and the figures that draw it. */
function withOneTable(result: Result, id: string): Result {
  const tables = result.tables.filter((table) => table.id === id);
  if (tables.length === 0) {
    const known = result.tables.map((table) => table.id);
    throw noSuchTable(id, known);
  }
  return { ...result, tables, figures: result.figures.filter(({ table }) => table === id) };
}
