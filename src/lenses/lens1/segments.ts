import { listed } from '../../common/messages/counted.js';
import { roundMoney } from '../../common/money.js';
import { aggregate, factors, moneyCell, ratio, shareOf, sum } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { Lens1Part, Lens1Scope } from './scope.js';

/** The period split by an attribute of the customers. */
export async function segments(scope: Lens1Scope, attribute: string): Promise<Lens1Part> {
  const { mart, totals, digits, currency, metric } = scope;
  await mart.build(['lens1_segments']);
  const found = await mart.rows(`select * from {{ ref('lens1_segments') }} order by customers desc, segment`);
  const parts = found.map((row) => ({ row, part: aggregate(row) }));
  const total = sum(parts.map(({ part }) => part));
  const small = parts.filter(({ part }) => part.customers < SMALL_CELL).map(({ row }) => String(row.segment));
  return {
    tables: [
      {
        id: 'by_attribute',
        title: `By ${attribute}`,
        section: `By ${attribute}`,
        description: 'Top tenth: the share of the segment that is among the best tenth of all customers.',
        columns: [
          { id: 'segment', title: attribute, type: 'text' },
          columns.customers,
          withBar(columns.shareCustomers),
          { ...columns.orders, wide: true },
          columns.aof,
          moneyColumn('aov', 'AOV', currency),
          { ...columns.knownShare, wide: true },
          { ...columns.margin, wide: totals.buyers.profit === null },
          { ...moneyColumn('spend', 'spend', currency), wide: true },
          { ...columns.shareSpend, wide: metric !== 'spend' },
          { ...moneyColumn('profit', 'profit', currency), wide: true },
          { ...columns.shareProfit, wide: metric !== 'profit' },
          { ...moneyColumn('mean_spend', 'mean spend', currency), wide: true },
          { ...moneyColumn('median_spend', 'median spend', currency), wide: true },
          { id: 'share_one_order', title: '% one order', type: 'share', digits: 1, wide: true },
          { id: 'share_top_decile', title: 'top tenth', type: 'share', digits: 1 },
          columns.smallCell,
        ],
        rows: parts.map(({ row, part }) => ({
          segment: row.segment!,
          customers: part.customers,
          share_customers: ratio(part.customers, totals.buyers.customers),
          orders: part.orders,
          ...factors(part, digits),
          spend: moneyCell(part.spend, digits),
          share_spend: shareOf(part.spend, totals.buyers.spend),
          profit: moneyCell(part.profit, digits),
          share_profit:
            part.profit === null || totals.buyers.profit === null
              ? null
              : shareOf(part.profit, totals.buyers.profit),
          mean_spend: roundMoney(part.spend.div(part.customers), digits),
          median_spend: roundMoney(String(row.median_spend), digits),
          share_one_order: ratio(Number(row.one_order), part.customers),
          share_top_decile: ratio(Number(row.top_decile), part.customers),
          small_cell: part.customers < SMALL_CELL,
        })),
      },
    ],
    identities: [
      exactIdentity(
        'segments_customers',
        `customers by ${attribute} = customers`,
        total.customers,
        totals.buyers.customers,
      ),
      exactIdentity('segments_spend', `spend by ${attribute} = spend`, total.spend, totals.buyers.spend),
    ],
    notes:
      small.length === 0
        ? []
        : [
            {
              code: 'small_cells',
              text: `Fewer than ${SMALL_CELL} customers, so single customers move the figures: ${listed(small)}.`,
            },
          ],
  };
}
