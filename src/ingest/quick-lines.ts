import { literal } from '../store/sql.js';
import { plainAttributesJson, standAsTheyAre } from './attributes-sql.js';
import { hasItsForm, inRange, instant, quickInstant } from './instant-sql.js';
import {
  columnOf,
  type NumberRole,
  numberRoles,
  saidByUsualWords,
  sharedTexts,
  textOf,
} from './line-cells.js';
import { type LineRules, type QuickForms, wordRoles } from './line-rules.js';
import { castIsEnough, decimal, fineDecimal, numberText } from './number-sql.js';
import type { Role } from './roles.js';
import { signsArePlain, valuedLines } from './valued-lines.js';
import { isOneOf, isTrimmed, trimmed } from './words-sql.js';

const IDS = ['customer_id', 'order_id'] as const;

interface QuickParts {
  readonly numbered: boolean;
  readonly attributed: boolean;
  /** Ids are judged by `idGuards` when lines of one order are one row: that takes half the time. */
  readonly idsLater?: boolean;
}

/**
 * Order lines of a file by expressions as cheap as the file's forms allow, and `ok`: false where a row needs the
 * thorough reading. What is ok here reads the same there.
 */
export function quickLines(
  rules: LineRules,
  quick: QuickForms,
  relation: string,
  { numbered, attributed, idsLater = false }: QuickParts,
): string {
  const attributes = attributed ? rules.attributes : [];
  const roles = numberRoles.filter((role) => rules.columns.has(role));
  const typed = [
    `${quickId(rules, 'customer_id')} as customer_id`,
    `${quickId(rules, 'order_id')} as order_id`,
    `${quickTimestamp(rules, quick)} as order_ts`,
    ...numberRoles.flatMap((role) => quickNumber(rules, quick, role)),
    ...saidByUsualWords(rules, quick.words),
    ...sharedTexts(rules, trimmed),
    `${plainAttributesJson(attributes, quick.texts)} as attributes`,
    `${all([...guards(rules, quick, idsLater), ...standAsTheyAre(attributes, quick.texts)])} as guard`,
    ...(numbered ? ['n'] : []),
    ...roles.filter((role) => !isNeeded(rules, role)).map((role) => columnOf(rules, role)),
  ];
  const has = (role: Role) => rules.columns.has(role);
  const plainSigns = signsArePlain(rules);
  const valid = [
    'guard',
    inRange('order_ts'),
    'signed_amount is not null',
    ...roles.map((role) =>
      isNeeded(rules, role)
        ? `${role} is not null`
        : `(${role} is not null or ${columnOf(rules, role)} is null)`,
    ),
    ...(plainSigns && !rules.columns.has('amount')
      ? [`${quick.plainNumbers ? 'unit_price' : 'unit_price_fine'} >= 0`]
      : []),
    // What overflows a narrow product is read again with wide ones.
    ...(has('unit_cost') && !has('line_cost') ? ['(cost is not null or unit_cost is null)'] : []),
    ...(has('margin_pct') ? ['(signed_profit is not null or margin_pct is null)'] : []),
    ...(has('unit_cost') || has('line_cost') ? ['(signed_profit is not null or cost is null)'] : []),
  ];
  const lines = valuedLines(rules, `(select ${typed.join(', ')} from ${withTexts(rules, quick, relation)})`, {
    plainSigns,
    fine: !quick.plainNumbers,
  });
  const key = rules.columns.has('order_id')
    ? 'order_id'
    : `'@' || replace(cast(order_ts as varchar), ' ', 'T')`;
  return `(select *, ${key} as order_key, ${rules.columns.has('order_id')} as has_order_id, coalesce(${valid.join(' and ')}, false) as ok from ${lines})`;
}

/** What of the ids has to hold for a row to be `ok`, over the names that they have in the result: with `idsLater` it is left to do. */
export function idGuards(rules: LineRules): string[] {
  return IDS.filter((role) => rules.columns.has(role) && !rules.floatIds.has(role)).map((role) =>
    isTrimmed(role === 'order_id' ? 'order_key' : role),
  );
}

function all(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.join(' and ');
}

/** Numbers without which a line has no value; the others may be empty. */
function isNeeded(rules: LineRules, role: NumberRole): boolean {
  return rules.columns.has('amount') ? role === 'amount' : role === 'quantity' || role === 'unit_price';
}

/** An id as it is; the guard holds back what would have to be trimmed. */
function quickId(rules: LineRules, role: 'customer_id' | 'order_id'): string {
  return rules.floatIds.has(role) ? textOf(rules, role) : (columnOf(rules, role) ?? 'cast(null as varchar)');
}

function quickTimestamp(rules: LineRules, quick: QuickForms): string {
  const column = columnOf(rules, 'order_ts')!;
  return quick.instantForm === null
    ? instant(column, rules.dates)
    : quickInstant(column, quick.instantForm, rules.dates.timeZone);
}

/** A number of at most four decimals by a cast alone, any other by its plain text, with all its decimals beside it. */
function quickNumber(rules: LineRules, quick: QuickForms, role: NumberRole): string[] {
  const column = columnOf(rules, role);
  if (column === null)
    return [
      `cast(null as decimal(18,4)) as ${role}`,
      ...(quick.plainNumbers ? [] : [`cast(null as decimal(38,10)) as ${role}_fine`]),
    ];
  if (quick.plainNumbers) return [`${decimal(column)} as ${role}`];
  return [`${decimal(`${role}_text`)} as ${role}`, `${fineDecimal(`${role}_text`)} as ${role}_fine`];
}

/** The relation with the plain texts of numbers that are not written plainly: each is read once. */
function withTexts(rules: LineRules, quick: QuickForms, relation: string): string {
  if (quick.plainNumbers) return relation;
  const texts = numberRoles.flatMap((role) => {
    const column = columnOf(rules, role);
    return column === null ? [] : [`${numberText(column, rules.numberStyle(role))} as ${role}_text`];
  });
  return `(select *, ${texts.join(', ')} from ${relation})`;
}

function guards(rules: LineRules, quick: QuickForms, idsLater: boolean): string[] {
  const guards: string[] = [];
  for (const role of IDS) {
    const column = columnOf(rules, role);
    if (column === null) continue;
    if (rules.floatIds.has(role)) guards.push(`${textOf(rules, role)} is not null`);
    else if (!idsLater) guards.push(isTrimmed(column));
  }
  for (const role of numberRoles) {
    const column = columnOf(rules, role);
    if (column === null || !quick.plainNumbers) continue;
    guards.push(isNeeded(rules, role) ? castIsEnough(column) : `coalesce(${castIsEnough(column)}, true)`);
  }
  const instantStands = quick.instantForm && hasItsForm(columnOf(rules, 'order_ts')!, quick.instantForm);
  if (instantStands !== null) guards.push(instantStands);
  const currency = columnOf(rules, 'currency');
  if (currency !== null) guards.push(currencyGuard(rules, currency));
  for (const role of wordRoles) {
    const column = columnOf(rules, role);
    if (column === null) continue;
    guards.push(`(${column} is null or ${isOneOf(column, quick.words.get(role) ?? [''])})`);
  }
  return guards;
}

function currencyGuard({ currency: rule }: LineRules, column: string): string {
  if (rule.kind === 'undeclared') {
    return rule.usual === null ? `${column} is null` : `coalesce(${column} = ${literal(rule.usual)}, false)`;
  }
  const codes = rule.kind === 'rates' ? [rule.code, ...Object.keys(rule.rates)] : [rule.code];
  return `coalesce(${column} in (${codes.map((code) => literal(code.toUpperCase())).join(', ')}), false)`;
}
