import { readFileSync } from 'node:fs';

/** An identifier (table or column name) for a statement's text. Names from users go through here and nowhere else. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal for the few places that take no bound value (`read_csv` options, `attach`, `copy … to`). */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A statement's text that stands in a `.sql` file beside the code. */
export function readText(folder: string, name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

/**
 * Whether a spreadsheet would take a text for a formula, full-width signs included: as csv-stringify judges. The signs are one
 * text, since the engine makes a join of a list. Most texts begin with a letter or a digit: to compare bytes takes far less time
 * than to cut off a character.
 */
export function isFormula(text: string): string {
  const ordinary = `(${text} >= '0' and ${text} < '=') or (${text} >= 'A' and ${text} < '＋')`;
  return `(case when ${ordinary} then false else ${text} <> '' and contains(concat('=+-@＝＋－＠', chr(9), chr(13)), left(${text}, 1)) end)`;
}
