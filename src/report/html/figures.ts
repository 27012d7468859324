import type { Figure, Result } from '../../common/result.js';
import { type DrawThreads, drawFigures } from '../figures/draw-figures.js';
import { figureHeight } from '../figures/svg.js';
import { elementId, html, Markup } from './template.js';

/** Widths that the charts are drawn for: a desk and a phone. The style shows the one that fits. */
const WIDTHS = { wide: 720, narrow: 350 } as const;
const SIZES = Object.entries(WIDTHS);

/** The figures of a page, each drawn for every width. */
export async function figureMarkups(
  result: Result,
  threads: DrawThreads,
): Promise<ReadonlyMap<Figure, Markup>> {
  const drawings = result.figures.flatMap((figure, index) =>
    SIZES.map(([size, width]) => ({
      figure: index,
      width,
      height: figureHeight(result, figure, width),
      id: `${elementId('figure', figure.id, index)}-${size}`,
    })),
  );
  const drawn = await drawFigures(result, drawings, threads);
  return new Map(
    result.figures.map((figure, index) => [
      figure,
      figureMarkup(figure, drawn.slice(index * SIZES.length, (index + 1) * SIZES.length)),
    ]),
  );
}

function figureMarkup(figure: Figure, drawn: readonly string[]): Markup {
  const parts = SIZES.map(([size], index) => html`<div class="${size}">${new Markup(drawn[index]!)}</div>\n`);
  return html`<figure>
<figcaption>${figure.title}</figcaption>
${parts}</figure>
`;
}
