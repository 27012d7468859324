import type { ChartOption } from './canvas.js';
import type { PlotSeries } from './plot-data.js';
import { FONT_SIZE, textWidth } from './text-size.js';

const MOST_LABELS = 20;

export interface ValueLabel {
  readonly option: ChartOption;
  /** Width of the widest number in pixels; 0 when none is shown. */
  readonly width: number;
}

/** Numbers at the ends of bars, as the table shows them, where one series leaves room for all of them. */
export function valueLabel(
  series: PlotSeries,
  seriesCount: number,
  lying: boolean,
  band: number,
): ValueLabel {
  const size = FONT_SIZE - 1;
  const known = series.points.filter(({ y }) => y !== null);
  const texts = new Map(known.map(({ x, text }) => [x, text]));
  const widest = Math.max(0, ...known.map(({ text }) => textWidth(text, size)));
  const show = seriesCount === 1 && (lying ? known.length <= MOST_LABELS : widest <= band);
  const formatter = ({ dataIndex }: { dataIndex: number }) => texts.get(dataIndex) ?? '';
  return {
    option: { show, position: lying ? 'right' : 'top', fontSize: size, formatter },
    width: show ? widest : 0,
  };
}
