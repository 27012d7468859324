import {
  ambiguousDates,
  datesRead,
  floatIds,
  marginConvention,
  missingColumn,
  missingValue,
  ratesWithoutCurrency,
} from '../common/messages/ingest.js';
import type { Note } from '../common/result.js';
import type { Store } from '../store/store.js';
import type { DateStyle } from './instant-sql.js';
import type { CurrencyRule, LineRules } from './line-rules.js';
import type { LineFile } from './load-lines.js';
import type { Mapping } from './mapping.js';
import { plainStyle } from './number-sql.js';
import { normalName, type Role } from './roles.js';
import type { IngestSettings } from './settings.js';
import type { Source } from './source.js';
import {
  allFloatIds,
  type DateEvidence,
  dateEvidence,
  looksFloatIds,
  looksNumericDate,
  marginIsPercent,
  mostCommon,
  mostlyNumeric,
  orderOf,
  quickForms,
  type Sample,
  takeSample,
} from './survey.js';

export interface MappedSource {
  readonly source: Source;
  readonly mapping: Mapping;
}

interface Surveyed extends MappedSource {
  readonly sample: Sample;
  /** Texts of the first rows by number of the column. */
  readonly attributes: ReadonlyMap<number, readonly string[]>;
  readonly evidence: DateEvidence | null;
  readonly floats: ReadonlySet<Role>;
  readonly marginPercent: boolean;
}

/**
 * Decides how each order file is read. What only the whole file can tell (day or month first, ids that all end in
 * `.0`) is asked of the whole file, and of all files together where one alone does not tell.
 */
export async function prepareLines(
  store: Store,
  sources: readonly MappedSource[],
  settings: IngestSettings,
  notes: Note[],
): Promise<LineFile[]> {
  const surveyed: Surveyed[] = [];
  for (const mapped of sources) {
    requireColumns(mapped);
    surveyed.push(await survey(store, mapped, settings));
  }
  const pooled = orderOf(sumEvidence(surveyed));
  const textIds = surveyed.filter(({ source }) => source.opened.format === 'csv');
  const floats = (role: Role) =>
    textIds.every(({ mapping, floats }) => floats.has(role) || !mapping.byRole.has(role));
  const currency = currencyRule(settings, surveyed);
  return surveyed.map((file, index) => {
    const { source, mapping, sample } = file;
    const names = new Map([...mapping.byRole].map(([role, k]) => [role, source.table.columns[k]!.name]));
    const dates: DateStyle = {
      format: settings.dateFormat,
      order: dateOrder(file, pooled, names.get('order_ts')!, notes),
      timeZone: settings.timeZone,
    };
    const floatRoles = new Set([...file.floats].filter(floats));
    if (mapping.byRole.has('margin_pct')) {
      notes.push(marginConvention(source.name, names.get('margin_pct')!, file.marginPercent));
    }
    for (const role of floatRoles) notes.push(floatIds(source.name, names.get(role)!));
    const rules: LineRules = {
      columns: mapping.byRole,
      names,
      dates,
      numberStyle: (role) => (isTyped(source, mapping.byRole.get(role)) ? plainStyle : settings),
      floatIds: floatRoles,
      marginPercent: file.marginPercent,
      currency,
      cancelPrefix: settings.cancelPrefix,
      attributes: attributesOf(source, mapping, settings.attributes),
      json: source.opened.format === 'json' || source.opened.format === 'ndjson',
    };
    const style = rules.numberStyle(mapping.byRole.has('amount') ? 'amount' : 'unit_price');
    const isPlain = !style.decimalComma && style.thousands === null;
    return { source, number: index + 1, rules, quick: quickForms(sample, file.attributes, dates, isPlain) };
  });
}

function requireColumns({ source, mapping }: MappedSource): void {
  const names = source.table.columns.map(({ name }) => name);
  const has = (role: Role) => mapping.byRole.has(role);
  const headerless =
    mapping.byRole.size === 0 && names.some((name) => /^[-\d.,:/ ]*\d[-\d.,:/ T]*$/.test(name));
  for (const role of ['customer_id', 'order_ts'] as const) {
    if (!has(role)) throw missingColumn(source.name, role, names, headerless);
  }
  if (!has('amount') && !(has('quantity') && has('unit_price'))) throw missingValue(source.name, names);
}

async function survey(store: Store, mapped: MappedSource, settings: IngestSettings): Promise<Surveyed> {
  const { source, mapping } = mapped;
  const columns = attributesOf(source, mapping, settings.attributes).map(([, k]) => k);
  const taken = await takeSample<Role | number>(
    store,
    source,
    new Map<Role | number, number>([...mapping.byRole, ...columns.map((k) => [k, k] as const)]),
  );
  const sample = new Map([...mapping.byRole.keys()].map((role) => [role, taken.get(role) ?? []]));
  const attributes = new Map(columns.map((k) => [k, taken.get(k) ?? []]));
  const numeric = settings.dateFormat === null && looksNumericDate(sample.get('order_ts') ?? []);
  const evidence = numeric ? await dateEvidence(store, source, mapping.byRole.get('order_ts')!) : null;
  const floats = new Set<Role>();
  for (const role of ['customer_id', 'order_id', 'product_id'] as const) {
    const column = mapping.byRole.get(role);
    if (source.opened.format !== 'csv' || column === undefined || !looksFloatIds(sample.get(role) ?? []))
      continue;
    if (await allFloatIds(store, source, column)) floats.add(role);
  }
  const margin = mapping.byRole.get('margin_pct');
  const marginPercent = margin !== undefined && (await marginIsPercent(store, source, margin));
  return { ...mapped, sample, attributes, evidence, floats, marginPercent };
}

function sumEvidence(files: readonly Surveyed[]): Pick<DateEvidence, 'dayFirst' | 'monthFirst'> {
  const sum = (pick: (evidence: DateEvidence) => number) =>
    files.reduce((total, { evidence }) => total + (evidence === null ? 0 : pick(evidence)), 0);
  return { dayFirst: sum((e) => e.dayFirst), monthFirst: sum((e) => e.monthFirst) };
}

function dateOrder(
  file: Surveyed,
  pooled: DateStyle['order'],
  column: string,
  notes: Note[],
): DateStyle['order'] {
  const { source, evidence } = file;
  if (evidence === null) return pooled;
  const own = orderOf(evidence);
  const order = own ?? pooled;
  if (order === null) {
    if (mostlyNumeric(evidence)) throw ambiguousDates(source.name, column, evidence.example);
    return null;
  }
  const proof = own === null ? ', as in the other files' : '';
  notes.push(datesRead(source.name, column, order, proof));
  return order;
}

function currencyRule(settings: IngestSettings, files: readonly Surveyed[]): CurrencyRule {
  const { currency, rates } = settings;
  if (Object.keys(rates).length > 0) {
    if (currency === null) throw ratesWithoutCurrency(Object.keys(rates));
    return { kind: 'rates', code: currency.toUpperCase(), rates };
  }
  if (currency !== null) return { kind: 'one', code: currency.toUpperCase() };
  return {
    kind: 'undeclared',
    usual: mostCommon(files.flatMap(({ sample }) => [...(sample.get('currency') ?? [])])),
  };
}

/** Numbers of typed columns have a point and no thousands, whatever the settings say of texts. */
function isTyped(source: Source, column: number | undefined): boolean {
  return column !== undefined && source.table.columns[column]!.kind === 'number';
}

/** Columns kept as attributes: those asked for by name, or all without a role. */
export function attributesOf(
  source: Source,
  mapping: Mapping,
  asked: IngestSettings['attributes'],
): [string, number][] {
  const wanted = asked === 'all' ? null : new Set(asked.map(normalName));
  return mapping.columns.flatMap(({ column, why }, index) => {
    if (why === 'ignored' || why === 'other side') return [];
    const keep = wanted === null ? why === 'attribute' : wanted.has(normalName(column));
    return keep ? [[source.table.columns[index]!.name.trim(), index] as [string, number]] : [];
  });
}
