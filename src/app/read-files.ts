import { lineColumns } from '../ingest/line-columns.js';
import { ingest } from '../ingest/ingest.js';
import { quarantineOrderConflicts } from '../ingest/conflicts.js';
import type { Mart } from '../mart/build.js';
import type { Store } from '../store/store.js';
import type { BaseNeeds, Reading } from './base.js';
import type { RunContext } from './context.js';
import { storeMargins } from './margins.js';
import type { Settings } from './settings.js';

/** Attributes that come from the lines of the first order rather than from a column of their own. */
const FROM_LINES: ReadonlySet<string> = new Set(['first_category', 'first_product']);

/**
 * Reads the source files into a store: lines, customers, products, and what was refused. Order ids that stand
 * under two customers are refused too, unless the settings split them.
 */
export async function readFiles(
  store: Store,
  mart: Mart,
  settings: Settings,
  context: RunContext,
  needs: BaseNeeds,
  scratch: string,
): Promise<Reading> {
  const { columns, attribute } = needs;
  const fromColumn = attribute !== null && !FROM_LINES.has(attribute);
  const ingestSettings = { ...settings.ingest, attributes: fromColumn ? [attribute] : [], tempDirectory: scratch };
  const want = lineColumns(columns, {
    attributes: fromColumn,
    category: attribute === 'first_category' || Object.keys(settings.mart.categoryMargins).length > 0,
    product_id: attribute === 'first_product' || settings.sources.some(({ role }) => role === 'products'),
  });
  const first = await ingest(store, settings.sources, ingestSettings, want, context.progress, context.stdin);
  await storeMargins(store, settings.mart);
  await mart.build(['orders']);
  const intake = await settleConflicts(first);
  return {
    currency: intake.currency,
    files: intake.files.map(({ name, role, bytes, sha256, rowsRead }) => ({ name, role, bytes, sha256, rows: rowsRead })),
    ...orderRows(intake.files),
    attributeNames: [...new Set([...intake.attributeNames.orders, ...intake.attributeNames.customers])].sort(),
    hasCategories: intake.has.category,
    hasProducts: intake.has.product_id,
    notes: intake.notes,
    warnings: intake.warnings,
    standing: [],
  };

  async function settleConflicts(intake: typeof first): Promise<typeof first> {
    if (!intake.hasOrderIds || settings.ingest.orderCollisions === 'split') return intake;
    const [found] = await mart.rows(
      `select order_id from {{ ref('orders') }} where has_order_id group by order_id having count(*) > 1 limit 1`,
    );
    if (found === undefined) return intake;
    const settled = await quarantineOrderConflicts(store, ingestSettings, intake, context.progress);
    mart.forget(['orders']);
    await mart.build(['orders']);
    return settled;
  }
}

/** Rows of the orders files: customers and products files have their own counts in the lineage. */
function orderRows(files: Awaited<ReturnType<typeof ingest>>['files']): Pick<Reading, 'rowsRead' | 'rowsQuarantined' | 'rowsIgnored'> {
  const orders = files.filter(({ role }) => role === 'orders');
  const total = (counts: Readonly<Partial<Record<string, number>>>) =>
    Object.values(counts).reduce<number>((sum, n) => sum + (n ?? 0), 0);
  const rowsIgnored: Record<string, number> = {};
  for (const file of orders) {
    for (const [rule, rows] of Object.entries(file.rowsIgnored)) rowsIgnored[rule] = (rowsIgnored[rule] ?? 0) + (rows ?? 0);
  }
  return {
    rowsRead: orders.reduce((sum, file) => sum + file.rowsRead, 0),
    rowsQuarantined: orders.reduce((sum, file) => sum + total(file.rowsQuarantined), 0),
    rowsIgnored,
  };
}
