/** A point in tenths of a pixel: what the chart library rounds to. */
type Point = readonly [number, number];

/** A part of a path that is drawn without lifting the pen. */
interface Stroke {
  readonly points: readonly Point[];
  readonly closed: boolean;
}

/**
 * The same straight lines in fewer letters: steps instead of places, `h` and `v` where they lie or stand. Shapes
 * without a height or a width are left out where `filled`; null when there is something else in the path.
 */
export function shortPath(data: string, filled: boolean): string | null {
  const strokes = strokesOf(data);
  if (strokes === null) return null;
  return strokes
    .filter((stroke) => !(filled && isFlat(stroke)))
    .map(strokeText)
    .join('');
}

function strokesOf(data: string): readonly Stroke[] | null {
  if (/[^MLlZ\d.\s-]|\d-/.test(data)) return null;
  const strokes: { points: Point[]; closed: boolean }[] = [];
  let at: Point = [0, 0];
  for (const [, command, x, y] of data.matchAll(/([MLlZ])\s*([-.\d]*)\s*([-.\d]*)/g)) {
    const last = strokes.at(-1);
    if (command === 'Z' && last !== undefined) {
      last.closed = true;
      continue;
    }
    const [dx, dy] = [tenths(x), tenths(y)];
    at = command === 'l' ? [at[0] + dx, at[1] + dy] : [dx, dy];
    if (command === 'M' || last === undefined) strokes.push({ points: [at], closed: false });
    else last.points.push(at);
  }
  return strokes;
}

function tenths(text: string | undefined): number {
  return Math.round(Number(text) * 10);
}

function isFlat({ points, closed }: Stroke): boolean {
  const one = (axis: 0 | 1) => points.every((point) => point[axis] === points[0]![axis]);
  return closed && (one(0) || one(1));
}

function strokeText({ points, closed }: Stroke): string {
  const [first, ...others] = points;
  let [x, y] = first!;
  let text = `M${numberText(x)}${apart(y)}`;
  for (const [toX, toY] of others) {
    const [dx, dy] = [toX - x, toY - y];
    [x, y] = [toX, toY];
    if (dy === 0) text += `h${numberText(dx)}`;
    else if (dx === 0) text += `v${numberText(dy)}`;
    else text += `l${numberText(dx)}${apart(dy)}`;
  }
  return closed ? `${text}z` : text;
}

/** A number after another one: a sign parts them as well as a space. */
function apart(value: number): string {
  return value < 0 ? numberText(value) : ` ${numberText(value)}`;
}

function numberText(value: number): string {
  const whole = Math.trunc(Math.abs(value) / 10);
  const part = Math.abs(value) % 10;
  const sign = value < 0 ? '-' : '';
  if (part === 0) return `${sign}${whole}`;
  return `${sign}${whole === 0 ? '' : whole}.${part}`;
}
