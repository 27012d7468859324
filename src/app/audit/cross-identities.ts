import { money } from '../../common/money.js';
import type { Cell, Identity, Row } from '../../common/result.js';
import { exactIdentity } from '../../lenses/identity.js';
import type { LensName } from './lens-names.js';
import type { Look } from './look.js';

/**
 * Totals that several lenses show must be the same number in each: the period of lens 1 is the second one of
 * lens 2, a column of lens 5's cohorts and the sum of the categories; cohorts and segments hold every customer.
 */
export function crossIdentities(looks: ReadonlyMap<LensName, Look>): Identity[] {
  const rows = (lens: LensName, table: string): readonly Row[] =>
    looks.get(lens)?.report.tables.find(({ id }) => id === table)?.rows ?? [];
  const found: Identity[] = [];
  const same = (id: string, title: string, left: Cell | undefined, right: Cell | undefined) => {
    if (left === undefined || right === undefined || left === null || right === null) return;
    found.push(exactIdentity(`cross_${id}`, title, money(String(left)), money(String(right))));
  };
  const period = looks.get('lens1')?.period;
  const buyers = rows('lens1', 'decomposition')[0];
  const total = rows('lens1', 'decomposition').at(-1);
  const ever = rows('lens1', 'customer_counts')[0];

  same(
    'rfm',
    'customers of the RFM segments = customers who had ordered by then',
    sum(rows('lens1', 'segments'), 'customers'),
    ever?.buyers_by_end,
  );

  if (looks.get('lens2')?.period === period) {
    const second = rows('lens2', 'overlap').at(-1);
    const groups = rows('lens2', 'groups').find((row) => row.group === 'all' && row.period === period);
    same(
      'lens2_customers',
      "lens 1's customers = lens 2's second period",
      buyers?.customers,
      groups?.customers,
    );
    same('lens2_orders', "lens 1's orders = lens 2's second period", buyers?.orders, groups?.orders);
    same('lens2_spend', "lens 1's spend = lens 2's second period", total?.spend, second?.spend_second);
    same('lens2_profit', "lens 1's profit = lens 2's second period", total?.profit, second?.profit_second);
  }

  const column = rows('lens5', 'flow').find((row) => row.period === period);
  if (column !== undefined) {
    const cells = rows('lens5', 'c3').filter((row) => row.period_start === column.period_start);
    same(
      'lens5_customers',
      "lens 1's customers = lens 5's active customers of the period",
      buyers?.customers,
      column.active,
    );
    same(
      'lens5_orders',
      "lens 1's orders = lens 5's column of the period",
      buyers?.orders,
      sum(cells, 'orders'),
    );
  }

  const inCohorts = sum(rows('lens4', 'cohorts'), 'buyers');
  same(
    'lens4_customers',
    'customers of all cohorts with an order = customers who ever ordered',
    inCohorts,
    ever?.buyers_ever,
  );
  const category = rows('product', 'category_total')[0];
  if (looks.get('product')?.period === period) {
    same(
      'product_customers',
      "lens 1's customers = the product lens's",
      buyers?.customers,
      category?.customers,
    );
    same('product_orders', "lens 1's orders = the product lens's", buyers?.orders, category?.orders);
    same(
      'product_spend',
      'sum of the categories, and returns of others = spend of lens 1',
      total?.spend,
      rows('product', 'category_total').at(-1)?.spend,
    );
  }
  return found;
}

function sum(rows: readonly Row[], column: string): number | undefined {
  return rows.length === 0 ? undefined : rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
}
