import { parse } from 'csv-parse/sync';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Cell, Column, Result } from '../../src/common/result.js';
import { renderCsv } from '../../src/report/csv.js';
import { renderJson } from '../../src/report/json.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { renderTerminal } from '../../src/report/terminal/terminal.js';
import { anyTable } from './any-result.js';
import { sampleResult } from './sample-result.js';

/** Tables of numbers alone, narrow enough to stand in one block. */
const numeric = anyTable.map((table): Result => {
  const columns = table.columns
    .filter(({ type }) => type === 'money' || type === 'count' || type === 'share' || type === 'number')
    .slice(0, 6)
    .map(({ unit, ...column }, index) => ({
      ...column,
      title: `N${index}`,
      wide: false,
      bar: unit === 'EUR',
    }));
  const plain = { id: 't', title: 'T', section: 'S', layout: 'table' as const, columns, rows: table.rows };
  return { ...sampleResult, notes: [], warnings: [], answers: [], tables: [plain], figures: [] };
});

it('law: terminal, CSV, JSON and Markdown of one result show the same numbers', () => {
  fc.assert(
    fc.property(
      numeric.filter(({ tables }) => tables[0]!.columns.length > 0 && tables[0]!.rows.length > 0),
      (result) => {
        const table = result.tables[0]!;
        const csv: string[][] = parse(renderCsv(result), { from_line: 2 });
        const json = JSON.parse(renderJson(result)).tables[0].rows as Record<string, Cell>[];
        const markdown = dataLines(renderMarkdown(result), '| ').map((line) => line.split('|').slice(1, -1));
        const terminal = dataLines(
          renderTerminal(result, { width: 300, color: false, wide: true }),
          '  ',
        ).map((line) =>
          line
            .replace(/[▏▎▍▌▋▊▉█]+/g, ' ')
            .replaceAll(' %', '%')
            .trim()
            .split(/\s+/),
        );
        const known = table.columns.filter(({ id }) => table.rows.some((row) => (row[id] ?? null) !== null));
        const shown = table.rows.length < 2 || known.length === 0 ? table.columns : known;
        for (const [r, row] of table.rows.entries()) {
          for (const [c, column] of table.columns.entries()) {
            const cell = row[column.id] ?? null;
            expect(json[r]![column.id]).toBe(cell === 0 ? 0 : cell);
            expectSame(column, cell, csv[r]![c]!, null);
            const at = shown.indexOf(column);
            if (at === -1) continue;
            expectSame(column, cell, markdown[r]![at]!, digitsOf(column));
            expectSame(column, cell, terminal[r]![at]!, digitsOf(column));
          }
        }
      },
    ),
    { numRuns: 100 },
  );
});

/** The lines of a table below its headings and rule. */
function dataLines(text: string, start: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.startsWith(start));
  return lines.slice(lines.findIndex((line) => /^[|\s─:-]+$/.test(line)) + 1);
}

/** Digits shown after the point; null for all of them. */
function digitsOf({ type, digits }: Column): number | null {
  return type === 'share' ? (digits ?? 1) : type === 'number' ? (digits ?? 2) : null;
}

function expectSame(column: Column, cell: Cell, text: string, digits: number | null): void {
  const shown = text.trim();
  if (cell === null) {
    expect(['', '–']).toContain(shown);
    return;
  }
  const percent = shown.endsWith('%');
  expect(percent).toBe(digits !== null && column.type === 'share');
  const exact = new Decimal(cell as string | number).times(percent ? 100 : 1);
  const expected = digits === null ? exact : exact.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP);
  const read = new Decimal(shown.replace(/[%,\s]/g, ''));
  expect(read.eq(expected), `${column.type} ${cell} shown as ${shown}`).toBe(true);
}
