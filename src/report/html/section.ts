import type { Figure, Result, Table } from '../../common/result.js';
import { figuresOf, type Section } from '../sections.js';
import { tableMarkup } from './table.js';
import { elementId, html, type Markup, nothing } from './template.js';

/** A section of the page and what the contents list needs of it. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly tables: readonly { readonly id: string; readonly title: string }[];
  readonly markup: Markup;
}

/** A section: each table with its charts above it. `place` counts the sections of the page. */
export function pageSection(
  result: Result,
  section: Section,
  place: number,
  drawn: ReadonlyMap<Figure, Markup>,
): PageSection {
  const id = elementId('section', section.title, place);
  const tables = section.tables.map((table) => {
    const index = result.tables.indexOf(table);
    return { table, id: elementId('table', table.id, index) };
  });
  const blocks = tables.map(({ table, id: tableId }) => {
    const figures = figuresOf(result, table).map((figure) => drawn.get(figure)!);
    return tableBlock(table, tableId, `${id}-title`, figures);
  });
  const markup = html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${section.title}</h2>
${blocks}</section>
`;
  return {
    id,
    title: section.title,
    tables: tables.map(({ table, id: anchor }) => ({ id: anchor, title: table.title })),
    markup,
  };
}

function tableBlock(table: Table, id: string, within: string, figures: readonly Markup[]): Markup {
  const description =
    table.description === undefined ? nothing : html`<p class="quiet">${table.description}</p>\n`;
  return html`<article id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${table.title}</h3>
${description}${figures}${tableMarkup(table, `${id}-caption`, figures.length > 0, within)}
</article>
`;
}
