import { aggregate, moneyCell, ratio, shareOf, sum } from '../aggregate.js';
import { columns, moneyColumn, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { Lens1Part, Lens1Scope } from './scope.js';

/** How many customers there are, and how often they ordered. */
export async function orderCounts({ mart, totals, digits, currency }: Lens1Scope): Promise<Lens1Part> {
  await mart.build(['lens1_order_counts', 'lens1_one_order']);
  const found = await mart.rows(`select * from {{ ref('lens1_order_counts') }} order by order_count`);
  const [once] = await mart.rows(`select * from {{ ref('lens1_one_order') }}`);
  const byCount = new Map(found.map((row) => [Number(row.order_count), aggregate(row)]));
  const { buyers } = totals;
  const rows = Array.from({ length: 10 }, (_, i) => {
    const part = byCount.get(i + 1) ?? sum([]);
    return {
      orders: i === 9 ? '10+' : String(i + 1),
      customers: part.customers,
      share_customers: ratio(part.customers, buyers.customers),
      spend: moneyCell(part.spend, digits),
      share_spend: shareOf(part.spend, buyers.spend),
      profit: moneyCell(part.profit, digits),
      share_profit:
        part.profit === null || buyers.profit === null ? null : shareOf(part.profit, buyers.profit),
    };
  });
  return {
    tables: [
      {
        id: 'customer_counts',
        title: 'How many customers do we have',
        section: 'The period in one line',
        layout: 'record',
        columns: [
          { id: 'active', title: 'ordered in the period', type: 'count' },
          { id: 'buyers_by_end', title: 'ever ordered, up to its end', type: 'count' },
          { id: 'share_active', title: 'of these active in the period', type: 'share', digits: 1 },
          { id: 'buyers_ever', title: 'ever ordered, in the whole data', type: 'count' },
        ],
        rows: [
          {
            active: once!.active!,
            buyers_by_end: once!.buyers_by_end!,
            share_active: ratio(Number(once!.active), Number(once!.buyers_by_end)),
            buyers_ever: once!.buyers_ever!,
          },
        ],
      },
      {
        id: 'order_counts',
        title: 'Orders per customer',
        section: 'How often',
        columns: [
          { id: 'orders', title: 'orders', type: 'text' },
          columns.customers,
          withBar(columns.shareCustomers),
          { ...moneyColumn('spend', 'spend', currency), wide: true },
          columns.shareSpend,
          { ...moneyColumn('profit', 'profit', currency), wide: true },
          { ...columns.shareProfit, wide: buyers.profit === null },
        ],
        rows,
      },
      {
        id: 'one_order',
        title: 'One order in the period is not one order ever',
        section: 'How often',
        layout: 'record',
        columns: [
          { id: 'one_in_period', title: 'customers with one order in the period', type: 'count' },
          { id: 'share_in_period', title: 'of the customers of the period', type: 'share', digits: 1 },
          { id: 'one_ever', title: 'of these, no other order in the whole data', type: 'count' },
          { id: 'share_ever', title: 'of the customers of the period', type: 'share', digits: 1 },
        ],
        rows: [
          {
            one_in_period: once!.one_in_period!,
            share_in_period: ratio(Number(once!.one_in_period), buyers.customers),
            one_ever: once!.one_ever!,
            share_ever: ratio(Number(once!.one_ever), buyers.customers),
          },
        ],
      },
    ],
    identities: [
      exactIdentity(
        'order_counts_customers',
        'customers by number of orders = customers',
        sum([...byCount.values()]).customers,
        buyers.customers,
      ),
      exactIdentity(
        'order_counts_orders',
        'orders by number of orders = orders',
        sum([...byCount.values()]).orders,
        buyers.orders,
      ),
      exactIdentity(
        'order_counts_spend',
        'spend by number of orders = spend',
        sum([...byCount.values()]).spend,
        buyers.spend,
      ),
    ],
  };
}
