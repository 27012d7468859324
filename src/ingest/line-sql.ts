import { literal } from '../store/sql.js';
import { attributesJson } from './attributes-sql.js';
import { inRange, instant, quickInstant } from './instant-sql.js';
import { isCancelledWord, isReturnWord, isTrueWord } from './kind-sql.js';
import type { LineRules, QuickForms } from './line-rules.js';
import { castIsEnough, decimal, notFinite, numberText } from './number-sql.js';
import type { Role } from './roles.js';

const NUMBERS = [
  'amount',
  'quantity',
  'unit_price',
  'unit_cost',
  'line_cost',
  'profit',
  'margin_pct',
] as const satisfies readonly Role[];

/**
 * Order lines of a file by expressions as cheap as the file's forms allow, and `ok`: false where a row needs the thorough
 * reading. What is ok here reads the same there.
 */
export function quickLines(rules: LineRules, quick: QuickForms, relation: string, numbered: boolean): string {
  const typed = [
    `${textId(rules, 'customer_id', true)} as customer_id`,
    `${textId(rules, 'order_id', true)} as order_id`,
    `${quickTimestamp(rules, quick)} as order_ts`,
    ...NUMBERS.map((role) => `${quickNumber(rules, quick, role)} as ${role}`),
    ...sharedTexts(rules),
    `${quickGuard(rules, quick)} as guard`,
    ...(numbered ? ['n'] : []),
  ];
  const needed = rules.columns.has('amount')
    ? 'amount is not null'
    : 'quantity is not null and unit_price is not null';
  const readable = NUMBERS.filter((role) => rules.columns.has(role)).map((role) => {
    const column = columnOf(rules, role)!;
    return `(${role} is not null or ${column} is null)`;
  });
  const valid = ['guard', inRange('order_ts'), needed, 'signed_amount is not null'].join(' and ');
  const source = `(select *, ${[...readable, 'true'].join(' and ')} as readable from (select ${typed.join(', ')}, ${
    NUMBERS.filter((role) => rules.columns.has(role))
      .map((role) => columnOf(rules, role))
      .join(', ') || 'null as none'
  } from ${relation}))`;
  return `(select *, coalesce(${valid} and readable, false) as ok from ${valuedLines(rules, source)})`;
}

/** Order lines of a file by the thorough expressions, and `problem`: null, or reason, field and value of a refusal. */
export function thoroughLines(rules: LineRules, relation: string): string {
  const texts = NUMBERS.map((role) => {
    const column = columnOf(rules, role);
    return `${column === null ? 'cast(null as varchar)' : numberText(column, rules.numberStyle(role))} as ${role}_text`;
  });
  const timestamp = columnOf(rules, 'order_ts');
  const typed = [
    `${textId(rules, 'customer_id', false)} as customer_id`,
    `${textId(rules, 'order_id', false)} as order_id`,
    `${timestamp === null ? 'cast(null as timestamp)' : instant(timestamp, rules.dates)} as order_ts`,
    ...NUMBERS.map((role) => `${decimal(`${role}_text`)} as ${role}`),
    ...sharedTexts(rules),
    '*',
  ];
  const source = `(select ${typed.join(', ')} from (select *, ${texts.join(', ')} from ${relation}))`;
  return `(select *, ${problem(rules)} as problem from ${valuedLines(rules, source)})`;
}

/** Adds the signed values: a return is negative whatever the file's convention. */
function valuedLines(rules: LineRules, source: string): string {
  const has = (role: Role) => rules.columns.has(role);
  const product = 'try_cast(quantity * unit_price as decimal(18,4))';
  const both = has('quantity') && has('unit_price');
  const own = has('amount') ? (both ? `coalesce(amount, ${product})` : 'amount') : product;
  const rate = rateOf(rules);
  const filed = rate === null ? own : `try_cast(${own} * ${rate} as decimal(18,4))`;
  const flags = ['filed_amount < 0', ...(has('quantity') ? ['quantity < 0'] : [])];
  if (rules.cancelPrefix !== null && has('order_id'))
    flags.push(`starts_with(order_id, ${literal(rules.cancelPrefix)})`);
  if (has('kind') || has('is_return') || has('status')) flags.push('said_return');
  const returned = flags.map((flag) => `coalesce(${flag}, false)`).join(' or ');
  const negative = (value: string) => `case when is_return then -abs(${value}) else ${value} end`;
  const units = has('quantity') ? negative('quantity') : 'quantity';
  const converted = (value: string) => (rate === null ? value : `${value} * ${rate}`);
  const cost = has('line_cost')
    ? negative(converted('line_cost'))
    : `${converted('unit_cost')} * ${has('quantity') ? 'signed_quantity' : 'case when is_return then -1 else 1 end'}`;
  const profit = has('profit')
    ? `case when is_return and filed_amount > 0 then -${converted('profit')} else ${converted('profit')} end`
    : has('margin_pct')
      ? 'signed_amount * margin_pct'
      : 'signed_amount - cost';
  return `(select *, try_cast(${profit} as decimal(18,4)) as signed_profit from (select *, try_cast(${cost} as decimal(18,4)) as cost from (select *, ${negative('filed_amount')} as signed_amount, ${units} as signed_quantity from (select *, ${returned} as is_return from (select *, ${filed} as filed_amount from ${source})))))`;
}

function rateOf(rules: LineRules): string | null {
  if (rules.currency.kind !== 'rates' || !rules.columns.has('currency')) return null;
  const { rates, code } = rules.currency;
  const cases = Object.entries({ ...rates, [code]: '1' }).map(
    ([name, rate]) => `when ${literal(name.toUpperCase())} then cast(${literal(rate)} as decimal(18,9))`,
  );
  return `case coalesce(currency, ${literal(code)}) ${cases.join(' ')} end`;
}

function problem(rules: LineRules): string {
  const cases: string[] = [];
  const say = (when: string, reason: string, role: Role, value: string | null) => {
    const field = literal(rules.names.get(role) ?? role);
    cases.push(
      `when ${when} then {'reason': ${literal(reason)}, 'field': ${field}, 'value': cast(${value ?? 'null'} as varchar)}`,
    );
  };
  const number = (role: Role, bad: string, overflow: string) => {
    const column = columnOf(rules, role);
    if (column === null) return;
    say(notFinite(column), 'not_finite', role, column);
    say(`${column} is not null and trim(${column}) <> '' and ${role}_text is null`, bad, role, column);
    say(`${role}_text is not null and ${role} is null`, overflow, role, column);
  };
  if (rules.json)
    cases.push(`when malformed then {'reason': 'malformed_row', 'field': 'row', 'value': null}`);
  say('customer_id is null', 'missing_customer', 'customer_id', columnOf(rules, 'customer_id'));
  const timestamp = columnOf(rules, 'order_ts')!;
  say(`nullif(trim(${timestamp}), '') is null`, 'missing_timestamp', 'order_ts', timestamp);
  say('order_ts is null', 'bad_timestamp', 'order_ts', timestamp);
  say(`not ${inRange('order_ts')}`, 'timestamp_out_of_range', 'order_ts', timestamp);
  number('amount', 'bad_amount', 'amount_overflow');
  number('quantity', 'bad_quantity', 'bad_quantity');
  number('unit_price', 'bad_amount', 'amount_overflow');
  const both = rules.columns.has('quantity') && rules.columns.has('unit_price');
  if (both && !rules.columns.has('amount')) {
    say('quantity is null', 'bad_quantity', 'quantity', `''`);
    say('unit_price is null', 'bad_amount', 'unit_price', `''`);
  } else if (both)
    say('amount is null and (quantity is null or unit_price is null)', 'bad_amount', 'amount', `''`);
  else say('amount is null', 'bad_amount', 'amount', `''`);
  if (rules.columns.has('currency') && rules.currency.kind !== 'undeclared') {
    const known =
      rules.currency.kind === 'one'
        ? [rules.currency.code]
        : [rules.currency.code, ...Object.keys(rules.currency.rates)];
    const list = known.map((code) => literal(code.toUpperCase())).join(', ');
    say(`currency not in (${list})`, 'currency_mismatch', 'currency', 'currency');
  }
  const value = rules.columns.has('amount') ? columnOf(rules, 'amount')! : productText(rules);
  say(
    'signed_amount is null',
    'amount_overflow',
    rules.columns.has('amount') ? 'amount' : 'unit_price',
    value,
  );
  return `case ${cases.join('\n')} end`;
}

function productText(rules: LineRules): string {
  return `concat(${columnOf(rules, 'quantity')}, ' × ', ${columnOf(rules, 'unit_price')})`;
}

function columnOf(rules: LineRules, role: Role): string | null {
  const index = rules.columns.get(role);
  return index === undefined ? null : `c${index}`;
}

/** An id as text. The quick form takes it as it is; its guard holds back what must be trimmed. */
function textId(rules: LineRules, role: Role, quick: boolean): string {
  const column = columnOf(rules, role);
  if (column === null) return 'cast(null as varchar)';
  if (rules.floatIds.has(role)) {
    return `nullif(regexp_replace(trim(${column}), '\\.0$', ''), '')`;
  }
  return quick ? column : `nullif(trim(${column}), '')`;
}

function quickTimestamp(rules: LineRules, quick: QuickForms): string {
  const column = columnOf(rules, 'order_ts')!;
  return quick.instantFormat === null
    ? instant(column, rules.dates)
    : quickInstant(column, quick.instantFormat, rules.dates.timeZone);
}

function quickNumber(rules: LineRules, quick: QuickForms, role: Role): string {
  const column = columnOf(rules, role);
  if (column === null) return 'cast(null as decimal(18,4))';
  return decimal(quick.plainNumbers ? column : numberText(column, rules.numberStyle(role)));
}

function quickGuard(rules: LineRules, quick: QuickForms): string {
  const guards: string[] = [];
  for (const role of ['customer_id', 'order_id'] as const) {
    const column = columnOf(rules, role);
    // Below '!' sort the empty text, blanks and control characters.
    if (column === null || rules.floatIds.has(role)) continue;
    const fine = `(${column} >= '!' and not suffix(${column}, ' '))`;
    guards.push(role === 'order_id' ? `(${fine} or ${column} is null)` : fine);
  }
  if (rules.floatIds.has('customer_id')) guards.push(`${textId(rules, 'customer_id', true)} is not null`);
  for (const role of NUMBERS) {
    const column = columnOf(rules, role);
    if (column === null || !quick.plainNumbers) continue;
    guards.push(
      role === 'amount' || role === 'quantity' || role === 'unit_price'
        ? castIsEnough(column)
        : `(${castIsEnough(column)} or ${column} is null)`,
    );
  }
  const currency = columnOf(rules, 'currency');
  if (currency !== null) {
    const rule = rules.currency;
    const usual = rule.kind === 'undeclared' ? rule.usual : rule.code;
    const codes = rule.kind === 'rates' ? [rule.code, ...Object.keys(rule.rates)] : [usual];
    guards.push(
      usual === null
        ? `${currency} is null`
        : `coalesce(${currency} in (${codes.map((code) => literal(code!.toUpperCase())).join(', ')}), false)`,
    );
  }
  return guards.join(' and ');
}

/** Columns that quick and thorough reading share. */
function sharedTexts(rules: LineRules): string[] {
  const clean = (role: Role) => {
    const column = columnOf(rules, role);
    return column === null ? 'cast(null as varchar)' : `nullif(trim(${column}), '')`;
  };
  const [kind, status, flag] = (['kind', 'status', 'is_return'] as const).map((role) =>
    columnOf(rules, role),
  );
  const returns = [kind, status].filter((column) => column != null).map((column) => isReturnWord(column!));
  if (flag != null) returns.push(isTrueWord(flag), isReturnWord(flag));
  const cancels = [kind, status].filter((column) => column != null).map((column) => isCancelledWord(column!));
  const product = rules.floatIds.has('product_id') ? textId(rules, 'product_id', false) : clean('product_id');
  return [
    `${returns.length === 0 ? 'false' : returns.join(' or ')} as said_return`,
    `${cancels.length === 0 ? 'false' : cancels.join(' or ')} as is_cancelled`,
    `upper(${clean('currency')}) as currency`,
    `${product} as product_id`,
    `${clean('category')} as category`,
    `${attributesJson(rules.attributes)} as attributes`,
  ];
}
