import type { Column, Row } from '../../common/result.js';
import type { StoreRow } from '../../store/store.js';
import { aggregate, ratio, shareOf, sum } from '../aggregate.js';
import { columns, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { ProductPart, ProductScope } from './scope.js';

/** How widely customers buy: by number of categories, and by tenth of the customers. */
export async function breadth(scope: ProductScope): Promise<ProductPart> {
  const { mart, totals, words, labels, metric } = scope;
  await mart.build(['product_breadth', 'product_counts']);
  const tenths = await mart.rows(`select * from {{ ref('product_breadth') }} order by decile`);
  const counts = await mart.rows(`select * from {{ ref('product_counts') }} order by item_count`);
  const byCount = new Map(counts.map((row) => [Number(row.item_count), aggregate(row)]));
  const all = sum([...byCount.values()]);
  const { buyers } = totals;
  /** Nobody can have bought more kinds than there are. */
  const most = labels.has(0) ? 10 : Math.min(10, labels.size);
  return {
    tables: [
      {
        id: 'breadth_counts',
        title: `Different ${words.many} that a customer bought`,
        section: 'How widely',
        columns: [
          { id: 'categories', title: words.many, type: 'text' },
          columns.customers,
          withBar(columns.shareCustomers),
          columns.aof,
          columns.shareSpend,
          { ...columns.shareProfit, wide: buyers.profit === null },
        ],
        rows: Array.from({ length: most }, (_, i): Row => {
          const part = byCount.get(i + 1) ?? sum([]);
          return {
            categories: i === 9 ? '10+' : String(i + 1),
            customers: part.customers,
            share_customers: ratio(part.customers, buyers.customers),
            aof: ratio(part.orders, part.customers),
            share_spend: shareOf(part.spend, buyers.spend),
            share_profit:
              part.profit === null || buyers.profit === null ? null : shareOf(part.profit, buyers.profit),
          };
        }),
      },
      {
        id: 'breadth',
        title: `How widely each tenth of the customers buys, the best by ${metric} first`,
        section: 'How widely',
        columns: breadthColumns(scope),
        rows: tenths.map((row) => breadthRow(row, scope)),
      },
    ],
    identities: [
      exactIdentity(
        'breadth_customers',
        'customers of the tenths = customers',
        tenths.reduce((total, row) => total + Number(row.customers), 0),
        buyers.customers,
      ),
      exactIdentity(
        'breadth_counts_customers',
        `customers by number of ${words.many} = customers`,
        all.customers,
        buyers.customers,
      ),
      exactIdentity(
        'breadth_counts_spend',
        `spend by number of ${words.many} = spend`,
        all.spend,
        buyers.spend,
      ),
    ],
  };
}

function breadthColumns({ level, has, words }: ProductScope): Column[] {
  const pair = (of: string): Column[] => [
    { id: `${of}_per_customer`, title: `${of} per customer`, type: 'number', digits: 2 },
    { id: `${of}_per_order`, title: `${of} per order`, type: 'number', digits: 2 },
  ];
  return [
    { id: 'decile', title: 'tenth', type: 'count' },
    columns.customers,
    { ...columns.aof, wide: true },
    ...(level === 'category' ? pair('categories') : []),
    ...(level === 'product' || has.product ? pair('products') : []),
    { id: 'share_one', title: `% of one ${words.one}`, type: 'share', digits: 1 },
  ];
}

function breadthRow(row: StoreRow, { level, has }: ProductScope): Row {
  const per = (name: string, whole: string) => ratio(Number(row[name]), Number(row[whole]));
  const items = { customer: per('items', 'customers'), order: per('item_orders', 'orders') };
  const products = { customer: per('products', 'customers'), order: per('product_orders', 'orders') };
  const shown = level === 'product' ? items : products;
  return {
    decile: Number(row.decile),
    customers: Number(row.customers),
    aof: per('orders', 'customers'),
    ...(level === 'category'
      ? { categories_per_customer: items.customer, categories_per_order: items.order }
      : {}),
    ...(level === 'product' || has.product
      ? { products_per_customer: shown.customer, products_per_order: shown.order }
      : {}),
    share_one: per('one_item', 'customers'),
  };
}
