import { displayWidth } from '../width.js';
import { longestWord, wrapText } from '../wrap.js';
import { BAR_WIDTH } from './bars.js';

/** Spaces between two columns. */
export const GAP = 2;

/** A column of text, ready to be measured. */
export interface GridColumn {
  readonly heading: string;
  readonly cells: readonly string[];
  /** Right-aligned, never wrapped and never cut: a number. */
  readonly right: boolean;
  /** Share of the longest bar, a row; null for a column without bars. */
  readonly bars: readonly (number | null)[] | null;
  /** The first to go when the room is short. */
  readonly optional: boolean;
}

export interface FittedColumn {
  readonly source: GridColumn;
  readonly width: number;
  readonly bars: boolean;
}

export interface Fit {
  /** The columns in as many blocks as the width asks for; the first columns stand in each of them. */
  readonly blocks: readonly (readonly FittedColumn[])[];
  /** Headings of the optional columns that had to go. */
  readonly dropped: readonly string[];
}

/** Text columns start no wider than this and shrink no further than that. */
const WIDEST_TEXT = 60;
const NARROWEST_TEXT = 16;
const LONGEST_HEADING_WORD = 14;

/** Lines of a heading before room is given to it rather than to texts. */
const TALLEST_HEADING = 3;

/**
 * Fits columns into `room`: as they are; else without the optional ones; else with wrapped headings and narrower
 * text; else without bars; else in blocks.
 */
export function fitColumns(columns: readonly GridColumn[], room: number, keepOptional: boolean): Fit {
  const asTheyAre = columns.map((column) => natural(column, true));
  if (total(asTheyAre) <= room) return { blocks: [asTheyAre], dropped: [] };
  const kept = keepOptional ? columns : columns.filter(({ optional }) => !optional);
  const chosen = kept.length === 0 ? columns : kept;
  const dropped = columns.filter((column) => !chosen.includes(column)).map(({ heading }) => heading);
  const squeezed = squeeze(chosen, room);
  return { blocks: squeezed === null ? split(chosen, room) : [squeezed], dropped };
}

function squeeze(columns: readonly GridColumn[], room: number): readonly FittedColumn[] | null {
  for (const bars of [true, false]) {
    const wanted = columns.map((column) => natural(column, bars));
    if (total(wanted) <= room) return wanted;
    const least = columns.map((column) => narrowest(column, bars));
    if (total(least) <= room) return widen(least, wanted, room - total(least));
  }
  return null;
}

/** Gives the spare room to headings of too many lines first, then to the narrowest texts, then to the other headings. */
function widen(least: readonly FittedColumn[], wanted: readonly FittedColumn[], spare: number) {
  const widths = least.map(({ width }) => width);
  const short = (index: number) => widths[index]! < wanted[index]!.width;
  const texts = [...least.keys()].filter((index) => !least[index]!.source.right);
  let left = spare;
  const tall = (index: number) =>
    short(index) && wrapText(least[index]!.source.heading, widths[index]!, '').length > TALLEST_HEADING;
  for (let open = [...least.keys()].filter(tall); left > 0 && open.length > 0; open = open.filter(tall)) {
    widths[open[0]!]! += 1;
    left -= 1;
  }
  for (let open = texts.filter(short); left > 0 && open.length > 0; open = open.filter(short)) {
    const narrowestText = open.reduce((best, index) => (widths[index]! < widths[best]! ? index : best));
    widths[narrowestText]! += 1;
    left -= 1;
  }
  for (const index of least.keys()) {
    const more = Math.min(left, Math.max(0, wanted[index]!.width - widths[index]!));
    widths[index]! += more;
    left -= more;
  }
  return least.map((column, index) => ({ ...column, width: widths[index]! }));
}

function split(columns: readonly GridColumn[], room: number): readonly (readonly FittedColumn[])[] {
  const keys = keyColumns(columns, room);
  const blocks: GridColumn[][] = [];
  let block: GridColumn[] = [];
  for (const column of columns.slice(keys.length)) {
    const trial = [...keys, ...block, column];
    if (block.length > 0 && total(trial.map((c) => narrowest(c, false))) > room) {
      blocks.push(block);
      block = [];
    }
    block.push(column);
  }
  if (block.length > 0 || blocks.length === 0) blocks.push(block);
  return blocks.map(
    (rest) => squeeze([...keys, ...rest], room) ?? alone(rest.length > 0 ? rest : keys, room),
  );
}

/** The leading text columns (two at most) name a row in every block, as long as they leave room for the rest. */
function keyColumns(columns: readonly GridColumn[], room: number): readonly GridColumn[] {
  const texts = columns.findIndex(({ right }) => right);
  const keys = columns.slice(0, Math.min(2, Math.max(1, texts === -1 ? columns.length - 1 : texts)));
  const tooWide = (some: readonly GridColumn[]) => total(some.map((c) => narrowest(c, false))) > room / 2;
  if (!tooWide(keys)) return keys;
  return tooWide(keys.slice(0, 1)) ? [] : keys.slice(0, 1);
}

/** A column wider than the whole room: it gets the room. */
function alone(columns: readonly GridColumn[], room: number): readonly FittedColumn[] {
  return columns.map((source) => ({ source, width: room, bars: false })).slice(0, 1);
}

function natural(source: GridColumn, bars: boolean): FittedColumn {
  return fitted(source, Math.max(displayWidth(source.heading), contentWidth(source)), bars);
}

function narrowest(source: GridColumn, bars: boolean): FittedColumn {
  const content = contentWidth(source);
  const words = Math.min(longestWord(source.heading), LONGEST_HEADING_WORD);
  return fitted(source, Math.max(words, source.right ? content : Math.min(content, NARROWEST_TEXT)), bars);
}

function fitted(source: GridColumn, text: number, bars: boolean): FittedColumn {
  const drawn = bars && source.bars !== null;
  return { source, width: Math.max(1, text) + (drawn ? BAR_WIDTH + 1 : 0), bars: drawn };
}

const contentWidths = new WeakMap<GridColumn, number>();

function contentWidth(column: GridColumn): number {
  const known = contentWidths.get(column);
  if (known !== undefined) return known;
  const widest = column.cells.reduce((most, cell) => Math.max(most, displayWidth(cell)), 0);
  const width = column.right ? widest : Math.min(widest, WIDEST_TEXT);
  contentWidths.set(column, width);
  return width;
}

function total(columns: readonly FittedColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + GAP * Math.max(0, columns.length - 1);
}
