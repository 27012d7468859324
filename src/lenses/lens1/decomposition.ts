import type { Row } from '../../common/result.js';
import { type Aggregate, factors, moneyCell } from '../aggregate.js';
import { columns, moneyColumn } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { Lens1Part, Lens1Scope } from './scope.js';

/** The period's total, and the factors whose product it is. */
export function decomposition({ totals, digits, currency }: Lens1Scope): Lens1Part {
  const row = (group: string, part: Aggregate): Row => ({
    group,
    customers: part.customers,
    orders: part.orders,
    ...factors(part, digits),
    spend: moneyCell(part.spend, digits),
    profit: moneyCell(part.profit, digits),
  });
  const hasReturnsOnly = totals.returnsOnly.customers > 0;
  return {
    tables: [
      {
        id: 'decomposition',
        title: 'Customers × AOF × AOV × margin = profit',
        section: 'The period in one line',
        description:
          'AOF: orders per customer. AOV: spend (net of returns) per order. Margin: profit per spend whose profit is known; "profit known" is that part of the spend.',
        columns: [
          { id: 'group', title: '', type: 'text' },
          columns.customers,
          { ...columns.orders, wide: true },
          columns.aof,
          moneyColumn('aov', 'AOV', currency),
          {
            ...columns.knownShare,
            wide: totals.all.profit === null || totals.all.profitKnownSpend.eq(totals.all.spend),
          },
          columns.margin,
          moneyColumn('spend', 'spend', currency),
          moneyColumn('profit', 'profit', currency),
        ],
        rows: [
          row('with orders', totals.buyers),
          ...(hasReturnsOnly
            ? [row('returns without an order', totals.returnsOnly), row('total', totals.all)]
            : []),
        ],
      },
    ],
    identities: [
      exactIdentity(
        'period_orders',
        'orders of the customers = orders of the period',
        totals.all.orders,
        totals.direct.orders,
      ),
      exactIdentity(
        'period_customers',
        'customers with orders, counted twice',
        totals.buyers.customers,
        totals.direct.customers,
      ),
      exactIdentity(
        'period_spend',
        'spend of the customers = orders less returns of the period',
        totals.all.spend,
        totals.direct.spend,
      ),
      exactIdentity(
        'period_profit',
        'profit of the customers = profit of orders and returns',
        totals.all.profit ?? 0,
        totals.direct.profit ?? 0,
      ),
    ],
  };
}
