import type { Figure, Result, Table } from '../../common/result.js';
import { figureHeight, renderPageFigure } from '../figures/svg.js';
import { figuresOf, type Section } from '../sections.js';
import { tableMarkup } from './table.js';
import { elementId, html, Markup, nothing } from './template.js';

/** Widths that the charts are drawn for: a desk and a phone. The style shows the one that fits. */
const WIDTHS = { wide: 720, narrow: 350 } as const;

/** A section of the page and what the contents list needs of it. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly tables: readonly { readonly id: string; readonly title: string }[];
  readonly markup: Markup;
}

/** A section: each table with its charts above it. `place` counts the sections of the page. */
export async function pageSection(result: Result, section: Section, place: number): Promise<PageSection> {
  const id = elementId('section', section.title, place);
  const tables = section.tables.map((table) => {
    const index = result.tables.indexOf(table);
    return { table, id: elementId('table', table.id, index) };
  });
  const blocks: Markup[] = [];
  for (const { table, id: tableId } of tables)
    blocks.push(await tableBlock(result, table, tableId, `${id}-title`));
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

async function tableBlock(result: Result, table: Table, id: string, within: string): Promise<Markup> {
  const figures = figuresOf(result, table);
  const drawn: Markup[] = [];
  for (const figure of figures) drawn.push(await figureMarkup(result, figure));
  const description =
    table.description === undefined ? nothing : html`<p class="quiet">${table.description}</p>\n`;
  return html`<article id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${table.title}</h3>
${description}${drawn}${tableMarkup(table, `${id}-caption`, figures.length > 0, within)}
</article>
`;
}

async function figureMarkup(result: Result, figure: Figure): Promise<Markup> {
  const id = elementId('figure', figure.id, result.figures.indexOf(figure));
  const drawn: Markup[] = [];
  for (const [size, width] of Object.entries(WIDTHS)) {
    const height = figureHeight(result, figure, width);
    const svg = await renderPageFigure(result, figure, { width, height, id: `${id}-${size}` });
    drawn.push(html`<div class="${size}">${new Markup(svg)}</div>\n`);
  }
  return html`<figure>
<figcaption>${figure.title}</figcaption>
${drawn}</figure>
`;
}
