import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { type LineColumn, type OrderLineColumn, orderLineTypes } from './line-columns.js';
import type { LineRules } from './line-rules.js';

/** The physical table under `order_lines`: only columns that are asked for and vary. */
export interface Stage {
  readonly columns: readonly OrderLineColumn[];
  /** Files are told apart (`file_no`, from 1). */
  readonly filed: boolean;
  readonly numbered: boolean;
}

const SOURCE_OF: Readonly<Record<Exclude<OrderLineColumn, 'file' | 'row_number'>, string>> = {
  customer_id: 'customer_id',
  order_id: 'order_key',
  has_order_id: 'has_order_id',
  order_ts: 'order_ts',
  amount: 'signed_amount',
  quantity: 'signed_quantity',
  cost: 'cost',
  profit: 'signed_profit',
  is_return: 'is_return',
  is_cancelled: 'is_cancelled',
  product_id: 'product_id',
  category: 'category',
  attributes: 'attributes',
};

/** Decides what is stored for these files. */
export function planStage(files: readonly LineRules[], want: ReadonlySet<LineColumn>): Stage {
  const some = (test: (rules: LineRules) => boolean) => files.some(test);
  const has = (role: Parameters<LineRules['columns']['has']>[0]) => some((rules) => rules.columns.has(role));
  const withIds = files.filter((rules) => rules.columns.has('order_id')).length;
  const cost = has('unit_cost') || has('line_cost');
  const stored: Record<Exclude<OrderLineColumn, 'file' | 'row_number'>, boolean> = {
    customer_id: true,
    order_id: true,
    // A file with an order id may have empty cells in it.
    has_order_id: withIds > 0,
    order_ts: true,
    amount: true,
    quantity: want.has('quantity') && has('quantity'),
    cost: want.has('cost') && cost,
    profit: want.has('profit') && (cost || has('profit') || has('margin_pct')),
    is_return: true,
    is_cancelled: has('kind') || has('status'),
    product_id: want.has('product_id') && has('product_id'),
    category: want.has('category') && has('category'),
    attributes: want.has('attributes') && some((rules) => rules.attributes.length > 0),
  };
  const numbered = want.has('row_number');
  return {
    columns: (Object.keys(stored) as (keyof typeof stored)[]).filter((column) => stored[column]),
    filed: files.length > 1 || numbered || want.has('file'),
    numbered,
  };
}

export async function createStage(store: Store, stage: Stage): Promise<void> {
  const columns = [
    ...(stage.filed ? ['file_no usmallint'] : []),
    ...(stage.numbered ? ['row_number bigint'] : []),
    ...stage.columns.map((column) => `${column} ${orderLineTypes[column]}`),
    'ok boolean',
  ];
  await store.run('drop view if exists order_lines');
  await store.run(`create or replace table staged_lines (${columns.join(', ')})`);
}

/** Statement that adds rows of a judged relation, with their number `n` if they have one, to the stage. */
export function insertLines(
  stage: Stage,
  fileNumber: number,
  from: string,
  { ok, numbered }: { readonly ok: string; readonly numbered: boolean },
): string {
  const values = [
    ...(stage.filed ? [String(fileNumber)] : []),
    ...(stage.numbered ? [numbered ? 'n' : 'null'] : []),
    ...stage.columns.map((column) => SOURCE_OF[column as keyof typeof SOURCE_OF]),
    ok,
  ];
  return `insert into staged_lines select ${values.join(', ')} from ${from}`;
}

/** Numbers the last rows of the stage by their places: the rows of a file, added in its order. */
export async function numberByPlace(store: Store, rows: number): Promise<void> {
  const { last } = await store.one('select max(rowid) as last from staged_lines');
  const before = Number(last) - rows;
  await store.run('update staged_lines set row_number = rowid - $before where rowid > $before', { before });
}

const FLAGS = ['has_order_id', 'is_return', 'is_cancelled'] as const;

/** Flags that are the same in every staged row: shown as constants, they cost the relations nothing. */
async function constantFlags(store: Store, stage: Stage): Promise<ReadonlyMap<OrderLineColumn, boolean>> {
  const flags = FLAGS.filter((flag) => stage.columns.includes(flag));
  const ends = flags.map((flag) => `bool_and(${flag}) as all_${flag}, bool_or(${flag}) as some_${flag}`);
  const row = await store.one(`select ${ends.join(', ')} from staged_lines`);
  return new Map(
    flags
      .filter((flag) => row[`all_${flag}`] !== null && row[`all_${flag}`] === row[`some_${flag}`])
      .map((flag) => [flag, row[`all_${flag}`] === true]),
  );
}

/** Shows the stage as `order_lines`, the columns that are not stored, or are the same in every row, as constants. */
export async function exposeLines(
  store: Store,
  stage: Stage,
  names: readonly string[],
  withOrderIds: boolean,
): Promise<void> {
  const constants = await constantFlags(store, stage);
  const columns = (Object.entries(orderLineTypes) as [OrderLineColumn, string][]).map(([column, type]) => {
    if (constants.has(column)) return `${constants.get(column)} as ${column}`;
    if (stage.columns.includes(column)) return column;
    if (column === 'row_number' && stage.numbered) return column;
    if (column === 'file' && stage.numbered) return `[${names.map(literal).join(', ')}][file_no] as file`;
    if (column === 'has_order_id') return `${withOrderIds} as has_order_id`;
    if (column === 'is_cancelled') return 'false as is_cancelled';
    return `cast(null as ${type}) as ${column}`;
  });
  await store.run(`create or replace view order_lines as select ${columns.join(', ')} from staged_lines`);
}

/**
 * Gives the memory of staged lines back, when nothing will look for rows in them any more. Texts that name them
 * without reading a row (`customer_first_baskets` for any other attribute) find an empty table.
 */
export async function releaseLines(store: Store): Promise<void> {
  await store.run('create or replace table staged_lines as select * from staged_lines limit 0');
}
