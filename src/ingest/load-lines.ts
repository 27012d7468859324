import { ambiguousDates } from '../common/messages/ingest.js';
import { literal } from '../store/sql.js';
import type { BindValue, Store } from '../store/store.js';
import { NUMERIC_DATE } from './instant-sql.js';
import type { LineRules, QuickForms } from './line-rules.js';
import { insertRefused, quarantineSetAside } from './quarantine.js';
import { idGuards, quickLines } from './quick-lines.js';
import type { Source } from './source.js';
import { insertLines, insertRead, lineCount, numberByPlace, rowNumber, type Stage } from './stage.js';
import { dateEvidence, mostlyNumeric, orderOf } from './survey.js';
import { type RelationParts, relation } from './table.js';
import { thoroughLines } from './thorough-lines.js';

/** One file on its way into `order_lines`. */
export interface LineFile {
  readonly source: Source;
  /** From 1, in the order of the files. */
  readonly number: number;
  rules: LineRules;
  readonly quick: QuickForms;
}

/** How the rows of a file were judged. */
export interface LineCounts {
  readonly read: number;
  readonly used: number;
  /** Rows that the quick reading left to the thorough one. */
  readonly reread: number;
  /** Used rows by currency, where the file names currencies; the key of an empty cell is the empty text. */
  readonly currencies: Readonly<Record<string, number>>;
}

/**
 * Reads a file into the stage: quickly what can be read quickly, then the rest by the thorough rules, which either use a
 * row or quarantine it. Rows read = used + quarantined is checked here against the bytes' own count.
 */
export async function loadLines(store: Store, stage: Stage, file: LineFile): Promise<LineCounts> {
  const { source, number } = file;
  const before = await store.one(`select coalesce(max(rowid), -1) + 1 as next from ${stage.table}`);
  const undo = () => store.run(`delete from ${stage.table} where rowid >= $next`, { next: before.next! });
  if (stage.numbered) await source.makeNumberable();
  const seen = await source.read(
    store,
    () =>
      inOrder(store, stage.numbered, async () => {
        // Counting rows on the way would make the reading one thread's work.
        const byPlace = source.table.layout.kind === 'csv';
        const numbered = stage.numbered && !byPlace;
        const rows = quickLines(file.rules, file.quick, relationOf(file, { numbered }), {
          numbered,
          attributed: stage.columns.includes('attributes'),
          idsLater: stage.gathered,
        });
        const guards = idGuards(file.rules);
        const { Count } = await store.one(insertRead(stage, number, rows, { numbered, guards }));
        if (stage.numbered && byPlace && Number(Count) > 0)
          await numberByPlace(store, stage, number, Number(Count));
        return stage.gathered ? stagedSince(store, stage, before.next!) : Number(Count);
      }),
    undo,
  );
  const reread = await stagedSince(store, stage, before.next!, ' and not ok');
  let used = seen - reread;
  const currencies: Record<string, number> = {};
  if (file.rules.columns.has('currency')) currencies[usualCurrency(file.rules)] = used;
  if (reread > 0) {
    await collectRest(store, stage, file);
    await store.run(`delete from ${stage.table} where not ok`);
    used += await judgeRest(store, stage, file, reread);
    if (file.rules.columns.has('currency')) await addCurrencies(store, file.rules, currencies);
  }
  const aside = source.setAside();
  if (aside !== null)
    await quarantineSetAside(store, source.name, { ...source.table, header: headerOf(source) }, aside.path);
  return { read: seen + (aside?.count ?? 0), used, reread, currencies };
}

/** Lines that the rows of the stage from `next` on stand for. */
async function stagedSince(store: Store, stage: Stage, next: BindValue, also = ''): Promise<number> {
  const { n } = await store.one(
    `select ${lineCount(stage)} as n from ${stage.table} where rowid >= $next${also}`,
    { next },
  );
  return Number(n);
}

function usualCurrency({ currency }: LineRules): string {
  return ((currency.kind === 'undeclared' ? currency.usual : currency.code) ?? '').trim().toUpperCase();
}

/** Lines that pass under a declared currency are in it, converted or not. */
async function addCurrencies(store: Store, rules: LineRules, counts: Record<string, number>): Promise<void> {
  const code =
    rules.currency.kind === 'undeclared' ? "coalesce(currency, '')" : literal(usualCurrency(rules));
  const rows = await store.rows(
    `select ${code} as code, count(*) as n from judged where problem is null group by 1 order by 1`,
  );
  for (const { code, n } of rows) counts[String(code)] = (counts[String(code)] ?? 0) + Number(n);
}

/** The numbers of the rows that the quick reading refused, as the table `rest`. */
async function collectRest(store: Store, stage: Stage, file: LineFile): Promise<void> {
  if (stage.numbered) {
    await store.run(
      `create or replace temp table rest as select ${rowNumber(stage)} as n from ${stage.table} where not ok`,
    );
    return;
  }
  await file.source.makeNumberable();
  await inOrder(store, true, async () => {
    const quick = quickLines(file.rules, file.quick, relationOf(file, { numbered: true }), {
      numbered: true,
      attributed: stage.columns.includes('attributes'),
    });
    await store.run(`create or replace temp table rest as select n from ${quick} where not ok`);
  });
}

/** Judges the rows that the quick reading refused; returns how many are used after all. */
async function judgeRest(store: Store, stage: Stage, file: LineFile, expected: number): Promise<number> {
  const { source } = file;
  const judge = () =>
    inOrder(store, true, () => {
      const rest = relationOf(file, { numbered: true, raw: true, among: 'rest' });
      return store.one(
        `create or replace temp table judged as select * from ${thoroughLines(file.rules, rest)}`,
      );
    });
  let { Count: judged } = await judge();
  if (await findDateOrder(store, file)) ({ Count: judged } = await judge());
  if (Number(judged) !== expected) {
    throw new Error(`${source.name}: ${expected} rows to judge, ${judged} found`);
  }
  const { Count: used } = await store.one(
    insertLines(stage, file.number, 'judged', { ok: 'true', numbered: true }).concat(
      ' where problem is null',
    ),
  );
  const { Count: refused } = await store.one(
    insertRefused(source.name, headerOf(source), 'judged', 'filed_amount'),
  );
  if (Number(used) + Number(refused) !== expected) {
    throw new Error(`${source.name}: ${expected} rows, ${used} used and ${refused} refused`);
  }
  return Number(used);
}

/**
 * The rows read again may hold numeric dates of which the first rows of the file had none: then the whole file is
 * asked for their order, so that the answer does not depend on where they stand. True if it has one.
 */
async function findDateOrder(store: Store, file: LineFile): Promise<boolean> {
  const { dates, columns } = file.rules;
  const column = columns.get('order_ts')!;
  if (dates.format !== null || dates.order !== null) return false;
  const { n } = await store.one(
    `select count(*) as n from judged where problem.reason = 'bad_timestamp' and regexp_matches(c${column}, ${literal(NUMERIC_DATE)})`,
  );
  if (Number(n) === 0) return false;
  const evidence = await dateEvidence(store, file.source, column);
  const order = orderOf(evidence);
  if (order === null) {
    if (mostlyNumeric(evidence))
      throw ambiguousDates(file.source.name, file.rules.names.get('order_ts')!, evidence.example);
    return false;
  }
  file.rules = { ...file.rules, dates: { ...dates, order } };
  return true;
}

/** The file's rows with the columns that its rules read. */
export function relationOf(file: LineFile, parts: Omit<RelationParts, 'columns'> = {}): string {
  const columns = [
    ...new Set([...file.rules.columns.values(), ...file.rules.attributes.map(([, index]) => index)]),
  ].sort((a, b) => a - b);
  return relation(file.source.table, { columns, ...parts });
}

/** Record numbers come from the order of the file, which the store otherwise does not keep. */
export async function inOrder<T>(store: Store, ordered: boolean, work: () => Promise<T>): Promise<T> {
  if (!ordered) return work();
  await store.run('set preserve_insertion_order = true');
  try {
    return await work();
  } finally {
    await store.run('set preserve_insertion_order = false');
  }
}

export function headerOf(source: Source): string[] {
  return source.table.columns.map(({ name }) => name);
}
