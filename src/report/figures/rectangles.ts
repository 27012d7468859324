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
 * Rectangles between two corners in axis units, those of one colour as one shape. On a category axis a category reaches
 * from its place − 0.5 to its place + 0.5. `gap` is the seam between neighbours along the categories (else along x), in
 * pixels.
 */
export function rectangleSeries(
  rectangles: readonly Rectangle[],
  categories: Categories,
  gap: number,
): ChartOption {
  const colors = [...new Set(rectangles.map(({ color }) => color))];
  const groups = colors.map((color) => rectangles.filter((one) => one.color === color));
  return {
    type: 'custom',
    data: groups.map((group) => [
      ...reach(group, categories.x, ({ x0, x1 }) => [x0, x1]),
      ...reach(group, categories.y, ({ y0, y1 }) => [y0, y1]),
    ]),
    encode: { x: [0, 1], y: [2, 3] },
    renderItem: ({ dataIndex }: { dataIndex: number }, api: DrawApi) =>
      draw(groups[dataIndex]!, api, categories, gap),
  };
}

/** The lowest and the highest place along an axis. */
function reach(
  group: readonly Rectangle[],
  isCategory: boolean,
  ends: (rectangle: Rectangle) => readonly [number, number],
): readonly [number, number] {
  const places = group.flatMap((rectangle) => {
    const [from, to] = ends(rectangle);
    return isCategory ? [Math.round((from + to) / 2)] : [from, to];
  });
  return [Math.min(...places), Math.max(...places)];
}

function draw(group: readonly Rectangle[], api: DrawApi, categories: Categories, gap: number): ChartOption {
  const boxes = group.map((rectangle) => boxOf(rectangle, api, categories, gap));
  const pathData = boxes
    .map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}Z`)
    .join('');
  const shape = { type: 'path', shape: { pathData }, style: { fill: group[0]!.color } };
  const labels = group.flatMap(({ text }, index) => (text === undefined ? [] : [label(text, boxes[index]!)]));
  return labels.length === 0 ? shape : { type: 'group', children: [shape, ...labels] };
}

/** A rectangle on the screen. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function boxOf({ x0, x1, y0, y1 }: Rectangle, api: DrawApi, categories: Categories, gap: number): Box {
  const [left, bottom] = corner(api, x0, y0);
  const [right, top] = corner(api, x1, y1);
  const gapX = categories.x || !categories.y ? gap : 0;
  const gapY = categories.y ? gap : 0;
  return {
    x: Math.min(left, right) + gapX / 2,
    y: Math.min(top, bottom) + gapY / 2,
    width: Math.max(1, Math.abs(right - left) - gapX),
    height: Math.max(1, Math.abs(bottom - top) - gapY),
  };
}

function label(text: NonNullable<Rectangle['text']>, box: Box): ChartOption {
  const style = { text: text.value, fill: text.color, fontSize: 11 };
  const middle = { type: 'text', x: box.x + box.width / 2, y: box.y + box.height / 2 };
  switch (text.place) {
    case 'inside':
      return { ...middle, style: { ...style, align: 'center', verticalAlign: 'middle' } };
    case 'above':
      return { ...middle, y: box.y - 4, style: { ...style, align: 'center', verticalAlign: 'bottom' } };
    case 'right':
      return {
        ...middle,
        x: box.x + box.width + 4,
        style: { ...style, align: 'left', verticalAlign: 'middle' },
      };
  }
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
