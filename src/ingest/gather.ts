import type { Store } from '../store/store.js';
import type { OrderLineColumn } from './line-columns.js';

/** Types of the columns that hold sums over lines. */
export const gatheredTypes: Readonly<Partial<Record<OrderLineColumn, string>>> = {
  amount: 'decimal(38,4)',
  quantity: 'decimal(38,4)',
  cost: 'decimal(38,4)',
  profit: 'decimal(38,4)',
};

/** What the lines of one row have in common besides customer and order. */
const ALIKE = ['has_order_id', 'is_return', 'is_cancelled'];

const SUMS = ['signed_amount', 'signed_quantity', 'cost', 'signed_profit'];

/**
 * SQL of lines added up while a file is read, so that only orders need memory: one row for the lines of an order that
 * are alike in their flags, in whether their value is zero and in whether their profit is known; returns also in their
 * instant. Sums over such rows are the sums over the lines. Lines that are not `ok` become one row, to be counted; so are rows
 * that fail `guards`, which tell of the ids. The columns are `columns`, the number of lines, and `ok`.
 */
export function gathered(columns: readonly string[], from: string, guards: readonly string[]): string {
  const flags = ALIKE.filter((column) => columns.includes(column));
  const told = [
    ...flags,
    'signed_amount = 0',
    ...(columns.includes('signed_profit') ? ['signed_profit is null'] : []),
  ];
  const values = columns.map((column) => {
    if (SUMS.includes(column)) return `sum(${column})`;
    if (column === 'order_ts') return 'min(order_ts)';
    if (column === 'attributes') return 'min(attributes)';
    return flags.includes(column) ? `(alike & ${bit(flags.indexOf(column))}) <> 0` : column;
  });
  const texts = ['customer_id', 'order_key'];
  const kept = columns
    .filter((column) => !flags.includes(column))
    .map((column) => (texts.includes(column) ? `case when ok then ${column} end as ${column}` : column));
  const alike = `case when ok then ${alikeText(told)} end as alike`;
  const rows = `(select ${[...kept, alike].join(', ')} from ${from})`;
  return `select ${values.join(', ')}, count(*) as lines, coalesce(${['alike is not null', ...guards].join(' and ')}, false) as ok from ${rows}
    group by ${[...texts, 'alike'].join(', ')}`;
}

/** What lines of one row share, as one number, since a key costs by its columns: a bit a flag, and the instant of a return above. */
function alikeText(flags: readonly string[]): string {
  const bits = flags.map((flag, i) => `case when ${flag} then ${bit(i)} else 0 end`);
  return `${bits.join(' + ')} + case when is_return then ${bit(flags.length)} * (epoch_us(order_ts) + 1) else 0 end`;
}

function bit(place: number): number {
  return 2 ** place;
}

/**
 * Whether the purchase lines of each order have come to one row, as they do where no flag tells lines of one order apart.
 * Every row of the stage was gathered.
 */
export async function gatheredWhole(
  store: Store,
  { table, columns }: { readonly table: string; readonly columns: readonly string[] },
): Promise<boolean> {
  const same = (flag: string, among: string) =>
    `bool_and(${flag})${among} is not distinct from bool_or(${flag})${among}`;
  const ofPurchases = [
    ...(columns.includes('has_order_id') ? ['has_order_id'] : []),
    'amount = 0',
    ...(columns.includes('profit') ? ['profit is null'] : []),
  ];
  const alike = [
    ...ofPurchases.map((flag) => same(flag, ' filter (not is_return)')),
    // One cancelled line, of a return too, cancels its whole order.
    ...(columns.includes('is_cancelled') ? [same('is_cancelled', '')] : []),
  ];
  const { whole } = await store.one(`select ${alike.join(' and ')} as whole from ${table}`);
  return whole === true;
}
