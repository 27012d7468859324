import { expect } from 'vitest';
import type { LensReport } from '../../../src/lenses/report.js';
import type { naiveProduct } from '../naive/product.js';
import { cellsOf } from './run.js';

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  categories: [
    'category',
    'customers',
    'penetration',
    'orders',
    'acof',
    'acov',
    'units',
    'spend',
    'profit',
    'margin',
  ],
  basket: ['aov', 'units_per_order', 'price_per_unit', 'categories_per_order'],
  breadth_counts: ['categories', 'customers', 'share_customers'],
  co_buying: ['category', 'other', 'customers', 'lift'],
  sole: ['category', 'customers', 'spend'],
  favourites: ['category', 'customers', 'mean_value', 'value_index'],
  entry: ['category', 'customers', 'value_to_date', 'value_index', 'value_index_equal_age'],
  penetration: [
    'category',
    'age',
    'cohort_size',
    'customers',
    'share',
    'cumulative_customers',
    'cumulative_share',
  ],
};
const BREADTH = {
  category: [
    'decile',
    'customers',
    'categories_per_customer',
    'categories_per_order',
    'products_per_customer',
    'products_per_order',
    'share_one',
  ],
  product: ['decile', 'customers', 'products_per_customer', 'products_per_order', 'share_one'],
};

/** Every cell of the report against the plain loops: text and counts exactly, quotients to twelve digits. */
export function expectRecounted(
  report: LensReport,
  naive: ReturnType<typeof naiveProduct>,
  level: 'category' | 'product',
): number {
  let cells = 0;
  for (const [id, expected] of Object.entries(naive)) {
    const found = cellsOf(report, id, id === 'breadth' ? BREADTH[level] : COLUMNS[id]!);
    const rows = expectedRows(id, expected, level, found.length);
    expect(found, id).toEqual(rows.map((row) => row.map((cell) => close(cell))));
    cells += found.length * (found[0]?.length ?? 0);
  }
  return cells;
}

/** The report shows "as bought" only where it differs; where items are products they are not counted twice. */
function expectedRows(
  id: string,
  rows: ReturnType<typeof naiveProduct>[string],
  level: string,
  count: number,
) {
  if (id === 'basket') return rows.slice(0, count);
  if (id === 'breadth' && level === 'product') return rows.map((row) => [...row.slice(0, 4), row[6]!]);
  return rows;
}

function close(cell: string | number | null) {
  return typeof cell === 'number' && !Number.isInteger(cell)
    ? expect.closeTo(cell, 12 - Math.ceil(Math.log10(Math.max(1, Math.abs(cell)))))
    : cell;
}
