import type { Note, Result, Table } from '../common/result.js';
import { cellOf, displayText, heading, inRow, isNumeric, unknownWords, withoutUnknown } from './cells.js';
import { checkLine, lineageLines } from './checks.js';
import { plainText } from './plain-text.js';
import { sectionsOf } from './sections.js';
import { displayWidth, padText } from './width.js';

/** Rows of a table that a page shows; the line beneath names the way to all of them. */
const ROW_LIMIT = 200;

/** Pads no column beyond this, so that one long name does not blow up the text of a table. */
const PAD_LIMIT = 40;

/** The result as a Markdown page for a wiki: headings, pipe tables, answers, checks and notes; data can't become markup. */
export function renderMarkdown(result: Result): string {
  const blocks = [
    `# ${escapeMarkdown(result.headline)}`,
    ...answerBlocks(result),
    ...sectionsOf(result).flatMap(({ title, tables }) => [
      `## ${escapeMarkdown(title)}`,
      ...tables.flatMap(tableBlocks),
    ]),
    ...checkBlocks(result),
    ...noteBlocks('Warnings', result.warnings),
    ...noteBlocks('Notes', result.notes),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Text that Markdown and HTML show letter by letter, on one line. */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/^(\s*)([#+-]|\d+[.)])(?=\s|$)/, (_, space: string, mark: string) =>
      mark.length === 1 ? `${space}\\${mark}` : `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
    )
    .replace(/:\/\//g, ':&#47;&#47;');
}

function answerBlocks({ answers }: Result): readonly string[] {
  if (answers.length === 0) return [];
  const items = answers.map(
    ({ question, answer }) => `- **${escapeMarkdown(question)}** ${escapeMarkdown(answer)}`,
  );
  return ['## Answers', items.join('\n')];
}

function tableBlocks(table: Table): readonly string[] {
  const blocks = [`### ${escapeMarkdown(table.title)}`];
  if (table.description !== undefined) blocks.push(escapeMarkdown(table.description));
  blocks.push(table.rows.length === 0 ? '*No rows.*' : dataTable(table));
  const unknown = unknownWords(table);
  if (unknown !== null) blocks.push(`*${escapeMarkdown(unknown)}.*`);
  if (table.rows.length > ROW_LIMIT) {
    const count = (rows: number) => displayText({ id: '', title: '', type: 'count' }, rows);
    blocks.push(
      `*First ${count(ROW_LIMIT)} of ${count(table.rows.length)} rows; all of them: \`--format csv --table ${table.id.replace(/`/g, '')}\`.*`,
    );
  }
  return blocks;
}

function dataTable(table: Table): string {
  const { columns, rows } = withoutUnknown(table);
  const shown = rows
    .slice(0, ROW_LIMIT)
    .map((row) =>
      columns.map((column) => escapeMarkdown(displayText(inRow(column, row), cellOf(row, column)))),
    );
  const names = columns.map((column) => escapeMarkdown(heading(column)));
  if (table.layout === 'record') {
    const pairs = shown.flatMap((cells) => cells.map((cell, index) => [names[index]!, cell]));
    return pipeTable(['Name', 'Value'], pairs, [false, false]);
  }
  return pipeTable(
    names,
    shown,
    columns.map(({ type }) => isNumeric(type)),
  );
}

type Cells = readonly string[];

function pipeTable(header: Cells, body: readonly Cells[], right: readonly boolean[]): string {
  const widths = header.map((_, index) =>
    [header, ...body].reduce(
      (most, cells) => Math.max(most, Math.min(PAD_LIMIT, displayWidth(cells[index]!))),
      3,
    ),
  );
  const line = (cells: Cells) =>
    `| ${cells.map((cell, index) => padText(cell, widths[index]!, right[index]!)).join(' | ')} |`;
  const rule = widths.map((width, index) => (right[index] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(header), `| ${rule.join(' | ')} |`, ...body.map(line)].join('\n');
}

function checkBlocks(result: Result): readonly string[] {
  const failed = result.identities.filter(({ holds }) => !holds);
  const lines = [
    ...failed.map((identity) => `- **Failed:** ${escapeMarkdown(checkLine(identity))}`),
    ...(result.identities.length > failed.length
      ? [`- ${result.identities.length - failed.length} of ${result.identities.length} identities hold.`]
      : []),
    ...lineageLines(result.lineage).map((text) => `- ${escapeMarkdown(text)}`),
  ];
  return lines.length === 0 ? [] : ['## Checks', lines.join('\n')];
}

function noteBlocks(title: string, notes: readonly Note[]): readonly string[] {
  if (notes.length === 0) return [];
  return [`## ${title}`, notes.map(({ code, text }) => `- ${escapeMarkdown(text)} (\`${code}\`)`).join('\n')];
}
