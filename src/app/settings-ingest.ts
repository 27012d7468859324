/** How files are read and judged; the shape that `ingest` takes. */
export interface IngestSettings {
  /** Role → column name as written in the file. */
  readonly columns: Readonly<Record<string, string>>;
  readonly dateFormat: string | null;
  readonly decimalComma: boolean;
  readonly thousands: string | null;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly currency: string | null;
  /** Currency → units of `currency` for one of it, decimal strings. */
  readonly rates: Readonly<Record<string, string>>;
  readonly cancelPrefix: string | null;
  readonly orderCollisions: 'quarantine' | 'split';
  /** Share of rows or money that may be refused. */
  readonly maxQuarantine: number;
  readonly maxMissingCustomer: number | null;
  readonly maxLineBytes: number;
  /** Other columns to keep as order attributes. */
  readonly attributes: readonly string[] | 'all';
  readonly tempDirectory: string;
}
