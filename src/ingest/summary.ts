import {
  blankCurrency,
  blankOrderIds,
  equalLines,
  mixedCurrencies,
  noOrderIds,
  rowsRefused,
  withoutCustomer,
} from '../common/messages/ingest.js';
import { money } from '../common/money.js';
import { deepFreeze, type Note } from '../common/result.js';
import type { Store } from '../store/store.js';
import type { FileIntake, Intake } from './intake.js';
import { ignoredOf, sumReasons } from './limits.js';
import type { LineCounts, LineFile } from './load-lines.js';
import type { IngestSettings } from './settings.js';
import type { NamedSource } from './sources.js';
import { fileOf, lineCount, type Stage } from './stage.js';

/** Throws if the rows used are in several currencies and nothing says what to do with them. */
export function requireOneCurrency(files: readonly LineCounts[]): void {
  const counts = currencyCounts(files);
  delete counts[''];
  if (Object.keys(counts).length > 1) throw mixedCurrencies(counts);
}

/** Adds up the accounts of all files; the notes say what was refused or read in an unusual way. */
export async function summarise(
  store: Store,
  intakes: readonly FileIntake[],
  lines: readonly LineFile[],
  counts: readonly LineCounts[],
  stage: Stage,
  settings: IngestSettings,
  notes: readonly Note[],
  warnings: readonly Note[],
  sources: readonly NamedSource[],
): Promise<Intake> {
  const byCurrency = currencyCounts(counts);
  const named = Object.keys(byCurrency).find((code) => code !== '' && byCurrency[code]! > 0) ?? null;
  const currency = settings.currency?.toUpperCase() ?? named;
  const sums = await moneySums(store, stage, intakes);
  const has = (roles: readonly string[]) =>
    lines.some(({ rules }) => roles.some((role) => rules.columns.has(role as never)));
  const intake: Intake = {
    files: intakes,
    rowsRead: total(intakes, (file) => file.rowsRead),
    rowsUsed: total(intakes, (file) => file.rowsUsed),
    rowsQuarantined: total(intakes, (file) => file.rowsRead - file.rowsUsed - ignoredOf(file)),
    refused: sumReasons(intakes),
    rowsIgnored: { same_file: total(intakes, ignoredOf) },
    currency,
    ...sums,
    hasOrderIds: has(['order_id']),
    has: {
      quantity: has(['quantity']),
      product_id: has(['product_id']),
      category: has(['category']),
      cost: has(['unit_cost', 'line_cost']),
      profit: has(['profit', 'margin_pct', 'unit_cost', 'line_cost']),
    },
    attributeNames: { orders: freeColumns(sources, 'orders'), customers: freeColumns(sources, 'customers') },
    notes: [
      ...notes,
      ...(await orderNotes(store, lines, stage, byCurrency, currency)),
      ...refusalNotes(intakes, sums),
    ],
    warnings: [...warnings, ...(await equalLineWarnings(store, stage, lines.length))],
  };
  return deepFreeze(intake);
}

function currencyCounts(files: readonly LineCounts[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const { currencies } of files) {
    for (const [code, n] of Object.entries(currencies)) if (n > 0) sum[code] = (sum[code] ?? 0) + n;
  }
  return sum;
}

export async function moneySums(
  store: Store,
  { table }: Stage,
  intakes: readonly FileIntake[],
): Promise<Pick<Intake, 'moneyUsed' | 'moneyRefused' | 'moneyWithoutCustomer'>> {
  const { used } = await store.one(`select coalesce(sum(abs(amount)), 0)::varchar as used from ${table}`);
  if (intakes.every((file) => file.rowsRead === file.rowsUsed)) {
    return {
      moneyUsed: money(String(used)).toFixed(4),
      moneyRefused: '0.0000',
      moneyWithoutCustomer: '0.0000',
    };
  }
  const row = await store.one(
    `select coalesce(sum(abs(amount)), 0)::varchar as refused, coalesce(sum(abs(amount)) filter (reason = 'missing_customer'), 0)::varchar as missing from quarantine`,
  );
  return {
    moneyUsed: money(String(used)).toFixed(4),
    moneyRefused: money(String(row.refused)).toFixed(4),
    moneyWithoutCustomer: money(String(row.missing)).toFixed(4),
  };
}

async function orderNotes(
  store: Store,
  lines: readonly LineFile[],
  stage: Stage,
  byCurrency: Readonly<Record<string, number>>,
  currency: string | null,
): Promise<Note[]> {
  const notes = lines
    .filter(({ rules }) => !rules.columns.has('order_id'))
    .map(({ source }) => noOrderIds(source.name));
  if (stage.columns.includes('has_order_id') && notes.length < lines.length) {
    const without = lines.filter(({ rules }) => !rules.columns.has('order_id')).map(({ number }) => number);
    const file = fileOf(stage);
    const among =
      without.length === 0 ? '' : ` and ${file.column} not in (${without.map(file.sqlOf).join(', ')})`;
    const { n } = await store.one(
      `select ${lineCount(stage)} as n from ${stage.table} where not has_order_id${among}`,
    );
    if (Number(n) > 0) notes.push(blankOrderIds(Number(n)));
  }
  const blank = byCurrency[''] ?? 0;
  if (blank > 0 && currency !== null) notes.push(blankCurrency(blank, currency));
  return notes;
}

/** Notes on refused rows. */
export function refusalNotes(
  intakes: readonly FileIntake[],
  sums: Pick<Intake, 'moneyUsed' | 'moneyRefused' | 'moneyWithoutCustomer'>,
): Note[] {
  const notes: Note[] = [];
  const read = total(intakes, (file) => file.rowsRead);
  const { missing_customer: missing = 0, ...others } = sumReasons(intakes);
  if (missing > 0) {
    const all = money(sums.moneyUsed).plus(sums.moneyRefused);
    const share = all.isZero() ? null : money(sums.moneyWithoutCustomer).div(all).toNumber();
    notes.push(withoutCustomer(missing, missing / read, share));
  }
  const refused = Object.values(others).reduce((sum, n) => sum + n, 0);
  if (refused > 0) notes.push(rowsRefused(refused, refused / read, others));
  return notes;
}

/** Lines that stand in several files: their hashes meet. */
async function equalLineWarnings(store: Store, stage: Stage, files: number): Promise<Note[]> {
  if (files < 2) return [];
  const columns = stage.columns.join(', ');
  const { column: file } = fileOf(stage);
  const { n } = await store.one(
    `select coalesce(sum(n), 0)::bigint as n from (select sum(own) - max(own) as n from (select h, file, count(*) as own from (select hash(${columns}) as h, ${file} as file from ${stage.table}) group by h, file) group by h having count(*) > 1)`,
  );
  return Number(n) > 0 ? [equalLines(Number(n))] : [];
}

function freeColumns(sources: readonly NamedSource[], role: string): string[] {
  const names = sources
    .filter((one) => one.role === role)
    .flatMap(({ mapping }) =>
      mapping.columns.filter(({ why }) => why === 'attribute').map(({ column }) => column),
    );
  return [...new Set(names)].sort();
}

function total(files: readonly FileIntake[], pick: (file: FileIntake) => number): number {
  return files.reduce((sum, file) => sum + pick(file), 0);
}
