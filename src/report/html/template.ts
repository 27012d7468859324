import { escapeMarkup } from '../markup.js';
import { plainText } from '../plain-text.js';

/** Markup that is safe to put into a page as it is. Everything else is escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | readonly Markup[];

/** Markup from a template: values are made harmless and escaped, markup and lists of markup stay. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const filled = parts.map((part, index) => textOf(part) + strings[index + 1]!);
  return new Markup(strings[0] + filled.join(''));
}

/** Nothing at all. */
export const nothing = new Markup('');

/** An id for elements, from an id that may hold anything; the place makes it unique. */
export function elementId(kind: string, id: string, place: number): string {
  return `${kind}-${place}-${id.replace(/[^A-Za-z0-9_-]+/g, '-')}`.slice(0, 80);
}

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map((item: Markup) => item.text).join('');
  return escapeMarkup(plainText(String(part)));
}
