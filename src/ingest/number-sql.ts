import { literal } from '../store/sql.js';

/** How numbers are written in a text file. */
export interface NumberStyle {
  readonly decimalComma: boolean;
  readonly thousands: string | null;
}

/** Styles of typed sources: a point, no thousands. */
export const plainStyle: NumberStyle = { decimalComma: false, thousands: null };

const SIGNS = '$€£¥₹₽₩₺₴฿₫₪₱₦₡₲₵₸₼₾';

/**
 * SQL text of a number as people write it in its plain form (`-1234.5e3`), or null if it isn't one. Handles
 * currency signs and codes, parentheses and trailing minus for negatives, thousands in groups, decimal commas.
 */
export function numberText(column: string, style: NumberStyle): string {
  const bare = `regexp_replace(regexp_replace(trim(replace(${column}, '−', '-')), '^\\((.*)\\)$', '-\\1'), '^([^-].*[0-9])-$', '-\\1')`;
  const unsigned = `trim(regexp_replace(regexp_replace(${bare}, '^([-+]?)\\s*(?:[${SIGNS}]|[A-Z]{2,3}[${SIGNS}]|[A-Z]{3}\\b|R\\$)\\s*', '\\1'), '\\s*(?:[${SIGNS}]|\\b[A-Z]{3}|zł|kr\\.?|Kč)$', ''))`;
  const point = style.decimalComma ? ',' : '.';
  const p = `[${point}]`;
  const digits =
    style.thousands === null
      ? '[0-9]+'
      : `(?:[0-9]+|[0-9]{1,3}(?:${oneOf(style.thousands)}[0-9]{2,3})*${oneOf(style.thousands)}[0-9]{3})`;
  const form = `[-+]?(?:${digits}(?:${p}[0-9]*)?|${p}[0-9]+)(?:[eE][-+]?[0-9]{1,5})?`;
  const ungrouped =
    style.thousands === null
      ? 'number_text'
      : `regexp_replace(number_text, ${literal(oneOf(style.thousands))}, '', 'g')`;
  const plain = style.decimalComma ? `replace(${ungrouped}, ',', '.')` : ungrouped;
  const heavy = inPlace(
    unsigned,
    `case when regexp_full_match(number_text, ${literal(form)}) then ${plain} end`,
  );
  return style.decimalComma
    ? heavy
    : `case when regexp_full_match(${column}, '-?[0-9]+([.][0-9]+)?') then ${column} else ${heavy} end`;
}

/** True where the text is NaN or infinite. */
export function notFinite(column: string): string {
  return `coalesce(regexp_full_match(trim(${column}), '[-+]?(nan|inf|infinity)', 'i'), false)`;
}

/** True where a currency sign or code stands by the number. */
export function hasCurrencySign(column: string): string {
  return `coalesce(regexp_matches(${column}, '[${SIGNS}]|[A-Z]{3}|zł|kr|Kč'), false)`;
}

export function hasParentheses(column: string): string {
  return `coalesce(regexp_matches(${column}, '^\\s*\\('), false)`;
}

/** True where the plain text has more than four decimals. */
export function hasManyDecimals(plainText: string): string {
  return `coalesce(regexp_matches(${plainText}, '\\.[0-9]{5}'), false)`;
}

/** DECIMAL(18,4), rounded half away from zero; null if it does not fit. */
export function decimal(plainText: string): string {
  return `try_cast(${plainText} as decimal(18,4))`;
}

/** The same with ten decimals, for what is multiplied before it is rounded. */
export function fineDecimal(plainText: string): string {
  return `try_cast(${plainText} as decimal(38,10))`;
}

/**
 * True where the cast alone reads the text as `numberText` would: no underscore (which the cast skips) and at most four
 * decimals (beyond, it rounds, and that is counted).
 */
export function castIsEnough(column: string): string {
  const length = `strlen(${column})`;
  const point = `instr(${column}, '.')`;
  // An underscore stands between digits, or nothing is read.
  return `case when ${length} <= 2 then true when contains(${column}, '_') then false when ${length} <= 5 then true else ${length} - ${point} <= 4 or ${point} = 0 end`;
}

function oneOf(character: string): string {
  return character.trim() === '' ? '[ \u00a0\u202f\u2009]' : `[${character.replace(/[\\\]^]/g, '\\$&')}]`;
}

/** Evaluates `body` with `number_text` bound to the value: a lambda keeps the text short where it is used several times. */
function inPlace(value: string, body: string): string {
  return `list_transform([${value}], lambda number_text: ${body})[1]`;
}
