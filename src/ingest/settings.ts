import type { Store } from '../store/store.js';

/** A role of source files; each role has its own columns and tables. */
export type SourceRole = 'orders' | 'customers' | 'products';

/** Where the files of a role are: paths, globs, or `-` for standard input. */
export interface SourceSpec {
  readonly role: SourceRole;
  readonly patterns: readonly string[];
  /** What files are called whose paths are those of copies, by path. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Resolved settings of reading and judging files. */
export interface IngestSettings {
  /** Role → column name in the file, where the usual names don't fit: `order_ts` → `Invoice Date`. */
  readonly columns: Readonly<Record<string, string>>;
  /** Names of columns that hold the customers of a marketplace’s other side: they are stored nowhere. */
  readonly otherSide: readonly string[];
  /** strptime format of all dates, `%d/%m/%Y %H:%M`; null = ISO 8601 and what can be told for sure. */
  readonly dateFormat: string | null;
  readonly decimalComma: boolean;
  /** Thousands separator, one character; null = none. */
  readonly thousands: string | null;
  /** WHATWG encoding label; null = found by looking. */
  readonly encoding: string | null;
  /** Column separator of CSV; null = found by looking. */
  readonly delimiter: string | null;
  /** IANA name of the zone of timestamps without an offset. */
  readonly timeZone: string;
  readonly currency: string | null;
  /** Currency → value of one unit of it in `currency`, as a decimal string. */
  readonly rates: Readonly<Record<string, string>>;
  /** Order ids with this prefix are returns. */
  readonly cancelPrefix: string | null;
  readonly orderCollisions: 'quarantine' | 'split';
  /** Share of rows, and of money, that may be refused, but never all; Infinity = even all. */
  readonly maxQuarantine: number;
  /** Share of rows that may lack a customer; null = no limit. */
  readonly maxMissingCustomer: number | null;
  /** Places (rowid) in `quarantine` of refused rows that count towards no limit, since they are left out afterwards. */
  readonly uncounted?: ((store: Store) => Promise<readonly number[]>) | null;
  readonly maxLineBytes: number;
  /** Other columns to keep as attributes. */
  readonly attributes: readonly string[] | 'all';
  /** Folder from which names of files are shown, absolute; null = as they were given. */
  readonly shownFrom: string | null;
  /** A private folder, removed by its owner after the last use of the intake. */
  readonly tempDirectory: string;
  /**
   * The files are to be kept as they are: one with columns that are stored nowhere ends the reading with `HasWithheldColumns`,
   * else this is called before their rows are read.
   */
  readonly asTheyAre?: () => void;
  /** An empty table `order_lines` of the engine (its SQL name) that takes the lines for good; null = they are staged. */
  readonly linesTable?: string | null;
}

/** Defaults of everything that is not a place: 5 % refused, 2 MB lines, UTC. */
export const defaultIngestSettings: Omit<IngestSettings, 'tempDirectory'> = {
  columns: {},
  otherSide: [],
  dateFormat: null,
  decimalComma: false,
  thousands: null,
  encoding: null,
  delimiter: null,
  timeZone: 'UTC',
  currency: null,
  rates: {},
  cancelPrefix: null,
  orderCollisions: 'quarantine',
  maxQuarantine: 0.05,
  maxMissingCustomer: null,
  maxLineBytes: 2_000_000,
  attributes: [],
  shownFrom: null,
};
