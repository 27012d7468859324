import { literal } from '../store/sql.js';
import { type NumberRole, rateOf } from './line-cells.js';
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
  /**
   * Numbers may have more than four decimals: each role has a column `…_fine`, which counts in its place. Without, products
   * stay below 10^10, and one that does not is null: they cost a fraction of the wide ones.
   */
  readonly fine: boolean;
}

/** Adds `filed_amount` and the signed values to typed lines: a return is negative whatever the file's convention. */
export function valuedLines(rules: LineRules, source: string, assumptions: Assumptions): string {
  const { plainSigns, fine } = assumptions;
  const has = (role: Role) => rules.columns.has(role);
  const numbers = arithmeticOf(rules, assumptions);
  const negative = (value: string) =>
    plainSigns ? value : `case when is_return then -abs(${value}) else ${value} end`;
  const quantity = fine ? negative('quantity_fine') : 'signed_quantity';
  const cost = has('line_cost')
    ? negative(numbers.converted(numbers.of('line_cost')))
    : numbers.converted(
        numbers.times(
          numbers.of('unit_cost'),
          has('quantity') ? quantity : 'case when is_return then -1 else 1 end',
        ),
      );
  const layers = [
    `${filedAmount(rules, numbers)} as filed_amount`,
    `${returnFlag(rules, plainSigns, numbers)} as is_return`,
    `${negative('filed_amount')} as signed_amount, ${has('quantity') ? negative('quantity') : 'quantity'} as signed_quantity`,
    `${stored(cost)} as cost`,
    `${stored(profitOf(rules, numbers))} as signed_profit`,
  ];
  return layers.reduce((from, layer) => `(select *, ${layer} from ${from})`, source);
}

/** How numbers of a line are multiplied: what is stored is rounded once, at the end. */
interface Arithmetic {
  /** The number of a role as it counts before it is rounded. */
  of(role: NumberRole): string;
  /** Product of two decimals; null if it does not fit. */
  times(a: string, b: string): string;
  minus(a: string, b: string): string;
  /** In the currency of the report. */
  converted(value: string): string;
}

function arithmeticOf(rules: LineRules, { fine }: Assumptions): Arithmetic {
  const rate = rateOf(rules);
  const isWide = fine || rate !== null;
  // Ten decimals leave room for a product below 10^18.
  const factor = (value: string) => (isWide ? `cast(${value} as decimal(38,10))` : value);
  const term = (value: string) => (isWide ? `cast(${value} as decimal(38,4))` : value);
  const times = (a: string, b: string) => `try(${factor(a)} * ${b})`;
  return {
    of: (role) => (fine ? `${role}_fine` : role),
    times,
    minus: (a, b) => `try(${term(a)} - ${b})`,
    converted: (value) => (rate === null ? value : times(value, rate)),
  };
}

function stored(value: string): string {
  return `try_cast(${value} as decimal(18,4))`;
}

function filedAmount(rules: LineRules, { of, times, converted }: Arithmetic): string {
  const product = times(of('quantity'), of('unit_price'));
  const both = rules.columns.has('quantity') && rules.columns.has('unit_price');
  if (!rules.columns.has('amount')) return stored(converted(product));
  if (!both) return stored(converted(of('amount')));
  return `coalesce(${stored(converted(of('amount')))}, ${stored(converted(product))})`;
}

function returnFlag(rules: LineRules, plainSigns: boolean, { of }: Arithmetic): string {
  const has = (role: Role) => rules.columns.has(role);
  if (plainSigns) return has('amount') ? 'filed_amount < 0' : `${of('quantity')} < 0`;
  const flags = ['filed_amount < 0'];
  if (has('quantity')) flags.push(`${of('quantity')} < 0`);
  if (rules.cancelPrefix !== null && has('order_id')) {
    flags.push(`starts_with(order_id, ${literal(rules.cancelPrefix)})`);
  }
  if (has('kind') || has('is_return') || has('status')) flags.push('said_return');
  return flags.map((flag) => `coalesce(${flag}, false)`).join(' or ');
}

/** Profit of the line: its own, else its margin's, else amount less cost. A return whose amount the file writes as positive has its profit turned too. */
function profitOf(rules: LineRules, { of, times, minus, converted }: Arithmetic): string {
  const difference = minus('signed_amount', 'cost');
  const choices: string[] = [];
  if (rules.columns.has('profit')) {
    const profit = converted(of('profit'));
    choices.push(`case when is_return and filed_amount > 0 then -(${profit}) else ${profit} end`);
  }
  if (rules.columns.has('margin_pct')) {
    const margin = of('margin_pct');
    choices.push(times('signed_amount', rules.marginPercent ? `(${margin} * 0.01)` : margin));
  }
  if (choices.length === 0) return difference;
  choices.push(difference);
  return `coalesce(${choices.map((choice) => `try_cast(${choice} as decimal(38,8))`).join(', ')})`;
}
