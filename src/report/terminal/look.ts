import { Chalk } from 'chalk';

export interface TerminalOptions {
  /** Columns of the terminal; nothing is printed beyond them. */
  readonly width: number;
  readonly color: boolean;
  /** Shows the columns and tables that are hidden otherwise. */
  readonly wide: boolean;
  /** Draws bars, rules and marks with ASCII alone; data stays as it is. */
  readonly ascii?: boolean;
}

/** Marks that the tables are drawn with. */
export interface Glyphs {
  readonly missing: string;
  readonly ellipsis: string;
  readonly rule: string;
  readonly bullet: string;
  readonly warning: string;
  readonly good: string;
  readonly bad: string;
  /** Parts of a bar, from the thinnest to the full block. */
  readonly bar: readonly string[];
  readonly spark: readonly string[];
  /** Shades of a heat map from nothing to most. */
  readonly shades: readonly string[];
}

type Paint = (text: string) => string;

/** How things are shown: size, marks, and colours by meaning. */
export interface Look {
  readonly width: number;
  readonly wide: boolean;
  readonly glyphs: Glyphs;
  readonly strong: Paint;
  readonly quiet: Paint;
  readonly accent: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly caution: Paint;
}

const NARROWEST = 40;

export function lookOf(options: TerminalOptions): Look {
  const chalk = new Chalk({ level: options.color ? 1 : 0 });
  return {
    width: Math.max(NARROWEST, Math.floor(options.width)),
    wide: options.wide,
    glyphs: options.ascii === true ? ASCII : UNICODE,
    strong: (text) => chalk.bold(text),
    quiet: (text) => chalk.dim(text),
    accent: (text) => chalk.cyan(text),
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    caution: (text) => chalk.yellow(text),
  };
}

const UNICODE: Glyphs = {
  missing: '–',
  ellipsis: '…',
  rule: '─',
  bullet: '•',
  warning: '!',
  good: '✓',
  bad: '✗',
  bar: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
  spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  shades: [' ', '░', '▒', '▓', '█'],
};

const ASCII: Glyphs = {
  missing: '-',
  ellipsis: '...',
  rule: '-',
  bullet: '*',
  warning: '!',
  good: 'ok',
  bad: 'FAILED',
  bar: ['#'],
  spark: ['_', '.', '-', '=', '^'],
  shades: [' ', '.', ':', '*', '#'],
};
