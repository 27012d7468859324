import { aggregate, factors, moneyCell, ratio } from '../aggregate.js';
import { columns, moneyColumn } from '../columns.js';
import type { Lens1Part, Lens1Scope } from './scope.js';

/** Customers on whom the period lost money. */
export async function unprofitable({ mart, totals, digits, currency }: Lens1Scope): Promise<Lens1Part> {
  if (totals.buyers.profit === null) return { tables: [], identities: [] };
  await mart.build(['lens1_unprofitable']);
  const [found] = await mart.rows(`select * from {{ ref('lens1_unprofitable') }}`);
  const part = aggregate(found!);
  const { aof, aov, margin } = factors(part, digits);
  return {
    tables: [
      {
        id: 'unprofitable',
        title: 'Customers with a loss',
        section: 'Unprofitable customers',
        layout: 'record',
        columns: [
          columns.customers,
          { ...columns.shareCustomers, title: 'of all customers of the period', digits: 2 },
          moneyColumn('profit', 'their profit together', currency),
          columns.aof,
          moneyColumn('aov', 'AOV', currency),
          columns.margin,
        ],
        rows: [
          {
            customers: part.customers,
            share_customers: ratio(part.customers, totals.buyers.customers),
            profit: moneyCell(part.profit, digits),
            aof,
            aov,
            margin,
          },
        ],
      },
    ],
    identities: [],
  };
}
