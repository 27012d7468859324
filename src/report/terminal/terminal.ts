import type { Note, Result } from '../../common/result.js';
import { checkLine, checkSummary, lineageLines } from '../checks.js';
import { plainText } from '../plain-text.js';
import { figuresOf, type Section, sectionsOf } from '../sections.js';
import { displayWidth } from '../width.js';
import { hangingText, wrapText } from '../wrap.js';
import { type Look, lookOf, type TerminalOptions } from './look.js';
import { tableLines } from './table.js';

/**
 * The result for a terminal of `width` columns: tables by section, answers, checks, then notes and warnings,
 * so that what matters most stands last. Data can't move the cursor, colour the text or run past the width.
 */
export function renderTerminal(result: Result, options: TerminalOptions): string {
  const look = lookOf(options);
  const blocks: (readonly string[])[] = [
    wrapText(plainText(result.headline), look.width, look.glyphs.ellipsis).map(look.strong),
    ...sectionsOf(result).flatMap((section) => sectionBlocks(result, section, look)),
    ...hiddenSections(result, look),
    ...answerBlocks(result, look),
    ...checkBlocks(result, look),
    ...noteBlocks('Notes', result.notes, look.glyphs.bullet, look),
    ...noteBlocks('Warnings', result.warnings, look.caution(look.glyphs.warning), look),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function sectionBlocks(result: Result, { title, tables }: Section, look: Look): (readonly string[])[] {
  const shown = tables.filter(({ wide }) => look.wide || wide !== true);
  if (shown.length === 0) return [];
  const hidden = tables.filter((table) => !shown.includes(table));
  const blocks = shown.map((table) => tableLines(table, figuresOf(result, table), look));
  if (hidden.length > 0) {
    const names = hidden.map(({ title: name, id }) => `${plainText(name)} (${plainText(id)})`).join(', ');
    const text = `More with --wide, --format csv or json: ${names}`;
    blocks.push(wrapText(text, look.width, look.glyphs.ellipsis).map(look.quiet));
  }
  return [[ruled(title, look)], ...blocks];
}

/** Sections of which nothing is shown are named together, not each under an empty heading. */
function hiddenSections(result: Result, look: Look): (readonly string[])[] {
  if (look.wide) return [];
  const ids = sectionsOf(result)
    .filter(({ tables }) => tables.every(({ wide }) => wide === true))
    .flatMap(({ tables }) => tables.map(({ id }) => plainText(id)));
  if (ids.length === 0) return [];
  const text = `More with --wide, --table ID, --format html, csv or json: ${ids.join(', ')}`;
  return [wrapText(text, look.width, look.glyphs.ellipsis).map(look.quiet)];
}

function ruled(title: string, look: Look): string {
  const { rule, ellipsis } = look.glyphs;
  const text = wrapText(plainText(title), look.width - 8, ellipsis)[0]!;
  const rest = look.width - displayWidth(text) - 4;
  return `${look.quiet(rule.repeat(2))} ${look.strong(text)} ${look.quiet(rule.repeat(rest))}`;
}

function answerBlocks({ answers }: Result, look: Look): (readonly string[])[] {
  if (answers.length === 0) return [];
  const items = answers.map(({ question, answer }) => [
    ...wrapText(plainText(question), look.width, look.glyphs.ellipsis).map(look.strong),
    ...hangingText('  ', plainText(answer), look.width, look.glyphs.ellipsis),
  ]);
  return [[ruled('Answers', look)], ...items];
}

function checkBlocks({ identities, lineage }: Result, look: Look): (readonly string[])[] {
  if (identities.length === 0 && lineage.files.length === 0) return [];
  const { good, bad, ellipsis, bullet } = look.glyphs;
  const failed = identities.filter(({ holds }) => !holds);
  const mark = failed.length === 0 ? good : bad;
  const paint = failed.length === 0 ? look.good : look.bad;
  const lines = [
    ...(identities.length === 0 ? [] : [`${paint(mark)} ${paint(checkSummary(identities))}`]),
    ...failed.flatMap((identity) =>
      hangingText(`  ${bad} `, plainText(checkLine(identity)), look.width, ellipsis).map(look.bad),
    ),
    ...lineageLines(lineage).flatMap((text) =>
      hangingText(`${bullet} `, plainText(text), look.width, ellipsis),
    ),
  ];
  return [[ruled('Checks', look)], lines];
}

function noteBlocks(title: string, notes: readonly Note[], mark: string, look: Look): (readonly string[])[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap(({ text }) =>
    hangingText('  ', plainText(text), look.width, look.glyphs.ellipsis).map((line, index) =>
      index === 0 ? `${mark} ${line.slice(2)}` : line,
    ),
  );
  return [[ruled(title, look)], lines];
}
