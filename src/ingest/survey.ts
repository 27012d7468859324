import { literal } from '../store/sql.js';
import type { Store, StoreRow } from '../store/store.js';
import { type DateStyle, fixedForm, type InstantForm, NUMERIC_DATE, quickFormat } from './instant-sql.js';
import { likelyWords } from './kind-sql.js';
import { type QuickForms, wordRoles } from './line-rules.js';
import type { Role } from './roles.js';
import type { Source } from './source.js';
import { relation } from './table.js';

const SAMPLE_ROWS = 500;
/** Share of a sample that must be of one form for the quick reading of it. */
const MOST = 0.9;
/** Words of a column that are looked for one by one. */
const USUAL_WORDS = 8;

/** Texts of the first rows by role, empty ones left out. */
export type Sample = ReadonlyMap<Role, readonly string[]>;

export async function takeSample<K>(
  store: Store,
  source: Source,
  columns: ReadonlyMap<K, number>,
): Promise<Map<K, readonly string[]>> {
  const wanted = [...new Set(columns.values())];
  if (wanted.length === 0) return new Map();
  const rows = await source.look(() =>
    store.rows(`select * from ${relation(source.table, { columns: wanted })} limit ${SAMPLE_ROWS}`),
  );
  return new Map([...columns].map(([role, k]) => [role, texts(rows, `c${k}`)]));
}

function texts(rows: readonly StoreRow[], column: string): string[] {
  return rows.map((row) => row[column]).filter((value): value is string => typeof value === 'string');
}

/** How the numeric dates (`1/2/2010`) of a column count for day first and for month first, over the whole file. */
export interface DateEvidence {
  /** Cells that are not empty. */
  readonly cells: number;
  readonly dates: number;
  /** Dates whose first, or second, number is no month. */
  readonly dayFirst: number;
  readonly monthFirst: number;
  readonly example: string;
}

export async function dateEvidence(store: Store, source: Source, column: number): Promise<DateEvidence> {
  const part = (k: number) =>
    `try_cast(regexp_extract(c${column}, ${literal(NUMERIC_DATE)}, ${k}) as integer)`;
  const row = await source.look(() =>
    store.one(
      `select count(d) as cells, count(a) as dates, count(*) filter (a between 13 and 31) as day_first, count(*) filter (b between 13 and 31) as month_first, min(d) filter (a is not null) as example from (select ${part(1)} as a, ${part(2)} as b, c${column} as d from ${relation(source.table, { columns: [column] })})`,
    ),
  );
  return {
    cells: Number(row.cells),
    dates: Number(row.dates),
    dayFirst: Number(row.day_first),
    monthFirst: Number(row.month_first),
    example: String(row.example ?? ''),
  };
}

/** What the evidence says; null if it says nothing either way. */
export function orderOf(evidence: Pick<DateEvidence, 'dayFirst' | 'monthFirst'>): DateStyle['order'] {
  if (evidence.dayFirst === evidence.monthFirst) return null;
  return evidence.dayFirst > evidence.monthFirst ? 'day' : 'month';
}

/** True if so many dates are numeric that not knowing their order is an error, not a few refused rows. */
export function mostlyNumeric(evidence: DateEvidence): boolean {
  return evidence.dates > 0.05 * evidence.cells;
}

export function looksNumericDate(sample: readonly string[]): boolean {
  const form = new RegExp(NUMERIC_DATE);
  return sample.some((text) => form.test(text));
}

/** True if every value of the whole column is a number that ends in `.0`. */
export async function allFloatIds(store: Store, source: Source, column: number): Promise<boolean> {
  const row = await source.look(() =>
    store.one(
      `select count(c${column}) as n, count(*) filter (regexp_full_match(trim(c${column}), '[0-9]+\\.0')) as floats from ${relation(source.table, { columns: [column] })}`,
    ),
  );
  return Number(row.n) > 0 && row.n === row.floats;
}

export function looksFloatIds(sample: readonly string[]): boolean {
  return sample.length > 0 && sample.every((text) => /^\s*\d+\.0\s*$/.test(text));
}

/** The cheapest way in which most of the sample can be read. */
export function quickForms(
  sample: Sample,
  attributes: ReadonlyMap<number, readonly string[]>,
  dates: DateStyle,
  plainStyle: boolean,
): QuickForms {
  const instants = sample.get('order_ts') ?? [];
  const numbers = (['amount', 'quantity', 'unit_price'] as const).flatMap((role) => sample.get(role) ?? []);
  const plain = numbers.filter((text) => /^-?\d+(\.\d{1,4})?$/.test(text)).length;
  return {
    instantForm: mostCommonForm(instants, dates),
    plainNumbers: plainStyle && plain >= MOST * numbers.length,
    words: new Map(wordRoles.map((role) => [role, likelyWords(usualWords(sample.get(role) ?? []))])),
    texts: new Map([...attributes].map(([column, texts]) => [column, mostlyOf(texts)])),
  };
}

/** Words that need no trimming, the most frequent first. */
function usualWords(sample: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of sample) {
    if (/^[!-~](?:[ -~]*[!-~])?$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const seen = [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
  return seen.slice(0, USUAL_WORDS);
}

/** Words that stand in JSON as they are, if nearly all texts of the sample are such; else none. */
function mostlyOf(sample: readonly string[]): string[] {
  const words = usualWords(sample).filter((word) => !/["\\]/.test(word));
  return sample.filter((text) => words.includes(text)).length >= MOST * sample.length ? words : [];
}

function mostCommonForm(instants: readonly string[], dates: DateStyle): InstantForm | null {
  const counts = new Map<string, number>();
  for (const text of instants) {
    const format = quickFormat([text], dates);
    if (format !== null) counts.set(format, (counts.get(format) ?? 0) + 1);
  }
  for (const [format, count] of counts) {
    if (count >= MOST * instants.length) return { format, between: fixedForm(instants, dates, format, MOST) };
  }
  return null;
}

/** The most frequent text of a sample. */
export function mostCommon(sample: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of sample) counts.set(text, (counts.get(text) ?? 0) + 1);
  let best: string | null = null;
  for (const [text, count] of counts) if (best === null || count > counts.get(best)!) best = text;
  return best;
}

/** True if the margins of a column are percentages: some value is above 1 or has a percent sign. */
export async function marginIsPercent(store: Store, source: Source, column: number): Promise<boolean> {
  const row = await source.look(() =>
    store.one(
      `select coalesce(bool_or(contains(c${column}, '%') or abs(try_cast(c${column} as double)) > 1), false) as percent from ${relation(source.table, { columns: [column] })}`,
    ),
  );
  return row.percent === true;
}
