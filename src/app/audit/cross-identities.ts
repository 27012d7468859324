import { money } from '../../common/money.js';
import type { Cell, Identity, Row } from '../../common/result.js';
import { exactIdentity } from '../../lenses/identity.js';
import type { LensReport } from '../../lenses/report.js';
import type { LensName } from './lens-names.js';

/** Totals that several lenses show must be the same number in each. */
export function crossIdentities(reports: ReadonlyMap<LensName, LensReport>): Identity[] {
  const rows = (lens: LensName, table: string): readonly Row[] =>
    reports.get(lens)?.tables.find(({ id }) => id === table)?.rows ?? [];
  const total = rows('lens1', 'decomposition').at(-1);
  const buyers = rows('lens1', 'decomposition')[0];
  const found: Identity[] = [];
  const same = (id: string, title: string, left: Cell | undefined, right: Cell | undefined) => {
    if (left === undefined || right === undefined || left === null || right === null) return;
    found.push(exactIdentity(id, title, money(String(left)), money(String(right))));
  };
  const segments = rows('lens1', 'segments');
  const counts = rows('lens1', 'customer_counts')[0];
  if (segments.length > 0) {
    const customers = segments.reduce((sum, row) => sum + Number(row.customers), 0);
    same(
      'cross_rfm_customers',
      'customers of the RFM segments = customers who had ordered by the end of the period',
      customers,
      counts?.buyers_by_end,
    );
  }
  void total;
  void buyers;
  return found;
}
