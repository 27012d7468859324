import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Cell, Column, Result, Row, Table } from '../../src/common/result.js';
import { clv, inFolder } from './in-process.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a user of every form gets of one audit of the samples. */
let result: Result;
let csv: Map<string, string[][]>;
let page: string;
let markdown: string;
let terminal: string;

beforeAll(
  () =>
    inFolder(async (folder) => {
      const orders = join(ROOT, 'samples/orders.ndjson');
      const audit = async (...rest: string[]) => {
        const { code, out, err } = await clv(['audit', 'all', orders, ...rest], {
          cwd: folder,
        });
        expect(code, err).toBe(0);
        return out;
      };
      result = JSON.parse(await audit('--format', 'json', '--html', 'page.html'));
      page = readFileSync(join(folder, 'page.html'), 'utf8');
      const { renderCsvFiles } = await import('../../src/report/csv.js');
      const { renderMarkdown } = await import('../../src/report/markdown.js');
      const { renderTerminal } = await import('../../src/report/terminal/terminal.js');
      terminal = renderTerminal(result, { width: 600, color: false, wide: true });
      markdown = renderMarkdown(result);
      csv = new Map(
        renderCsvFiles(result).map(({ name, content }) => [
          name,
          name.endsWith('.csv') ? (parse(content) as string[][]) : [],
        ]),
      );
    }),
  60_000,
);

describe('every number of clv audit all is the same', () => {
  it('in CSV, all digits of it', () => {
    const seen = eachTable((table) => {
      const [header, ...lines] = csv.get(`${table.id}.csv`)!;
      expect(header).toEqual(table.columns.map(({ id }) => id));
      expect(lines).toHaveLength(table.rows.length);
      return table.rows.map((row, r) =>
        numbersOf(table, row, (column, cell, c) => {
          const raw = lines[r]![c]!;
          expect(raw === '' ? null : Number(raw), `${table.id} ${column.id}`).toBe(
            cell === null ? null : Number(cell),
          );
        }),
      );
    });
    expect(seen).toBeGreaterThan(10_000);
  });

  it('on the page', () => {
    const seen = eachTable((table, index) => {
      const from = page.indexOf(`<caption id="table-${index}-`);
      if (table.rows.length === 0) return [0];
      expect(from, table.id).toBeGreaterThan(0);
      const body = page.slice(from, page.indexOf('</table>', from));
      const shown = [...body.matchAll(/<tr>(.*?)<\/tr>/gs)]
        .map(([, cells]) =>
          [...cells!.matchAll(/<(?:td|th scope="row")[^>]*>(.*?)<\/(?:td|th)>/gs)].map(plain),
        )
        .filter((cells) => cells.length > 0);
      const rows = table.layout === 'record' ? [shown.map((line) => line[1]!)] : shown;
      expect(rows).toHaveLength(Math.min(100, table.rows.length));
      return rows.map((cells, r) =>
        numbersOf(forPeople(table), table.rows[r]!, (column, cell, c) =>
          expect(cells[c], `${table.id} ${column.id}`).toBe(display(column, cell)),
        ),
      );
    });
    expect(seen).toBeGreaterThan(5_000);
  });

  it('in Markdown', () => {
    const lines = markdown.split('\n');
    let at = 0;
    const seen = eachTable((table) => {
      if (table.rows.length === 0 || table.layout === 'record') return [0];
      const heading = lines.findIndex(
        (line, i) => i >= at && line.startsWith('#') && line.includes(table.title),
      );
      expect(heading, table.id).toBeGreaterThanOrEqual(at);
      at = lines.findIndex((line, i) => i > heading && /^\|[ :|-]+\|$/.test(line)) + 1;
      return table.rows.slice(0, 200).map((row, r) => {
        const cells = lines[at + r]!.slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim());
        return numbersOf(forPeople(table), row, (column, cell, c) =>
          expect(cells[c], `${table.id} ${column.id}`).toBe(display(column, cell)),
        );
      });
    });
    expect(seen).toBeGreaterThan(5_000);
  });

  it('in a wide terminal', () => {
    const lines = terminal.split('\n');
    let at = 0;
    let tables = 0;
    const seen = eachTable((table) => {
      if (table.rows.length === 0 || table.layout === 'record') return [0];
      if (result.figures.some((figure) => figure.table === table.id && figure.kind === 'heatmap')) return [0];
      at = lines.findIndex((line, i) => i >= at && line === table.title);
      expect(at, table.id).toBeGreaterThanOrEqual(0);
      at = lines.findIndex((line, i) => i >= at && /^ {2}─[─ ]*$/.test(line)) + 1;
      tables++;
      return table.rows.map((row) => {
        const numbers: string[] = [];
        numbersOf(forPeople(table), row, (column, cell) => numbers.push(display(column, cell)));
        // A long name takes more than one line; the numbers stand on its first.
        const next = [0, 1, 2, 3].find((more) => holdsInOrder(lines[at + more] ?? '', numbers));
        expect(next, `${table.id} ${numbers} in: ${lines[at]}`).toBeDefined();
        at += next! + 1;
        return numbers.length;
      });
    });
    expect(tables).toBeGreaterThan(50);
    expect(seen).toBeGreaterThan(5_000);
  });
});

/** Looks at the tables, section by section as people find them; says how many numbers were looked at. */
function eachTable(look: (table: Table, index: number) => readonly number[]): number {
  const sections = [...new Set(result.tables.map(({ section }) => section))];
  return sections
    .flatMap((section) => result.tables.filter((table) => table.section === section))
    .flatMap((table) => look(table, result.tables.indexOf(table)))
    .reduce((sum, n) => sum + n, 0);
}

/** Without columns of numbers that none of several rows knows. */
function forPeople(table: Table): Table {
  if (table.rows.length < 2 || table.layout === 'record') return table;
  const columns = table.columns.filter(
    ({ id, type }) =>
      type === 'text' || type === 'boolean' || table.rows.some((row) => (row[id] ?? null) !== null),
  );
  return { ...table, columns };
}

/** Looks at the numbers of a row; says how many there were. */
function numbersOf(
  table: Table,
  row: Row,
  look: (column: Column, cell: Cell, place: number) => void,
): number {
  let seen = 0;
  for (const [place, column] of table.columns.entries()) {
    if (column.type === 'text' || column.type === 'date' || column.type === 'boolean') continue;
    const own = column.types?.of[String(row[column.types.by])];
    const { digits: _, ...plainColumn } = column;
    look(own === undefined ? column : { ...plainColumn, type: own }, row[column.id] ?? null, place);
    seen++;
  }
  return seen;
}

function holdsInOrder(line: string, numbers: readonly string[]): boolean {
  const words = line
    .replace(/[▏▎▍▌▋▊▉█]+/g, '')
    .replaceAll(' %', '%')
    .split(/\s+/);
  let at = 0;
  for (const number of numbers) {
    at = words.indexOf(number.replace(' ', ''), at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function plain([, markup]: RegExpMatchArray): string {
  return markup!.replace(/<svg.*?<\/svg>/gs, '').replace(/<[^>]+>/g, '');
}

/** A number as people read it, worked out by the locale's own means. */
function display({ type, digits }: Column, cell: Cell): string {
  if (cell === null) return '–';
  const places =
    type === 'money'
      ? (String(cell).split('.')[1]?.length ?? 0)
      : type === 'count'
        ? 0
        : (digits ?? (type === 'share' ? 1 : 2));
  const shown = Number(type === 'share' ? (Number(cell) * 100).toPrecision(15) : cell).toLocaleString(
    'en-US',
    {
      minimumFractionDigits: places,
      maximumFractionDigits: places,
    },
  );
  return `${/[1-9]/.test(shown) ? shown : shown.replace('-', '')}${type === 'share' ? ' %' : ''}`;
}
