import { literal } from '../store/sql.js';
import { attributesJson } from './attributes-sql.js';
import { isCancelledWord, isReturnWord, isTrueWord } from './kind-sql.js';
import type { LineRules } from './line-rules.js';
import type { Role } from './roles.js';

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

/** Text of a role, trimmed, or null. */
export function textOf(rules: LineRules, role: Role): string {
  const column = columnOf(rules, role);
  if (column === null) return 'cast(null as varchar)';
  const bare = rules.floatIds.has(role) ? `regexp_replace(trim(${column}), '\\.0$', '')` : `trim(${column})`;
  return `nullif(${bare}, '')`;
}

/** Columns that quick and thorough reading share. */
export function sharedTexts(rules: LineRules): string[] {
  const words = (['kind', 'status'] as const)
    .map((role) => columnOf(rules, role))
    .filter((column) => column !== null);
  const flag = columnOf(rules, 'is_return');
  const returns = words.map(isReturnWord);
  if (flag !== null) returns.push(isTrueWord(flag), isReturnWord(flag));
  const cancels = words.map(isCancelledWord);
  return [
    `${returns.length === 0 ? 'false' : returns.join(' or ')} as said_return`,
    `${cancels.length === 0 ? 'false' : cancels.join(' or ')} as is_cancelled`,
    `upper(${textOf(rules, 'currency')}) as currency`,
    `${textOf(rules, 'product_id')} as product_id`,
    `${textOf(rules, 'category')} as category`,
    `${attributesJson(rules.attributes)} as attributes`,
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
