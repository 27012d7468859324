import { literal } from '../store/sql.js';
import { isCancelledWord, isReturnWord, isTrueWord, saidBy } from './kind-sql.js';
import type { LineRules, QuickForms, WordRole } from './line-rules.js';
import type { Role } from './roles.js';
import { isOneOf } from './words-sql.js';

/** Roles that are numbers. */
export const numberRoles = [
  'amount',
  'quantity',
  'unit_price',
  'unit_cost',
  'line_cost',
  'profit',
  'margin_pct',
] as const satisfies readonly Role[];

export type NumberRole = (typeof numberRoles)[number];

/** The column of a role in a file's relation; null if the file has none. */
export function columnOf(rules: LineRules, role: Role): string | null {
  const index = rules.columns.get(role);
  return index === undefined ? null : `c${index}`;
}

/** Text of a role, trimmed, or null; `bare` takes the blanks off. */
export function textOf(
  rules: LineRules,
  role: Role,
  bare = (cell: string) => `nullif(trim(${cell}), '')`,
): string {
  const column = columnOf(rules, role);
  if (column === null) return 'cast(null as varchar)';
  return rules.floatIds.has(role) ? `nullif(regexp_replace(trim(${column}), '\\.0$', ''), '')` : bare(column);
}

/** What the words of a line say of it, whatever their case and the blanks around them. */
export function saidByWords(rules: LineRules): string[] {
  const words = (['kind', 'status'] as const)
    .map((role) => columnOf(rules, role))
    .filter((column) => column !== null);
  const flag = columnOf(rules, 'is_return');
  const returns = words.map(isReturnWord);
  if (flag !== null) returns.push(isTrueWord(flag), isReturnWord(flag));
  return flags(returns, words.map(isCancelledWord));
}

/** The same for lines that hold none but these words, as they are written. */
export function saidByUsualWords(rules: LineRules, usual: QuickForms['words']): string[] {
  const among = (role: WordRole, ...meanings: ReturnType<typeof saidBy>[]) => {
    const words = (usual.get(role) ?? []).filter((word) => meanings.includes(saidBy(word)));
    return rules.columns.has(role) && words.length > 0 ? [isOneOf(columnOf(rules, role)!, words)] : [];
  };
  return flags(
    [...among('kind', 'return'), ...among('status', 'return'), ...among('is_return', 'return', 'true')],
    [...among('kind', 'cancelled'), ...among('status', 'cancelled')],
  );
}

function flags(returns: readonly string[], cancels: readonly string[]): string[] {
  const any = (conditions: readonly string[]) =>
    conditions.length === 0 ? 'false' : conditions.join(' or ');
  return [`${any(returns)} as said_return`, `${any(cancels)} as is_cancelled`];
}

/** Columns that quick and thorough reading share, but for how blanks are taken off. */
export function sharedTexts(rules: LineRules, bare?: (cell: string) => string): string[] {
  return [
    `upper(${textOf(rules, 'currency', bare)}) as currency`,
    `${textOf(rules, 'product_id', bare)} as product_id`,
    `${textOf(rules, 'category', bare)} as category`,
  ];
}

/** Factor to the declared currency, where there are rates. */
export function rateOf(rules: LineRules): string | null {
  if (rules.currency.kind !== 'rates' || !rules.columns.has('currency')) return null;
  const { rates, code } = rules.currency;
  const cases = Object.entries({ ...rates, [code]: '1' }).map(
    ([name, rate]) => `when ${literal(name.toUpperCase())} then cast(${literal(rate)} as decimal(18,9))`,
  );
  return `case coalesce(currency, ${literal(code)}) ${cases.join(' ')} end`;
}
