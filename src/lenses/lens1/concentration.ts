import { aggregate, moneyCell, ratio, shareOf } from '../aggregate.js';
import { columns, moneyColumn } from '../columns.js';
import type { Lens1Part, Lens1Scope } from './scope.js';

/** How much the best customers bring, and how few bring half. */
export async function concentration({
  mart,
  totals,
  metric,
  digits,
  currency,
}: Lens1Scope): Promise<Lens1Part> {
  await mart.build(['lens1_concentration']);
  const found = await mart.rows(
    `select * from {{ ref('lens1_concentration') }} order by question desc, percent`,
  );
  const { buyers } = totals;
  return {
    tables: [
      {
        id: 'concentration',
        title: `The best customers by ${metric}`,
        section: 'Concentration',
        columns: [
          { id: 'question', title: '', type: 'text' },
          { id: 'top_share', title: 'share asked', type: 'share', wide: true },
          columns.customers,
          columns.shareCustomers,
          moneyColumn('spend', 'spend', currency),
          columns.shareSpend,
          moneyColumn('profit', 'profit', currency),
          columns.shareProfit,
        ],
        rows: found.map((row) => {
          const part = aggregate({ ...row, orders: 0, profit_known_spend: 0 });
          const reached = row.customers !== null;
          return {
            question:
              row.question === 'top' ? `the top ${row.percent} %` : `make ${row.percent} % of ${metric}`,
            top_share: Number(row.percent) / 100,
            customers: reached ? part.customers : null,
            share_customers: reached ? ratio(part.customers, buyers.customers) : null,
            spend: reached ? moneyCell(part.spend, digits) : null,
            share_spend: reached ? shareOf(part.spend, buyers.spend) : null,
            profit: reached ? moneyCell(part.profit, digits) : null,
            share_profit:
              reached && part.profit !== null && buyers.profit !== null
                ? shareOf(part.profit, buyers.profit)
                : null,
          };
        }),
      },
    ],
    identities: [],
  };
}
