import { quarantineOrderConflicts } from '../ingest/conflicts.js';
import { ingest, planOf } from '../ingest/ingest.js';
import type { Intake } from '../ingest/intake.js';
import { allLineColumns, type LineColumn } from '../ingest/line-columns.js';
import type { IngestSettings } from '../ingest/settings.js';
import { GATHERED_LINES, settleLines } from '../ingest/stage.js';
import type { Mart } from '../mart/build.js';
import { readGathered } from '../mart/gathered.js';
import { buildOrdersById } from '../mart/orders-by-id.js';
import { readPlain } from '../mart/plain-lines.js';
import type { Lack } from '../mart/relation.js';
import type { Store } from '../store/store.js';
import type { RunContext } from './context.js';
import type { LoadedFile } from './ledger.js';
import { storeMargins } from './margins.js';
import type { BaseNeeds, Reading } from './reading.js';
import type { Settings } from './settings.js';

/** What reading files tells beyond what every reading tells. */
export interface FileReading extends Reading {
  readonly intake: Intake;
  readonly loadedFiles: readonly LoadedFile[];
  /** The rows come from a quarantine file of an earlier load: they complete orders that are there. */
  readonly isMended: boolean;
  /** Orders of the lines, where they have been counted. */
  readonly ordersRead: number | null;
  /** Whether order ids of two customers are still to be looked for. */
  readonly mayConflict: boolean;
}

/** Attributes that come from the lines of the first order rather than from a column of their own. */
const FROM_LINES: ReadonlySet<string> = new Set(['first_category', 'first_product']);

/**
 * Reads the source files into a store: lines, customers, products, and what was refused. Order ids that stand
 * under two customers are refused too, unless the settings split them. `linesTable` (SQL) may be an empty table
 * `order_lines` that keeps the lines.
 */
export async function readFiles(
  store: Store,
  mart: Mart,
  settings: Settings,
  context: RunContext,
  needs: BaseNeeds | 'everything',
  scratch: string,
  linesTable: string | null = null,
): Promise<FileReading> {
  const ingestSettings: IngestSettings = {
    ...settings.ingest,
    ...attributesOf(needs, settings),
    shownFrom: settings.cwd,
    tempDirectory: scratch,
    linesTable,
  };
  const want = wantedColumns(needs, settings);
  const read = await ingest(store, settings.sources, ingestSettings, want, context.progress, context.stdin);
  await storeMargins(store, settings.mart);
  const { stage, ordersWhole } = planOf(read);
  mart.lack(lacks(read, want, settings, stage.allHaveQuantity));
  if (stage.gathered) readGathered(mart, GATHERED_LINES, ordersWhole);
  else if (needs !== 'everything' && !hasProductFacts(settings)) readPlain(mart);
  // A load builds orders from all stored lines, not from these alone.
  const relation = needs === 'everything' ? 'order_lines' : 'orders';
  const isById = relation === 'orders' && !ordersWhole && stage.same.get('has_order_id') === true;
  const mayConflict = read.hasOrderIds && settings.ingest.orderCollisions !== 'split';
  if (mayConflict && ordersWhole && needs !== 'everything' && needs.conflictsLater) {
    await mart.build([relation]);
    await settleLines(store, stage);
    return { ...describe(read), ordersRead: null, mayConflict };
  }
  const { intake, ordersRead } = await settleConflicts(store, mart, ingestSettings, read, relation, isById);
  await settleLines(store, stage);
  return { ...describe(intake), ordersRead, mayConflict: false };
}

/** Files that are kept are looked through like those that are loaded. */
function attributesOf(
  needs: BaseNeeds | 'everything',
  { ingest: { attributes } }: Settings,
): Pick<IngestSettings, 'attributes' | 'asTheyAre'> {
  if (needs === 'everything') return { attributes };
  const { asTheyAre } = needs;
  return asTheyAre === undefined ? { attributes: wantedAttributes(needs) } : { attributes, asTheyAre };
}

function wantedAttributes(needs: BaseNeeds): readonly string[] {
  return asked(needs).filter((name) => !FROM_LINES.has(name));
}

function asked({ attribute, cohortAttribute }: BaseNeeds): string[] {
  return [attribute, cohortAttribute].filter((name) => name !== null && name !== undefined);
}

/** A report pays only for the columns that its tables read. */
function wantedColumns(
  needs: BaseNeeds | 'everything',
  { sources, mart }: Settings,
): ReadonlySet<LineColumn> {
  if (needs === 'everything') return allLineColumns;
  const want = new Set(needs.columns);
  const hasProductFiles = sources.some(({ role }) => role === 'products');
  const names = asked(needs);
  if (names.some((name) => !FROM_LINES.has(name))) want.add('attributes');
  if (names.includes('first_category') || Object.keys(mart.categoryMargins).length > 0) want.add('category');
  if (names.includes('first_product') || hasProductFiles) want.add('product_id');
  if (hasProductFiles) want.add('quantity');
  // A margin is taken of every line, and rounded.
  if (mart.margin !== null) want.add('line');
  return want;
}

/** What no line has, so that its sums are known without adding anything up. */
function lacks(
  { has }: Intake,
  want: ReadonlySet<LineColumn>,
  { sources, mart }: Settings,
  allHaveQuantity: boolean,
): Lack[] {
  const hasMargins = mart.margin !== null || Object.keys(mart.categoryMargins).length > 0;
  const hasProductFiles = sources.some(({ role }) => role === 'products');
  const noCost = !(has.cost && want.has('cost')) && !hasProductFiles;
  return [
    ...(want.has('attributes') ? [] : (['attributes'] as const)),
    ...(has.quantity && want.has('quantity') ? [] : (['quantity'] as const)),
    ...(allHaveQuantity ? (['unknown_quantity'] as const) : []),
    ...(noCost ? (['cost'] as const) : []),
    ...(noCost && !hasMargins && !(has.profit && want.has('profit')) ? (['profit'] as const) : []),
  ];
}

/** Whether a products file or a margin of a category tells what a line has brought. */
function hasProductFacts({ sources, mart }: Settings): boolean {
  return sources.some(({ role }) => role === 'products') || Object.keys(mart.categoryMargins).length > 0;
}

/**
 * Builds a relation, and refuses orders whose id stands under two customers. These are looked for only where a count, or
 * where all have an id (`isById`) the orders themselves, show that there are some.
 */
async function settleConflicts(
  store: Store,
  mart: Mart,
  settings: IngestSettings,
  intake: Intake,
  relation: 'order_lines' | 'orders',
  isById: boolean,
): Promise<{ readonly intake: Intake; readonly ordersRead: number | null }> {
  if (!intake.hasOrderIds || settings.orderCollisions === 'split') {
    await mart.build([relation]);
    return { intake, ordersRead: null };
  }
  const { orders, oneEach } = isById
    ? { orders: null, oneEach: await buildOrdersById(mart) }
    : await among(mart, relation);
  if (oneEach) return { intake, ordersRead: orders };
  const settled = await quarantineOrderConflicts(store, settings, intake);
  mart.forget([relation]);
  await mart.build([relation]);
  return { intake: settled, ordersRead: null };
}

async function among(mart: Mart, relation: 'order_lines' | 'orders'): Promise<OrdersById> {
  await mart.build([relation]);
  return relation === 'orders' ? amongOrders(mart) : amongLines(mart);
}

/** Whether each order id stands under one customer, and how many orders there are where they were counted on the way. */
interface OrdersById {
  readonly orders: number | null;
  readonly oneEach: boolean;
}

/** Customers are compared by numbers in place of ids; a doubt is looked into. */
const ONE_EACH = 'coalesce(bool_and(least_customer = greatest_customer), true) as one_each';
const ENDS = 'min(hash(customer_id)) as least_customer, max(hash(customer_id)) as greatest_customer';

/** Orders without an id are counted by customer and instant. */
async function amongLines(mart: Mart): Promise<OrdersById> {
  const [row] = await mart.rows(`
    select count(*) as orders, ${ONE_EACH}
    from (
      select ${ENDS} from {{ ref('order_lines') }}
      group by order_id, has_order_id, case when has_order_id then null else customer_id end
    )`);
  return { orders: Number(row!.orders), oneEach: row!.one_each === true };
}

/** What the orders hold is asked of them: they are fewer than the lines. An order without an id has one that begins with @. */
async function amongOrders(mart: Mart): Promise<OrdersById> {
  const [row] = await mart.rows(`
    select ${ONE_EACH}
    from (
      select ${ENDS}
      from (
        select order_id, customer_id from {{ ref('orders') }} where order_id not like '@%'
        union all select order_id, customer_id from {{ ref('order_lines') }}
        where has_order_id and (is_return or is_cancelled or amount = 0 or order_id like '@%')
      )
      group by hash(order_id)
    )`);
  return { orders: null, oneEach: row!.one_each === true };
}

/**
 * The query of one row: whether each order id of lines that were added up stands under one customer (`one_each`), in all that was
 * read, whatever is observed of it. Of one half of the ids, since a group takes as much memory as a line.
 */
export function oneCustomerEachText(mart: Mart, half: 0 | 1): string {
  return `select ${ONE_EACH}
    from (
      select ${ENDS} from ${mart.table('order_lines')} where has_order_id and hash(order_id) % 2 = ${half}
      group by hash(order_id)
    )`;
}

function describe(intake: Intake): Omit<FileReading, 'ordersRead' | 'mayConflict'> {
  const orders = intake.files.filter(({ role }) => role === 'orders');
  const rowsIgnored: Record<string, number> = {};
  for (const file of orders) {
    for (const [rule, rows] of Object.entries(file.rowsIgnored))
      rowsIgnored[rule] = (rowsIgnored[rule] ?? 0) + (rows ?? 0);
  }
  return {
    intake,
    currency: intake.currency,
    files: intake.files.map(({ name, role, bytes, sha256, rowsRead }) => ({
      name,
      role,
      bytes,
      sha256,
      rows: rowsRead,
    })),
    rowsRead: orders.reduce((sum, file) => sum + file.rowsRead, 0),
    rowsQuarantined: orders.reduce((sum, file) => sum + total(file.rowsQuarantined), 0),
    rowsIgnored,
    loadedFiles: intake.files.map((file) => ({
      name: file.name,
      role: file.role,
      bytes: file.bytes,
      sha256: file.sha256,
      rows: file.rowsRead,
      rowsUsed: file.rowsUsed,
      rowsQuarantined: total(file.rowsQuarantined),
      rowsIgnored: total(file.rowsIgnored),
    })),
    isMended:
      orders.length > 0 && orders.every((file) => file.columns.some(({ column }) => column === 'clv_file')),
    attributeNames: [
      ...new Set([...intake.attributeNames.orders, ...intake.attributeNames.customers]),
    ].sort(),
    hasCategories: intake.has.category,
    hasProducts: intake.has.product_id,
    notes: intake.notes,
    warnings: intake.warnings,
  };
}

function total(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce<number>((sum, n) => sum + (n ?? 0), 0);
}
