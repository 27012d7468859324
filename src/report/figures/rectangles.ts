import type { ChartOption } from './canvas.js';

/** What the chart library hands to a function that draws one item. */
interface DrawApi {
  coord(point: readonly [number, number]): [number, number];
}

export interface Rectangle {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly color: string;
  readonly text?: {
    readonly value: string;
    readonly color: string;
    readonly place: 'above' | 'inside' | 'right';
  };
}

/** Which axes of a drawing are made of categories. */
export interface Categories {
  readonly x: boolean;
  readonly y: boolean;
}

/**
 * Rectangles between two corners in axis units. On a category axis a category reaches from its place − 0.5 to
 * its place + 0.5. `gap` is the seam between neighbours along the categories (else along x), in pixels.
 */
export function rectangleSeries(
  rectangles: readonly Rectangle[],
  categories: Categories,
  gap: number,
): ChartOption {
  return {
    type: 'custom',
    data: rectangles.map(({ x0, x1, y0, y1 }) => [
      ...(categories.x ? [Math.round((x0 + x1) / 2), Math.round((x0 + x1) / 2)] : [x0, x1]),
      ...(categories.y ? [Math.round((y0 + y1) / 2), Math.round((y0 + y1) / 2)] : [y0, y1]),
    ]),
    encode: { x: [0, 1], y: [2, 3] },
    renderItem: ({ dataIndex }: { dataIndex: number }, api: DrawApi) =>
      draw(rectangles[dataIndex]!, api, categories, gap),
  };
}

function draw(rectangle: Rectangle, api: DrawApi, categories: Categories, gap: number): ChartOption {
  const { x0, x1, y0, y1, color, text } = rectangle;
  const [left, bottom] = corner(api, x0, y0);
  const [right, top] = corner(api, x1, y1);
  const gapX = categories.x || !categories.y ? gap : 0;
  const gapY = categories.y ? gap : 0;
  const shape = {
    x: Math.min(left, right) + gapX / 2,
    y: Math.min(top, bottom) + gapY / 2,
    width: Math.max(1, Math.abs(right - left) - gapX),
    height: Math.max(1, Math.abs(bottom - top) - gapY),
  };
  const drawn = { type: 'rect', shape, style: { fill: color } };
  if (text === undefined) return drawn;
  const style = { text: text.value, fill: text.color, fontSize: 11 };
  const middle = { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 };
  const label = {
    inside: { ...middle, style: { ...style, align: 'center', verticalAlign: 'middle' } },
    above: { ...middle, y: shape.y - 4, style: { ...style, align: 'center', verticalAlign: 'bottom' } },
    right: {
      ...middle,
      x: shape.x + shape.width + 4,
      style: { ...style, align: 'left', verticalAlign: 'middle' },
    },
  }[text.place];
  return { type: 'group', children: [drawn, { type: 'text', ...label }] };
}

/** Coordinates of a point that may lie between two categories (the library knows their middles alone). */
function corner(api: DrawApi, x: number, y: number): [number, number] {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [left, bottom] = api.coord([x, y]);
  const [fromX, fromY] = api.coord([column, row]);
  const [toX, toY] = api.coord([column + 1, row + 1]);
  return [between(x - column, left, fromX, toX), between(y - row, bottom, fromY, toY)];
}

function between(part: number, exact: number, from: number, to: number): number {
  return part === 0 ? exact : from + (to - from) * part;
}
