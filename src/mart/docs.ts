import { relationText } from './compile.js';
import { describeRelations } from './docs/describe.js';
import { docsHtml } from './docs/html.js';
import { docsMarkdown } from './docs/markdown.js';
import type { Relation } from './relation.js';

export interface MartDocs {
  /** With a Mermaid graph. */
  readonly markdown: string;
  /** One page that needs nothing else: styles and the drawn graph are inside, and no script. */
  readonly html: string;
}

/**
 * The data dictionary of a list of relations: the graph, and for each its grain, key, columns, checks and lineage,
 * from the list and its texts alone.
 */
export function martDocs(
  relations: readonly Relation[],
  textOf: (relation: Relation) => string = relationText,
): MartDocs {
  const described = describeRelations(relations, textOf);
  return { markdown: docsMarkdown(described), html: docsHtml(described) };
}
