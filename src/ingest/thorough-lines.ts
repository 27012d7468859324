import { literal } from '../store/sql.js';
import { attributesJson } from './attributes-sql.js';
import { inRange, instant } from './instant-sql.js';
import { columnOf, type NumberRole, numberRoles, saidByWords, sharedTexts, textOf } from './line-cells.js';
import type { LineRules } from './line-rules.js';
import { decimal, fineDecimal, notFinite, numberText } from './number-sql.js';
import type { Role } from './roles.js';
import { valuedLines } from './valued-lines.js';

/**
 * Order lines of a file by the full rules, and `problem`: null, or reason, field and value of the refusal. The reasons are
 * tried in a fixed order, so that a row has one. Keeps the relation's own columns.
 */
export function thoroughLines(rules: LineRules, relation: string): string {
  const texts = numberRoles.map((role) => {
    const column = columnOf(rules, role);
    if (column === null) return `cast(null as varchar) as ${role}_text`;
    const written = role === 'margin_pct' ? `replace(${column}, '%', '')` : column;
    return `${numberText(written, rules.numberStyle(role))} as ${role}_text`;
  });
  const typed = [
    `${textOf(rules, 'customer_id')} as customer_id`,
    `${textOf(rules, 'order_id')} as order_id`,
    `${instant(columnOf(rules, 'order_ts')!, rules.dates)} as order_ts`,
    ...numberRoles.flatMap((role) => [
      `${decimal(`${role}_text`)} as ${role}`,
      `${fineDecimal(`${role}_text`)} as ${role}_fine`,
    ]),
    ...saidByWords(rules),
    ...sharedTexts(rules),
    `${attributesJson(rules.attributes)} as attributes`,
    '*',
  ];
  const source = `(select ${typed.join(', ')} from (select *, ${texts.join(', ')} from ${relation}))`;
  const key = `coalesce(order_id, '@' || replace(cast(order_ts as varchar), ' ', 'T')) as order_key`;
  const lines = valuedLines(rules, source, { plainSigns: false, fine: true });
  return `(select *, ${key}, order_id is not null as has_order_id, ${problem(rules)} as problem from ${lines})`;
}

function problem(rules: LineRules): string {
  const cases: string[] = [];
  const say = (when: string, reason: string, role: Role, value: string) => {
    const field = literal(rules.names.get(role) ?? role);
    cases.push(
      `when ${when} then {'reason': ${literal(reason)}, 'field': ${field}, 'value': cast(${value} as varchar)}`,
    );
  };
  const number = (role: NumberRole, bad: string, overflow: string) => {
    const column = columnOf(rules, role);
    if (column === null) return;
    say(
      `trim(${column}) <> '' and ${role}_text is null and ${notFinite(column)}`,
      'not_finite',
      role,
      column,
    );
    say(`trim(${column}) <> '' and ${role}_text is null`, bad, role, column);
    say(`${role}_text is not null and ${role} is null`, overflow, role, column);
  };
  if (rules.json) {
    cases.push(
      `when malformed then {'reason': 'malformed_row', 'field': 'row', 'value': cast(null as varchar)}`,
    );
  }
  say('customer_id is null', 'missing_customer', 'customer_id', columnOf(rules, 'customer_id')!);
  const timestamp = columnOf(rules, 'order_ts')!;
  say(`nullif(trim(${timestamp}), '') is null`, 'missing_timestamp', 'order_ts', timestamp);
  say('order_ts is null', 'bad_timestamp', 'order_ts', timestamp);
  say(`not ${inRange('order_ts')}`, 'timestamp_out_of_range', 'order_ts', timestamp);
  number('amount', 'bad_amount', 'amount_overflow');
  number('quantity', 'bad_quantity', 'bad_quantity');
  number('unit_price', 'bad_amount', 'amount_overflow');
  for (const [when, role] of emptyValue(rules)) {
    say(when, role === 'quantity' ? 'bad_quantity' : 'bad_amount', role, `''`);
  }
  if (rules.columns.has('currency') && rules.currency.kind !== 'undeclared') {
    say(`currency not in (${knownCurrencies(rules)})`, 'currency_mismatch', 'currency', 'currency');
  }
  const value = rules.columns.has('amount')
    ? columnOf(rules, 'amount')!
    : `concat(${columnOf(rules, 'quantity')}, ' × ', ${columnOf(rules, 'unit_price')})`;
  say(
    'signed_amount is null',
    'amount_overflow',
    rules.columns.has('amount') ? 'amount' : 'unit_price',
    value,
  );
  return `case ${cases.join(' ')} end`;
}

/** When a line has no value at all, and which role is to blame. */
function emptyValue(rules: LineRules): [string, NumberRole][] {
  const both = rules.columns.has('quantity') && rules.columns.has('unit_price');
  if (!rules.columns.has('amount')) {
    return [
      ['quantity is null', 'quantity'],
      ['unit_price is null', 'unit_price'],
    ];
  }
  return [
    [both ? 'amount is null and (quantity is null or unit_price is null)' : 'amount is null', 'amount'],
  ];
}

function knownCurrencies({ currency }: LineRules): string {
  if (currency.kind === 'undeclared') return '';
  const codes = currency.kind === 'one' ? [currency.code] : [currency.code, ...Object.keys(currency.rates)];
  return codes.map((code) => literal(code.toUpperCase())).join(', ');
}
