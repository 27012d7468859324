import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { gathered, gatheredTypes } from './gather.js';
import { type LineColumn, type OrderLineColumn, orderLineTypes } from './line-columns.js';
import type { LineRules } from './line-rules.js';

/** The physical table under `order_lines`: only columns that are asked for and vary, or all where it keeps the lines. */
export interface Stage {
  /** SQL name. */
  readonly table: string;
  /** It is the table of the warehouse itself, which has all columns. */
  readonly keeps: boolean;
  /** Names of the files, the first of which is number 1. */
  readonly names: readonly string[];
  readonly columns: readonly OrderLineColumn[];
  /** Files are told apart, see `fileOf`. */
  readonly filed: boolean;
  readonly numbered: boolean;
  /** Of files whose rows are numbered by their places: what to take from these. */
  readonly places: Map<number, number>;
  /** Flags that are the same in every staged row, known when lines are exposed. */
  readonly same: Map<OrderLineColumn, boolean>;
  /** Whether every staged row has a quantity of its own; known when lines are exposed, too. */
  allHaveQuantity: boolean;
  /** Lines of an order that are alike are added up while they are read (see `gather.ts`). */
  readonly gathered: boolean;
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

/** What is asked of single lines. */
const GONE_IN_SUMS = ['line', 'product_id', 'category'] as const;

/** Decides what is stored for these files. */
export function planStage(
  files: readonly LineRules[],
  names: readonly string[],
  want: ReadonlySet<LineColumn>,
  linesTable: string | null = null,
): Stage {
  const some = (test: (rules: LineRules) => boolean) => files.some(test);
  const has = (role: Parameters<LineRules['columns']['has']>[0]) => some((rules) => rules.columns.has(role));
  // Lines that are kept tell every flag: files of other columns come after them.
  const keeps = linesTable !== null;
  const withIds = files.filter((rules) => rules.columns.has('order_id')).length;
  const cost = has('unit_cost') || has('line_cost');
  const stored: Record<Exclude<OrderLineColumn, 'file' | 'row_number'>, boolean> = {
    customer_id: true,
    order_id: true,
    // A file with an order id may have empty cells in it.
    has_order_id: keeps || withIds > 0,
    order_ts: true,
    amount: true,
    quantity: want.has('quantity') && has('quantity'),
    cost: want.has('cost') && cost,
    profit: want.has('profit') && (cost || has('profit') || has('margin_pct')),
    is_return: true,
    is_cancelled: keeps || has('kind') || has('status'),
    product_id: want.has('product_id') && has('product_id'),
    category: want.has('category') && has('category'),
    attributes: want.has('attributes') && some((rules) => rules.attributes.length > 0),
  };
  const numbered = want.has('row_number');
  const filed = files.length > 1 || numbered || want.has('file');
  return {
    table: linesTable ?? 'staged_lines',
    keeps,
    names,
    columns: (Object.keys(stored) as (keyof typeof stored)[]).filter((column) => stored[column]),
    filed,
    numbered,
    places: new Map(),
    same: new Map(),
    allHaveQuantity: false,
    gathered: !filed && !GONE_IN_SUMS.some((column) => want.has(column)) && (stored.profit || !stored.cost),
  };
}

export async function createStage(store: Store, stage: Stage): Promise<void> {
  await store.run('drop view if exists order_lines');
  if (stage.keeps) {
    await store.run(`alter table ${stage.table} add column ok boolean`);
    return;
  }
  const columns = [
    ...(stage.filed ? ['file_no usmallint'] : []),
    ...(stage.numbered ? ['row_number bigint'] : []),
    ...stage.columns.map((column) => `${column} ${typeOf(stage, column)}`),
    ...(stage.gathered ? ['lines bigint'] : []),
    'ok boolean',
  ];
  await store.run(`create or replace table ${stage.table} (${columns.join(', ')})`);
}

/** SQL of the file that a staged row comes from: its number, or its name where lines are kept. */
export function fileOf({ keeps, names }: Stage): { readonly column: string; sqlOf(number: number): string } {
  return keeps
    ? { column: 'file', sqlOf: (number) => literal(names[number - 1]!) }
    : { column: 'file_no', sqlOf: String };
}

function typeOf(stage: Stage, column: OrderLineColumn): string {
  return (stage.gathered ? gatheredTypes[column] : undefined) ?? orderLineTypes[column];
}

/** Statement that adds rows of a judged relation, with their number `n` if they have one, to the stage. */
export function insertLines(
  stage: Stage,
  fileNumber: number,
  from: string,
  { ok, numbered }: { readonly ok: string; readonly numbered: boolean },
): string {
  const file = fileOf(stage);
  const values = [
    ...(stage.filed ? [[file.column, file.sqlOf(fileNumber)]] : []),
    ...(stage.numbered ? [['row_number', numbered ? 'n' : 'null']] : []),
    ...stage.columns.map((column) => [column, SOURCE_OF[column as keyof typeof SOURCE_OF]]),
    ...(stage.gathered ? [['lines', '1']] : []),
    ['ok', ok],
  ];
  const names = values.map(([name]) => name).join(', ');
  return `insert into ${stage.table} (${names}) select ${values.map(([, value]) => value).join(', ')} from ${from}`;
}

/** The same of rows that are read for the first time: gathered where nobody asks for single lines, and then judged by `guards`, too. */
export function insertRead(
  stage: Stage,
  fileNumber: number,
  from: string,
  { numbered, guards }: { readonly numbered: boolean; readonly guards: readonly string[] },
): string {
  if (!stage.gathered) return insertLines(stage, fileNumber, from, { ok: 'ok', numbered });
  const sources = stage.columns.map((column) => SOURCE_OF[column as keyof typeof SOURCE_OF]);
  return `insert into ${stage.table} ${gathered(sources, from, guards)}`;
}

/** SQL of the number of lines that staged rows stand for. */
export function lineCount(stage: Stage): string {
  return stage.gathered ? 'cast(coalesce(sum(lines), 0) as bigint)' : 'count(*)';
}

/** Numbers the last rows of the stage by their places: the rows of a file, added in its order. */
export async function numberByPlace(
  store: Store,
  stage: Stage,
  fileNumber: number,
  rows: number,
): Promise<void> {
  const { last } = await store.one(`select max(rowid) as last from ${stage.table}`);
  stage.places.set(fileNumber, Number(last) - rows);
}

/** SQL of the number of a staged row in its file. To write the numbers down would cost as much as to read the file. */
export function rowNumber(stage: Stage): string {
  const { places } = stage;
  if (places.size === 0) return 'row_number';
  const { column, sqlOf } = fileOf(stage);
  const files = [...places].map(([file, before]) => `when ${sqlOf(file)} then rowid - ${before}`);
  return `coalesce(row_number, case ${column} ${files.join(' ')} end)`;
}

/** Where gathered lines stand in the place of the relation `line_profits`. */
export const GATHERED_LINES = 'gathered_lines';

const FLAGS = ['has_order_id', 'is_return', 'is_cancelled'] as const;

/** What is the same in every staged row: flags, which are then shown as constants and cost the relations nothing. */
async function learnWhatIsSame(store: Store, stage: Stage): Promise<void> {
  const flags = FLAGS.filter((flag) => stage.columns.includes(flag));
  const ends = flags.map((flag) => `bool_and(${flag}) as all_${flag}, bool_or(${flag}) as some_${flag}`);
  // Gathered lines have sums, which do not tell of single ones.
  const hasQuantities = stage.columns.includes('quantity') && !stage.gathered;
  const quantities = hasQuantities ? 'count(quantity) = count(*) and count(*) > 0' : 'false';
  const row = await store.one(
    `select ${ends.join(', ')}, ${quantities} as all_have_quantity from ${stage.table}`,
  );
  stage.allHaveQuantity = row.all_have_quantity === true;
  for (const flag of flags) {
    const all = row[`all_${flag}`];
    if (all !== null && all === row[`some_${flag}`]) stage.same.set(flag, all === true);
  }
}

/** Shows the stage as `order_lines`, the columns that are not stored, or are the same in every row, as constants. */
export async function exposeLines(store: Store, stage: Stage, withOrderIds: boolean): Promise<void> {
  await learnWhatIsSame(store, stage);
  if (!stage.columns.includes('has_order_id')) stage.same.set('has_order_id', withOrderIds);
  const columns = (Object.entries(orderLineTypes) as [OrderLineColumn, string][]).map(([column, type]) => {
    if (stage.same.has(column)) return `${stage.same.get(column)} as ${column}`;
    if (stage.columns.includes(column)) return column;
    if (column === 'row_number' && stage.numbered) return `${rowNumber(stage)} as row_number`;
    if (column === 'file' && stage.numbered)
      return stage.keeps ? 'file' : `[${stage.names.map(literal).join(', ')}][file_no] as file`;
    if (column === 'is_cancelled') return 'false as is_cancelled';
    return `cast(null as ${stage.gathered ? (gatheredTypes[column] ?? type) : type}) as ${column}`;
  });
  await store.run(`create or replace view order_lines as select ${columns.join(', ')} from ${stage.table}`);
  if (stage.gathered) {
    await store.run(
      `create or replace view ${GATHERED_LINES} as select ${columns.join(', ')}, lines from ${stage.table}`,
    );
  }
}

/**
 * Makes a table that keeps the lines like any other: rows know their numbers by themselves. Of one that a report goes
 * through, what was only needed to read it, or is the same in every row, gives its memory back.
 */
export async function settleLines(store: Store, stage: Stage): Promise<void> {
  if (stage.keeps && stage.places.size > 0)
    await store.run(`update ${stage.table} set row_number = ${rowNumber(stage)} where row_number is null`);
  const shown = stage.keeps
    ? []
    : FLAGS.filter((flag) => stage.columns.includes(flag) && stage.same.has(flag));
  for (const column of ['ok', ...shown]) await store.run(`alter table ${stage.table} drop column ${column}`);
}

/**
 * Gives the memory of staged lines back, when nothing will look for rows in them any more. Texts that name them
 * without reading a row (`customer_first_baskets` for any other attribute) find an empty table.
 */
export async function releaseLines(store: Store): Promise<void> {
  await store.run('create or replace table staged_lines as select * from staged_lines limit 0');
}
