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
 * instant. Sums over such rows are the sums over the lines. Lines that are not `ok` become one row, to be counted.
 * The columns are `columns`, the number of lines, and `ok`.
 */
export function gathered(columns: readonly string[], from: string): string {
  const values = columns.map((column) => {
    if (SUMS.includes(column)) return `sum(${column})`;
    if (column === 'order_ts') return 'min(order_ts)';
    return column === 'attributes' ? 'min(attributes)' : column;
  });
  const alike = ALIKE.filter((column) => columns.includes(column));
  const texts = ['customer_id', 'order_key'];
  const keys = [
    ...texts,
    ...alike,
    'ok',
    'ok and signed_amount = 0',
    ...(columns.includes('signed_profit') ? ['ok and signed_profit is null'] : []),
    'case when ok and is_return then order_ts end',
  ];
  const kept = columns.map((column) =>
    [...texts, ...alike].includes(column) ? `case when ok then ${column} end as ${column}` : column,
  );
  const rows = `(select ${kept.join(', ')}, ok from ${from})`;
  return `select ${values.join(', ')}, count(*) as lines, ok from ${rows} group by ${keys.join(', ')}`;
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
