import type { Relation } from './relation.js';

/** Placeholder body until merged. */
export function martDocs(_: readonly Relation[]): { markdown: string; html: string } {
  return { markdown: '', html: '' };
}
