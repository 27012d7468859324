import type { ChartOption } from './canvas.js';
import { FONT_SIZE, textWidth } from './text-size.js';

/** Draws options as SVG text. The chart library takes half a second to load, so it is loaded at the first chart. */
export async function drawSvg(option: ChartOption, width: number, height: number): Promise<string> {
  loaded ??= load();
  const { init } = await loaded;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString({ useViewBox: true });
  } finally {
    chart.dispose();
  }
}

let loaded: ReturnType<typeof load> | undefined;

async function load() {
  const library = await import('echarts/dist/echarts.esm.min.mjs');
  library.setPlatformAPI({ measureText: (text, font) => ({ width: textWidth(text, pixels(font)) }) });
  return library;
}

/** Size in a font such as `bold 15px sans-serif`. */
function pixels(font: string | undefined): number {
  return Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? FONT_SIZE);
}
