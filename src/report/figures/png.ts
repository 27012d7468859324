import type { Figure, Result } from '../../common/result.js';
import { type FigureOptions, renderFigureSvg } from './svg.js';

/**
 * A figure as a PNG picture, `scale` pixels a unit (2 for print and sharp screens). Letters come from the
 * fonts of the system: a system without any draws none.
 */
export async function renderFigurePng(
  result: Result,
  figure: Figure,
  options: FigureOptions & { readonly scale?: number },
): Promise<Uint8Array> {
  const svg = await renderFigureSvg(result, figure, options);
  const { Resvg } = await import('@resvg/resvg-js');
  const resvg = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: options.scale ?? 2 },
    font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  });
  return resvg.render().asPng();
}
