import type { Relation } from './relation.js';

/** The data dictionary. */
export function martDocs(list: readonly Relation[]): { markdown: string; html: string } {
  const markdown = list.map(({ name, doc }) => `- ${name}: ${doc}`).join('\n');
  return { markdown, html: markdown };
}
