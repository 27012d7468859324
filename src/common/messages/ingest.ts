import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted, grouped } from './counted.js';

const refused = (code: string, message: string, cause?: unknown): ClvError =>
  new ClvError(code, ExitCode.dataRefused, message, cause === undefined ? undefined : { cause });
const usage = (code: string, message: string): ClvError => new ClvError(code, ExitCode.usage, message);
const note = (code: string, text: string): Note => ({ code, text });

/** `1 row has`, `2 rows have`. */
function rowsWith(count: number, one: string, many: string): string {
  return `${counted(count, 'row')} ${count === 1 ? one : many}`;
}

/** A value from a file as it stands in a message: one line, quoted, at most 60 characters. */
export function shown(value: string): string {
  const clean = [...value.slice(0, 240)].map((c) => (c < ' ' || c === '\u007f' ? '\ufffd' : c));
  return clean.length > 60 || value.length > 240
    ? `"${clean.slice(0, 57).join('')}…"`
    : `"${clean.join('')}"`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function countList(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([name, n]) => `${name} ${grouped(n)}`)
    .join(', ');
}

// Files

export const fileMissing = (path: string) =>
  usage(
    'file_missing',
    `${path}: no such file. Check the name and the folder; quote globs and names with spaces.`,
  );

export const nothingMatches = (pattern: string) =>
  usage('no_match', `${pattern}: no file matches. Check the folder, or list the files one by one.`);

export const isDirectory = (path: string) =>
  usage(
    'is_directory',
    `${path} is a folder, not a file. Name the files in it, for example "${path}/*.csv".`,
  );

export const notReadable = (path: string, why: string) =>
  usage('not_readable', `${path} can't be read: ${why}. Check its permissions.`);

export const stdinTwice = () =>
  usage('stdin_twice', 'Standard input (-) is named twice. It can be read once: name it for one role only.');

export const stdinAbsent = () =>
  usage(
    'stdin_absent',
    'Standard input (-) is named, but nothing is connected to it. Name a file, or pipe one in.',
  );

export const diskFull = (directory: string, cause: unknown) =>
  new ClvError(
    'disk_full',
    ExitCode.failed,
    `No space left in ${directory}, where copies of the files are made. Free some, or set TMPDIR to a larger disk.`,
    { cause },
  );

export const emptyFile = (name: string) =>
  refused('empty_file', `${name} is empty: it has no header and no rows. Was the export cut off?`);

export const notText = (name: string, kind: string) =>
  refused(
    'not_text',
    `${name} is ${kind}, not a table that can be read. Save it as CSV, JSON, NDJSON or Parquet and name that file.`,
  );

export const unknownEncoding = (value: string) =>
  usage(
    'unknown_encoding',
    `"${value}" is not an encoding that can be read. Use for example utf-8, utf-16le, windows-1252, iso-8859-1 or shift_jis.`,
  );

export const badDelimiter = (value: string) =>
  usage(
    'bad_delimiter',
    `"${value}" can't separate columns. Use one to four characters such as "," ";" "|" or "tab", and no quote or line end.`,
  );

export const damagedCompression = (name: string, kind: string, cause: unknown) =>
  refused(
    'damaged_compression',
    `${name} is compressed with ${kind} and is damaged or cut off. Transfer the file again.`,
    cause,
  );

export const unreadableParquet = (name: string, cause: unknown) =>
  refused(
    'bad_parquet',
    `${name} is a Parquet file that can't be read: it is damaged or cut off. Write it again.`,
    cause,
  );

export const jsonShape = (name: string) =>
  refused(
    'json_shape',
    `${name} is JSON, but neither an array of rows nor one row a line. Export it as [{…}, {…}] or as NDJSON.`,
  );

// Columns

export const sameColumnTwice = (name: string, first: string, second: string) =>
  refused(
    'duplicate_column',
    first === second
      ? `${name} has the column "${first}" twice. Rename or remove one of them.`
      : `${name} has the columns "${first}" and "${second}", which are the same name when case, spaces and underscores are ignored. Rename or remove one of them.`,
  );

export const missingColumn = (name: string, role: string, columns: readonly string[], headerless: boolean) =>
  refused(
    'missing_column',
    headerless
      ? `${name}: the first row looks like data, not like column names (${columns.slice(0, 8).join(', ')}). Put a row with column names first.`
      : `${name} has no column that looks like ${role}. Its columns are: ${columns.join(', ')}. Name the right one with --columns ${role}="…".`,
  );

export const missingValue = (name: string, columns: readonly string[]) =>
  refused(
    'missing_column',
    `${name} has no amount, nor quantity and unit_price. Its columns are: ${columns.join(', ')}. Name the right one with --columns amount="…".`,
  );

export const unknownRole = (role: string, roles: readonly string[]) =>
  usage(
    'unknown_role',
    `--columns ${role}=…: there is no role "${role}". The roles are: ${roles.join(', ')}.`,
  );

export const unknownColumn = (role: string, column: string, names: readonly string[]) =>
  usage(
    'unknown_column',
    `--columns ${role}="${column}": no file has the column "${column}". The columns are: ${names.join(', ')}.`,
  );

export const ambiguousDates = (name: string, column: string, example: string) =>
  refused(
    'ambiguous_dates',
    `${name}: every date in "${column}" can be read day first or month first, such as ${shown(example)}. Say which: --date-format "%d/%m/%Y" or --date-format "%m/%d/%Y".`,
  );

// Refused rows

export interface RefusedExample {
  readonly file: string;
  readonly row: number;
  readonly field: string;
  readonly value: string | null;
  readonly reason: string;
}

const wording: Readonly<Record<string, (value: string) => string>> = {
  missing_customer: () => 'is empty',
  missing_timestamp: () => 'is empty',
  bad_timestamp: (value) => `${value} is not a date that can be read`,
  timestamp_out_of_range: (value) => `${value} is before 1970 or after 2200`,
  bad_amount: (value) => (value === '""' ? 'is empty' : `${value} is not a decimal number`),
  amount_overflow: (value) => `${value} is too large`,
  not_finite: (value) => `${value} is not a finite number`,
  bad_quantity: (value) => (value === '""' ? 'is empty' : `${value} is not a decimal number`),
  currency_mismatch: (value) => `${value} is another currency`,
  order_customer_conflict: (value) => `${value} is an order of two customers`,
  malformed_row: () => 'does not have the columns of the header',
  line_too_long: () => 'is longer than the limit',
};

/** `orders.csv row 1,204: amount "12,50" is not a decimal number` */
export function describeRefusal(example: RefusedExample): string {
  const say = wording[example.reason] ?? ((value: string) => `${value} was refused (${example.reason})`);
  return `${example.file} row ${grouped(example.row)}: ${example.field} ${say(shown(example.value ?? ''))}`;
}

function hint(example: RefusedExample): string {
  const value = example.value ?? '';
  if (example.reason === 'bad_timestamp') return ' Use --date-format if the dates have their own form.';
  if (example.reason === 'currency_mismatch') return ' Use --rates to convert, or another --currency.';
  if (example.reason !== 'bad_amount' && example.reason !== 'bad_quantity') return '';
  if (/\d\.\d{3},\d/.test(value)) return ' Use --decimal-comma --thousands . if commas are decimal points.';
  if (/\d,\d{3}\.\d/.test(value) || /\d,\d{3},\d{3}/.test(value))
    return ' Use --thousands , if commas group thousands.';
  if (/\d,\d/.test(value)) return ' Use --decimal-comma if commas are decimal points.';
  return '';
}

export function tooManyRefused(
  role: string,
  rows: { refused: number; read: number },
  money: { share: number } | null,
  limit: number,
  reasons: Readonly<Record<string, number>>,
  examples: readonly RefusedExample[],
): ClvError {
  const what =
    rows.refused === rows.read
      ? `All ${counted(rows.read, 'row')} of the ${role} were refused`
      : money === null
        ? `${counted(rows.refused, 'row')} of ${grouped(rows.read)} (${percent(rows.refused / rows.read)}) of the ${role} were refused`
        : `Rows with ${percent(money.share)} of the money of the ${role} were refused (${counted(rows.refused, 'row')} of ${grouped(rows.read)})`;
  const first = examples[0];
  const lines = examples.map((example) => `  ${describeRefusal(example)}.`);
  // Rows without a customer are not among those that were refused, unless no row is left.
  const { missing_customer: nameless = 0, ...others } = reasons;
  const apart = rows.refused === rows.read ? 0 : nameless;
  const besides =
    apart === 0
      ? ''
      : ` Besides, ${counted(apart, 'row')} without a customer, counted apart (--max-missing-customer).`;
  return refused(
    rows.refused === rows.read ? 'all_refused' : 'too_many_refused',
    [
      `${what}; the limit is ${percent(limit)}. Reasons: ${countList(apart === 0 ? reasons : others)}.${besides}`,
      ...lines,
      `${first === undefined ? '' : hint(first).trim()} Mend the rows, or raise --max-quarantine.`.trim(),
    ].join('\n'),
  );
}

export const tooManyWithoutCustomer = (missing: number, read: number, limit: number) =>
  refused(
    'too_many_without_customer',
    `${counted(missing, 'row')} of ${grouped(read)} (${percent(missing / read)}) have no customer; --max-missing-customer is ${percent(limit)}. Check the export, or raise the limit.`,
  );

export const mixedCurrencies = (counts: Readonly<Record<string, number>>) =>
  refused(
    'mixed_currencies',
    `The orders are in several currencies: ${countList(counts)} rows. Use --currency to keep one, or --rates to convert them.`,
  );

export const ratesWithoutCurrency = (codes: readonly string[]) =>
  usage(
    'rates_without_currency',
    `--rates is given for ${codes.join(', ')}, but no --currency says into which currency to convert. Add --currency.`,
  );

export const productTwice = (file: string, ids: readonly string[], count: number) =>
  refused(
    'duplicate_product',
    `${file} has ${counted(count, 'product')} twice with different values: ${ids.map(shown).join(', ')}${count > ids.length ? ', …' : ''}. Keep one row each, or add valid_from.`,
  );

// Notes and warnings

export const otherUsualName = (file: string, role: string, used: string, others: readonly string[]) =>
  note(
    'other_usual_name',
    `${file}: "${used}" is taken as ${role}; ${others.map((o) => `"${o}"`).join(' and ')} would fit too. Use --columns ${role}="…" to choose.`,
  );

export const encodingGuessed = (file: string, encoding: string) =>
  note(
    'encoding_guessed',
    `${file} is not valid UTF-8 and was read as ${encoding}. Use --encoding if letters look wrong.`,
  );

export const brokenCharacters = (file: string) =>
  note('broken_characters', `${file} has bytes that are not valid UTF-8; they are shown as \ufffd.`);

export const headerOnly = (file: string) => note('header_only', `${file} has column names but no rows.`);

export const sameFile = (file: string, other: string) =>
  note('same_file', `${file} holds the same bytes as ${other} and was read once.`);

export const signsStripped = (file: string, rows: number) =>
  note('currency_signs', `${file}: currency signs were removed from the amounts of ${counted(rows, 'row')}.`);

export const accountingNegatives = (file: string, rows: number) =>
  note('accounting_negatives', `${file}: amounts in parentheses are negative in ${counted(rows, 'row')}.`);

export const amountsRounded = (file: string, rows: number) =>
  note(
    'amounts_rounded',
    `${file}: numbers have more than 4 decimals in ${counted(rows, 'row')}; amounts, costs and quantities are kept to 4, rounded half up after they were multiplied.`,
  );

export const costsRounded = (file: string, rows: number) =>
  note(
    'costs_rounded',
    `${file}: unit costs were rounded to 4 decimals in ${counted(rows, 'row')}. Where units cost fractions of a cent, name the cost in the orders (unit_cost or line_cost): it is multiplied before it is rounded.`,
  );

export const amountDiffers = (file: string, rows: number) =>
  note(
    'amount_differs',
    `${file}: amount and quantity × unit_price differ by more than 0.01 in ${counted(rows, 'row')}; the amount was used.`,
  );

export const unknownKinds = (file: string, column: string, words: readonly string[], rows: number) =>
  note(
    'unknown_kind',
    `${file}: "${column}" has words that say neither return nor cancelled in ${counted(rows, 'row')} (${words.map(shown).join(', ')}); they are taken as purchases.`,
  );

export const unreadableCosts = (file: string, rows: number) =>
  note(
    'unreadable_costs',
    `${file}: a cost or profit can't be read in ${counted(rows, 'row')} and counts as unknown.`,
  );

export const marginLooksLikeShare = (file: string, column: string) =>
  note(
    'margin_as_money',
    `${file}: "${column}" is read as money, but no value is above 1. If it is a share of the amount, say --columns margin_pct="${column}".`,
  );

export const floatIds = (file: string, column: string) =>
  note('float_ids', `${file}: every "${column}" ends in .0; the ids are taken without it.`);

export const datesRead = (file: string, column: string, order: string, evidence: string) =>
  note('dates_read', `${file}: dates in "${column}" are read ${order} first${evidence}.`);

export const noOrderIds = (file: string) =>
  note('no_order_ids', `${file} has no order id: each customer and instant is one order.`);

export const blankOrderIds = (rows: number) =>
  note(
    'blank_order_ids',
    `${rowsWith(rows, 'has', 'have')} no order id: there each customer and instant is one order.`,
  );

export const blankCurrency = (rows: number, currency: string) =>
  note(
    'blank_currency',
    `${rowsWith(rows, 'names', 'name')} no currency and ${rows === 1 ? 'is' : 'are'} taken as ${currency}.`,
  );

export const withoutCustomer = (rows: number, share: number, moneyShare: number | null) =>
  note(
    'missing_customer',
    `${counted(rows, 'row')} (${percent(share)}${moneyShare === null ? '' : `, ${percent(moneyShare)} of the money`}) ${rows === 1 ? 'has' : 'have'} no customer and ${rows === 1 ? 'is' : 'are'} left out.`,
  );

export const rowsRefused = (rows: number, share: number, reasons: Readonly<Record<string, number>>) =>
  note(
    'rows_refused',
    `${counted(rows, 'row')} (${percent(share)}) ${rows === 1 ? 'was' : 'were'} refused: ${countList(reasons)}.`,
  );

export const equalLines = (rows: number) =>
  note(
    'equal_lines',
    `${rowsWith(rows, 'stands', 'stand')} word for word in more than one file and ${rows === 1 ? 'is' : 'are'} kept; check that the exports don't overlap.`,
  );

export const marginConvention = (file: string, column: string, percentages: boolean) =>
  note(
    'margin_convention',
    percentages
      ? `${file}: "${column}" is read as percentages (41 = 41 %).`
      : `${file}: "${column}" is read as shares (0.41 = 41 %).`,
  );

export const unknownFlags = (file: string, column: string, words: readonly string[], rows: number) =>
  note(
    'unknown_flags',
    `${file}: "${column}" is neither yes nor no in ${counted(rows, 'row')} (${words.map(shown).join(', ')}); they count as no.`,
  );

/** Personal columns are not stored by the way. */
export const otherSideLeftOut = (file: string, column: string) =>
  note(
    'other_side_left_out',
    `${file} has no column "${column}": it tells of the customers of the other side and is left out.`,
  );

export function personalLeftOut(file: string, columns: readonly string[]): Note {
  return {
    code: 'personal_columns',
    text: `${file}: ${columns.join(', ')} ${columns.length === 1 ? 'looks' : 'look'} personal and ${columns.length === 1 ? 'is' : 'are'} left out. To keep what you need, name it under "attributes" in clv.config.json.`,
  };
}
