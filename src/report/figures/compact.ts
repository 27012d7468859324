import { shortPath } from './path-data.js';

const PATH = /^<path d="([^"]*)"(.*)\/>$/;
const TEXT = /^<text(.*)>([^<]*)<\/text>$/;
const PLACE = / transform="translate\(([-\d.]+)[ ,]([-\d.]+)\)"/;

/**
 * The same drawing in fewer letters: shapes of one look that follow each other become one path, and texts stand at
 * their place without being moved there. An element a line.
 */
export function compactSvg(body: string): string {
  const lines: string[] = [];
  let look: string | null = null;
  for (const line of body.split('\n')) {
    const path = PATH.exec(line);
    const short = path === null ? null : shortPath(path[1]!, !path[2]!.includes(' fill="none"'));
    if (path === null || short === null) {
      look = null;
      lines.push(placed(line));
    } else if (short !== '' && look === path[2]) {
      lines.push(`${lines.pop()!.slice(0, -look.length - 3)}${short}"${look}/>`);
    } else if (short !== '') {
      look = mayBeJoined(path[2]!) ? path[2]! : null;
      lines.push(`<path d="${short}"${path[2]}/>`);
    }
  }
  return lines.join('\n');
}

/** What is moved or see-through must stay by itself. */
function mayBeJoined(look: string): boolean {
  return !/opacity=|transform=/.test(look);
}

/** A text that is moved to its place stands there. */
function placed(line: string): string {
  const text = TEXT.exec(line);
  const moved = text === null ? null : PLACE.exec(text[1]!);
  if (moved === null) return line;
  const own = (name: 'x' | 'y') => Number(new RegExp(` ${name}="([^"]*)"`).exec(text![1]!)?.[1] ?? 0);
  const at = (name: 'x' | 'y', by: string | undefined) =>
    ` ${name}="${Number((own(name) + Number(by)).toFixed(1))}"`;
  const rest = text![1]!.replace(PLACE, '').replace(/ [xy]="[^"]*"/g, '');
  return `<text${at('x', moved[1])}${at('y', moved[2])}${rest}>${text![2]}</text>`;
}
