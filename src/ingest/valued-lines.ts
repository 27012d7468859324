import { literal } from '../store/sql.js';
import { rateOf } from './line-cells.js';
import type { LineRules } from './line-rules.js';
import type { Role } from './roles.js';

/** Whether signs can only be as they should: then a return shows in one number, and nothing is negated. */
export function signsArePlain(rules: LineRules): boolean {
  const said = rules.columns.has('kind') || rules.columns.has('is_return') || rules.columns.has('status');
  const prefixed = rules.cancelPrefix !== null && rules.columns.has('order_id');
  return !said && !prefixed && !(rules.columns.has('amount') && rules.columns.has('quantity'));
}

/** How much is taken for granted of the lines to value. */
export interface Assumptions {
  /** The rows hold no negative price (see `signsArePlain`). */
  readonly plainSigns: boolean;
  /** Products stay below 10^10; where one does not, it is null. They cost a fraction of the wide ones. */
  readonly narrow: boolean;
}

/** Adds `filed_amount` and the signed values to typed lines: a return is negative whatever the file's convention. */
export function valuedLines(
  rules: LineRules,
  source: string,
  { plainSigns, narrow: mayBeNarrow }: Assumptions,
): string {
  const has = (role: Role) => rules.columns.has(role);
  const rate = rateOf(rules);
  const narrow = mayBeNarrow && rate === null;
  const times = narrow ? narrowTimes : wideTimes;
  const converted = (value: string) => (rate === null ? value : times(value, rate));
  const negative = (value: string) =>
    plainSigns ? value : `case when is_return then -abs(${value}) else ${value} end`;
  const cost = has('line_cost')
    ? negative(converted('line_cost'))
    : times(
        converted('unit_cost'),
        has('quantity') ? 'signed_quantity' : 'case when is_return then -1 else 1 end',
      );
  const layers = [
    `${filedAmount(rules, rate, times)} as filed_amount`,
    `${returnFlag(rules, plainSigns)} as is_return`,
    `${negative('filed_amount')} as signed_amount, ${has('quantity') ? negative('quantity') : 'quantity'} as signed_quantity`,
    `try_cast(${cost} as decimal(18,4)) as cost`,
    `try_cast(${profitOf(rules, converted, narrow)} as decimal(18,4)) as signed_profit`,
  ];
  return layers.reduce((from, layer) => `(select *, ${layer} from ${from})`, source);
}

/** Exact product of two decimals; null if it does not fit. */
function wideTimes(a: string, b: string): string {
  return `try(cast(${a} as decimal(38,4)) * ${b})`;
}

function narrowTimes(a: string, b: string): string {
  return `try(${a} * ${b})`;
}

function filedAmount(rules: LineRules, rate: string | null, times: typeof wideTimes): string {
  const product = `try_cast(${times('quantity', 'unit_price')} as decimal(18,4))`;
  const both = rules.columns.has('quantity') && rules.columns.has('unit_price');
  const own = rules.columns.has('amount') ? (both ? `coalesce(amount, ${product})` : 'amount') : product;
  return rate === null ? own : `try_cast(${wideTimes(own, rate)} as decimal(18,4))`;
}

function returnFlag(rules: LineRules, plainSigns: boolean): string {
  const has = (role: Role) => rules.columns.has(role);
  if (plainSigns) return has('amount') ? 'filed_amount < 0' : 'quantity < 0';
  const flags = ['filed_amount < 0'];
  if (has('quantity')) flags.push('quantity < 0');
  if (rules.cancelPrefix !== null && has('order_id')) {
    flags.push(`starts_with(order_id, ${literal(rules.cancelPrefix)})`);
  }
  if (has('kind') || has('is_return') || has('status')) flags.push('said_return');
  return flags.map((flag) => `coalesce(${flag}, false)`).join(' or ');
}

/** Profit of the line: its own, else its margin's, else amount less cost. A return whose amount the file writes as positive has its profit turned too. */
function profitOf(rules: LineRules, converted: (value: string) => string, narrow: boolean): string {
  const times = narrow ? narrowTimes : wideTimes;
  const difference = narrow
    ? 'try(signed_amount - cost)'
    : 'try(cast(signed_amount as decimal(38,4)) - cost)';
  const choices: string[] = [];
  if (rules.columns.has('profit')) {
    const profit = converted('profit');
    choices.push(`case when is_return and filed_amount > 0 then -(${profit}) else ${profit} end`);
  }
  if (rules.columns.has('margin_pct')) {
    choices.push(times('signed_amount', rules.marginPercent ? `(margin_pct * 0.01)` : 'margin_pct'));
  }
  if (choices.length === 0) return difference;
  choices.push(difference);
  return `coalesce(${choices.map((choice) => `try_cast(${choice} as decimal(38,8))`).join(', ')})`;
}
