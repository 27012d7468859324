/**
 * Data as text that can't act: control characters become visible pictures (`␛`, `␊`), invisible
 * characters that reorder or hide text become `\u{202e}`, broken surrogates become `\ufffd`.
 * Line breaks of the program's own texts go through it as well: a cell is one line.
 */
export function plainText(text: string): string {
  return ACTIVE.test(text) ? text.replace(ACTIVE_ALL, visible) : text;
}

/** C0, DEL, C1 · line and paragraph separators · bidi marks, overrides and isolates · zero-width space, BOM · tags · surrogates. */
const CLASS =
  '[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ufff9-\\ufffb\\u{e0001}\\p{Surrogate}]';
const ACTIVE = new RegExp(CLASS, 'u');
const ACTIVE_ALL = new RegExp(CLASS, 'gu');

function visible(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `\\u{${code.toString(16)}}`;
}
