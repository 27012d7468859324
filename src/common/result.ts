/**
 * The result contract: what every use-case returns and every renderer reads.
 *
 * A result is plain, frozen and JSON-able. Money is a decimal string rounded half-up to the currency's
 * minor unit, a share is a number from 0 to 1, a date is `YYYY-MM-DD`, a missing value is `null`.
 */
export const RESULT_SCHEMA_VERSION = 1;

export type ColumnType = 'money' | 'count' | 'share' | 'number' | 'date' | 'text' | 'boolean';

export type Cell = string | number | boolean | null;

export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  readonly id: string;
  /** Heading for people; the id is the heading for programs. */
  readonly title: string;
  readonly type: ColumnType;
  /** Unit of the values where the type does not say it: `days`, `weeks`, `EUR`, `orders per customer`. */
  readonly unit?: string;
  /** Digits after the decimal point for `number` and `share` (of the percentage) in text output. */
  readonly digits?: number;
  /** Hint: draw a small bar beside the values in a terminal (shares and counts). */
  readonly bar?: boolean;
  /** Hint: leave the column out of narrow terminal tables; `--wide`, CSV and JSON show it. */
  readonly wide?: boolean;
  /** Words for people in place of the codes of a text column; programs get the codes. */
  readonly words?: Readonly<Record<string, string>>;
  /** Types of single rows where a column of numbers mixes units, by the value of another column: a count among money. */
  readonly types?: { readonly by: string; readonly of: Readonly<Record<string, 'count' | 'share'>> };
}

export interface Table {
  /** Stable id; the CSV file name of `--format csv --out DIR`. */
  readonly id: string;
  readonly title: string;
  /** Section under which people find the table; tables of one section stand together. */
  readonly section: string;
  /** One sentence that says how to read the table. */
  readonly description?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** `record`: one row, shown as a list of names and values in a terminal. */
  readonly layout?: 'table' | 'record';
  /** Hint: rows that a terminal shows before it points to the other formats. */
  readonly terminalRows?: number;
  /** Hint: not shown in a terminal without `--wide` (long series meant for charts and files). */
  readonly wide?: boolean;
}

export type FigureKind = 'bar' | 'line' | 'stacked-bar' | 'heatmap' | 'waterfall' | 'histogram' | 'scatter';

/** A chart of one table of the same result: no data of its own, so text and picture can't differ. */
export interface Figure {
  readonly id: string;
  /** The finding in a sentence. */
  readonly title: string;
  readonly kind: FigureKind;
  /** Id of the table that it draws. */
  readonly table: string;
  readonly x: string;
  /** Columns drawn as y (or the heat of a heat map). */
  readonly y: readonly string[];
  /** Column whose values split the rows into series. */
  readonly series?: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** The same finding for people who can't see the chart. */
  readonly alternative: string;
  /** Keep only the rows in which each of these columns has this value. */
  readonly where?: Readonly<Record<string, Cell>>;
  /** Leave out the rows in which any of these columns has this value: a period that is not over. */
  readonly without?: Readonly<Record<string, Cell>>;
  /** Marked positions on the x axis (mean, median). */
  readonly marks?: readonly { readonly label: string; readonly at: number }[];
  /** Columns with the low and high end of an interval around y. */
  readonly interval?: FigureInterval;
  /** The same by column of `y`, where columns have intervals of their own. */
  readonly intervals?: Readonly<Record<string, FigureInterval>>;
  /** Column with the upper end of a histogram's bins (`x` holds the lower); null there is an open bin. */
  readonly xEnd?: string;
  /** Values of `x` that are totals in a waterfall, drawn from zero; the others are changes. */
  readonly totals?: readonly Cell[];
  /** Columns of `y` that are taken away: drawn below zero, though the table holds them as positive numbers. */
  readonly minus?: readonly string[];
}

/** Columns that hold the two ends of an interval. */
export interface FigureInterval {
  readonly low: string;
  readonly high: string;
}

/** An equation between two totals, checked on each run. */
export interface Identity {
  readonly id: string;
  readonly title: string;
  readonly left: string;
  readonly right: string;
  /** `0` for counts; the minor unit at most for money. */
  readonly tolerance: string;
  readonly holds: boolean;
}

/** A sentence for the reader, with a stable code for programs. */
export interface Note {
  readonly code: string;
  readonly text: string;
}

export interface SourceFile {
  readonly name: string;
  readonly role: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
}

export interface Lineage {
  readonly files: readonly SourceFile[];
  readonly rowsRead: number;
  readonly rowsUsed: number;
  readonly rowsQuarantined: number;
  /** Rows left out by a named rule, by rule. */
  readonly rowsIgnored: Readonly<Record<string, number>>;
  /** Last day of observation, `YYYY-MM-DD`; null when there is no order. */
  readonly asOf: string | null;
  readonly configDigest: string;
}

export interface Result {
  readonly schemaVersion: number;
  readonly tool: 'clv';
  readonly version: string;
  readonly command: string;
  /** One line that says what is shown: period, currency, as-of. */
  readonly headline: string;
  readonly settings: Readonly<Record<string, Cell>>;
  readonly lineage: Lineage;
  readonly notes: readonly Note[];
  readonly warnings: readonly Note[];
  readonly tables: readonly Table[];
  readonly figures: readonly Figure[];
  readonly identities: readonly Identity[];
  /** Questions that the report answers, each with its answer in a sentence. */
  readonly answers: readonly { readonly question: string; readonly answer: string }[];
}

/** Freezes a value and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}
