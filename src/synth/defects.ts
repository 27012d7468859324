/** What the contract does with a planted row. A blank line is no row at all. */
export type Outcome = 'quarantined' | 'used' | 'blank';

/** A planted row. */
export interface Planted {
  readonly kind: string;
  /** The line as it stands in the file; may hold a line break inside quotes. */
  readonly line: string;
  /** Column that is odd; empty when the whole row is. */
  readonly field: string;
  /** Reason of the quarantine, or the kind of oddity. */
  readonly reason: string;
  readonly outcome: Outcome;
}

/** A good row as written: column → text. */
export type GoodRow = Readonly<Record<string, string>>;

interface Kind {
  readonly kind: string;
  readonly field: string;
  readonly outcome: Outcome;
  /** Lines to plant for a good row. */
  readonly lines: (row: GoodRow) => readonly string[];
}

const LONG_LINE_BYTES = 2_100_000;

/** A breach of the data contract: the kind is the reason of the quarantine unless `reason` says so. */
const KINDS: readonly (Kind & { readonly reason?: string })[] = [
  breach('missing_customer', 'customer_id', ''),
  breach('missing_timestamp', 'order_ts', ''),
  breach('bad_timestamp', 'order_ts', '2018-02-31 10:15:00'),
  breach('timestamp_out_of_range', 'order_ts', '0001-01-01 00:00:00'),
  breach('bad_amount', 'unit_price', 'abc'),
  breach('not_finite', 'unit_price', 'NaN'),
  breach('amount_overflow', 'unit_price', '99999999999999999999'),
  breach('bad_quantity', 'quantity', 'two'),
  {
    kind: 'order_customer_conflict',
    field: 'order_id',
    outcome: 'quarantined',
    lines: (row) => [
      written({ ...row, order_id: 'O-TWICE', customer_id: 'C-ONE' }),
      written({ ...row, order_id: 'O-TWICE', customer_id: 'C-TWO' }),
    ],
  },
  { kind: 'too_few_fields', reason: 'malformed_row', field: '', outcome: 'quarantined', lines: tooFewFields },
  {
    kind: 'too_many_fields',
    reason: 'malformed_row',
    field: '',
    outcome: 'quarantined',
    lines: tooManyFields,
  },
  { kind: 'line_too_long', field: '', outcome: 'quarantined', lines: tooLong },
  oddity('zero_value', 'unit_price', '0.00'),
  oddity('scientific_amount', 'unit_price', '1.25e1'),
  oddity('offset_timestamp', 'order_ts', '2018-06-01T23:30:00+02:00'),
  oddity('cancelled', 'type', 'cancelled'),
  oddity('emoji_id', 'customer_id', 'C-😀'),
  oddity('leading_zeros', 'customer_id', '00123'),
  oddity('hostile_text', 'customer_id', `'; drop table orders; --`),
  oddity('path_text', 'customer_id', '../../etc/passwd'),
  oddity('formula_text', 'city', '=1+1'),
  oddity('quoted_newline', 'city', 'Two\nlines'),
  oddity('quoted_delimiter', 'city', 'One, two "three"'),
  { kind: 'duplicate_line', field: '', outcome: 'used', lines: (row) => [written(row), written(row)] },
  { kind: 'blank_line', field: '', outcome: 'blank', lines: () => [''] },
  // Last, because a quote that never closes may swallow every quote after it.
  {
    kind: 'unclosed_quote',
    reason: 'malformed_row',
    field: '',
    outcome: 'quarantined',
    lines: unclosedQuote,
  },
];

export const DEFECT_KINDS: readonly string[] = KINDS.map(({ kind }) => kind);

/** Plants every kind that is not skipped, one group a kind, each made from a good row of its own. */
export function plantDefects(goodRows: readonly GoodRow[], skip: readonly string[]): Planted[][] {
  const kinds = KINDS.filter(({ kind }) => !skip.includes(kind));
  return kinds.map(({ kind, reason, field, outcome, lines }, i) => {
    const row = goodRows[i % goodRows.length]!;
    // An order of its own, so that an oddity never touches a good order.
    const own = { ...row, order_id: `O-ODD-${i + 1}` };
    return lines(own).map((line) => ({ kind, line, field, reason: reason ?? kind, outcome }));
  });
}

/** One CSV line; fields are quoted where they must be. */
export function written(row: GoodRow): string {
  return Object.values(row).map(field).join(',');
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function breach(kind: string, name: string, value: string): Kind {
  return { kind, field: name, outcome: 'quarantined', lines: (row) => [written({ ...row, [name]: value })] };
}

function oddity(kind: string, name: string, value: string): Kind {
  return { kind, field: name, outcome: 'used', lines: (row) => [written({ ...row, [name]: value })] };
}

function tooFewFields(row: GoodRow): string[] {
  return [Object.values(row).slice(0, 4).map(field).join(',')];
}

function tooManyFields(row: GoodRow): string[] {
  return [`${written(row)},one,more`];
}

function tooLong(row: GoodRow): string[] {
  return [written({ ...row, city: 'x'.repeat(LONG_LINE_BYTES) })];
}

function unclosedQuote(row: GoodRow): string[] {
  return [`"${Object.values(row).map(field).join(',')}`];
}
