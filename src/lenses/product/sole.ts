import type { Row } from '../../common/result.js';
import { aggregate, factors, moneyCell, ratio, shareOf, sum } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { ProductPart, ProductScope } from './scope.js';

/** Customers who bought nothing but one category in the period. */
export async function sole({
  mart,
  totals,
  words,
  labels,
  digits,
  currency,
}: ProductScope): Promise<ProductPart> {
  await mart.build(['product_sole', 'product_categories', 'product_counts']);
  const found = new Map(
    (await mart.rows(`select * from {{ ref('product_sole') }}`)).map((row) => [
      Number(row.label_number),
      aggregate(row),
    ]),
  );
  const buyers = new Map(
    (await mart.rows(`select label_number, customers from {{ ref('product_categories') }}`)).map((row) => [
      Number(row.label_number),
      Number(row.customers),
    ]),
  );
  const [one] = await mart.rows(
    `select coalesce(sum(customers), 0) as customers from {{ ref('product_counts') }} where item_count = 1`,
  );
  return {
    tables: [
      {
        id: 'sole',
        title: `Customers of a single ${words.one} in the period`,
        section: 'How widely',
        terminalRows: 30,
        columns: [
          { id: 'category', title: words.one, type: 'text' },
          columns.customers,
          withBar({ id: 'share_buyers', title: '% of its buyers', type: 'share', digits: 1 }),
          { ...columns.shareCustomers, wide: true },
          columns.aof,
          moneyColumn('aov', 'AOV', currency),
          { ...columns.margin, wide: totals.buyers.profit === null },
          { ...moneyColumn('spend', 'spend', currency), wide: true },
          columns.shareSpend,
          { ...moneyColumn('profit', 'profit', currency), wide: true },
          columns.smallCell,
        ],
        rows: [...labels].map(([number, name]): Row => {
          const part = found.get(number) ?? sum([]);
          const { aof, aov, margin } = factors(part, digits);
          return {
            category: name,
            customers: part.customers,
            share_buyers: ratio(part.customers, buyers.get(number) ?? 0),
            share_customers: ratio(part.customers, totals.buyers.customers),
            aof,
            aov,
            margin,
            spend: moneyCell(part.spend, digits),
            share_spend: shareOf(part.spend, totals.buyers.spend),
            profit: moneyCell(part.profit, digits),
            small_cell: part.customers < SMALL_CELL,
          };
        }),
      },
    ],
    identities: [
      exactIdentity(
        'sole_customers',
        `customers of a single ${words.one}, counted twice`,
        sum([...found.values()]).customers,
        Number(one!.customers),
      ),
    ],
  };
}
