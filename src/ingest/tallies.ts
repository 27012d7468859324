import {
  accountingNegatives,
  amountDiffers,
  amountsRounded,
  marginLooksLikeShare,
  signsStripped,
  unknownKinds,
  unreadableCosts,
} from '../common/messages/ingest.js';
import type { Note } from '../common/result.js';
import type { Store } from '../store/store.js';
import { isUnknownKind, saidBy } from './kind-sql.js';
import { wordRoles } from './line-rules.js';
import { type LineCounts, type LineFile, relationOf } from './load-lines.js';
import { decimal, hasCurrencySign, hasManyDecimals, hasParentheses, numberText } from './number-sql.js';
import type { Role } from './roles.js';

/**
 * Notes on how the values of a file were read. Of what the quick reading takes, only contradictions between columns
 * and words it does not know are of interest, so that mostly the rows that were read again are counted, and nothing is
 * read a further time.
 */
export async function tallyLines(store: Store, file: LineFile, counts: LineCounts): Promise<Note[]> {
  const { quick } = file;
  const columns: [string, string][] = [];
  const numbers = numberRoles(file);
  if (!quick.plainNumbers || counts.reread > 0) {
    const any = (test: (role: Role) => string) => numbers.map(test).join(' or ');
    const text = (role: Role) => (quick.plainNumbers ? `${role}_text` : parsed(file, role));
    columns.push(
      ['signs', any((role) => `(${hasCurrencySign(cell(file, role))} and ${text(role)} is not null)`)],
      ['parentheses', any((role) => `(${hasParentheses(cell(file, role))} and ${text(role)} is not null)`)],
      ['rounded', any((role) => hasManyDecimals(text(role)))],
    );
  }
  const found =
    columns.length === 0 ? {} : await count(store, quick.plainNumbers ? 'judged' : null, file, columns);
  const costs = counts.reread > 0 ? await count(store, 'judged', file, unreadCosts(file)) : {};
  const extra = await count(store, null, file, wholeFileTallies(file));
  return [...notesOf(file, { ...found, ...costs, ...extra }), ...(await kindNotes(store, file, counts))];
}

function wholeFileTallies(file: LineFile): [string, string][] {
  const { rules } = file;
  const has = (role: Role) => rules.columns.has(role);
  const value = (role: Role) => decimal(file.quick.plainNumbers ? cell(file, role) : parsed(file, role));
  const tallies: [string, string][] = [];
  if (has('amount') && has('quantity') && has('unit_price')) {
    tallies.push([
      'differing',
      `abs(abs(${value('amount')}) - abs(${value('quantity')} * ${value('unit_price')})) > 0.01`,
    ]);
  }
  if (has('profit') && /^margin$/i.test(rules.names.get('profit')!.trim())) {
    tallies.push(['large_margins', `abs(${value('profit')}) > 1`]);
  }
  return tallies;
}

/** Costs that are no number: the quick reading takes none. */
function unreadCosts(file: LineFile): [string, string][] {
  const unread = (['unit_cost', 'line_cost', 'profit', 'margin_pct'] as const)
    .filter((role) => file.rules.columns.has(role))
    .map((role) => `(trim(${cell(file, role)}) <> '' and ${role} is null)`);
  return unread.length > 0 ? [['costs', unread.join(' or ')]] : [];
}

async function count(
  store: Store,
  judged: string | null,
  file: LineFile,
  tallies: readonly [string, string][],
): Promise<Record<string, number>> {
  if (tallies.length === 0) return {};
  const list = tallies.map(([name, when]) => `count(*) filter (${when}) as ${name}`);
  const from = judged === null ? relationOf(file) : '(select * from judged where problem is null)';
  const row = await store.one(`select ${list.join(', ')} from ${from}`);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
}

function notesOf(file: LineFile, tally: Readonly<Record<string, number>>): Note[] {
  const { name } = file.source;
  const notes: Note[] = [];
  if ((tally.signs ?? 0) > 0) notes.push(signsStripped(name, tally.signs!));
  if ((tally.parentheses ?? 0) > 0) notes.push(accountingNegatives(name, tally.parentheses!));
  if ((tally.rounded ?? 0) > 0) notes.push(amountsRounded(name, tally.rounded!));
  if ((tally.differing ?? 0) > 0) notes.push(amountDiffers(name, tally.differing!));
  if ((tally.costs ?? 0) > 0) notes.push(unreadableCosts(name, tally.costs!));
  if (tally.large_margins === 0) notes.push(marginLooksLikeShare(name, file.rules.names.get('profit')!));
  return notes;
}

async function kindNotes(store: Store, file: LineFile, counts: LineCounts): Promise<Note[]> {
  const notes: Note[] = [];
  for (const role of wordRoles) {
    const index = file.rules.columns.get(role);
    if (index === undefined) continue;
    const allKnown = (file.quick.words.get(role) ?? []).every((word) => saidBy(word) !== 'unknown');
    if (allKnown && counts.reread === 0) continue;
    const from = allKnown ? 'judged' : relationOf(file);
    const rows = await store.rows(
      `select lower(trim(c${index})) as word, count(*) as n from ${from} where ${isUnknownKind(`c${index}`)} group by 1 order by 2 desc, 1 limit 1000`,
    );
    if (rows.length === 0) continue;
    const total = rows.reduce((sum, { n }) => sum + Number(n), 0);
    const words = rows.slice(0, 5).map(({ word }) => String(word));
    notes.push(unknownKinds(file.source.name, file.rules.names.get(role)!, words, total));
  }
  return notes;
}

function numberRoles(file: LineFile): Role[] {
  return (['amount', 'quantity', 'unit_price'] as const).filter((role) => file.rules.columns.has(role));
}

function cell(file: LineFile, role: Role): string {
  return `c${file.rules.columns.get(role)!}`;
}

function parsed(file: LineFile, role: Role): string {
  return numberText(cell(file, role), file.rules.numberStyle(role));
}
