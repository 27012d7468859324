import { escapeMarkup } from '../markup.js';
import { compactSvg } from './compact.js';
import { type Palette, rolesOf } from './palette.js';

export interface Finish {
  /** Begins every id in the drawing; unique on its page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Colour behind the drawing; absent = see-through. */
  readonly paper?: string;
  /** Swaps the colours of this palette for CSS variables: `#0072b2` becomes `var(--series-0)`. */
  readonly variables?: Palette;
}

/** The size of almost every text, said once on the drawing. */
const FONT_SIZE_12 = / font-size="12px"/g;

const FONTS =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";

/**
 * Makes the chart library's SVG our own: title and description for people who can't see it, stable ids, no
 * styles, no traces of interaction. Text in it is escaped already, so quotes occur in attributes alone.
 */
export function finishSvg(svg: string, finish: Finish): string {
  const id = finish.id.replace(/[^A-Za-z0-9_-]+/g, '-');
  const body = svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => attributes(style))
    .replace(FONT_SIZE_12, '')
    .replace(/(id="|="url\(#)zr\d+-/g, `$1${id}-`)
    .replace(/<(?:rect|path) [^>]*><\/(?:rect|path)>\n?/g, (shape) => (isUnseen(shape) ? '' : shape))
    .replace(/><\/(?:rect|path)>/g, '/>')
    .replace(/\n{2,}/g, '\n');
  const viewBox = /viewBox="([^"]*)"/.exec(svg)?.[1] ?? '0 0 1 1';
  const [, , width, height] = viewBox.split(' ');
  const size = finish.variables === undefined ? ` width="${width}" height="${height}"` : '';
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}"${size} role="img" aria-labelledby="${id}-title ${id}-desc" font-family="${FONTS}" font-size="12px">`;
  const said = `<title id="${id}-title">${escapeMarkup(finish.title)}</title><desc id="${id}-desc">${escapeMarkup(finish.description)}</desc>`;
  const paper = finish.paper === undefined ? '' : `<rect width="100%" height="100%" fill="${finish.paper}"/>`;
  const short = compactSvg(body);
  const drawn = finish.variables === undefined ? short : withVariables(short, finish.variables);
  return `${open}\n${said}${paper}${drawn.slice(drawn.indexOf('>') + 1).trimEnd()}\n`;
}

/** Boxes that the chart library puts behind texts to catch the mouse. */
function isUnseen(shape: string): boolean {
  const fill = /fill="(?:none|transparent)"|fill-opacity="0"/.test(shape);
  return fill && (!shape.includes('stroke=') || shape.includes('stroke-width="0"'));
}

/** Style declarations as attributes, so that a page need not allow inline styles; the font is set once, above. */
function attributes(style: string): string {
  return style
    .split(';')
    .map((declaration) => declaration.split(':'))
    .filter(([name, value]) => value !== undefined && name?.trim() !== 'font-family')
    .map(([name, value]) => ` ${name!.trim()}="${value!.trim()}"`)
    .join('');
}

function withVariables(svg: string, palette: Palette): string {
  const roles = new Map(rolesOf(palette).map(([role, color]) => [color, role]));
  return svg.replace(/="(#[0-9a-f]{6})"/g, (whole, color: string) => {
    const role = roles.get(color);
    return role === undefined ? whole : `="var(--${role})"`;
  });
}
