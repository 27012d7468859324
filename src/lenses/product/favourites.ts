import { roundMoney } from '../../common/money.js';
import type { Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { ProductPart, ProductScope } from './scope.js';
import { valueIndex, values } from './value-index.js';

/** Customers by their favourite: the category of most of their orders in the period. */
export async function favourites(scope: ProductScope): Promise<ProductPart> {
  const { mart, totals, words, labels, metric, digits, currency } = scope;
  await mart.build(['product_favourites']);
  const found = await mart.rows(`select * from {{ ref('product_favourites') }}`);
  const all = values(found);
  return {
    tables: [
      {
        id: 'favourites',
        title: `Customers by their favourite ${words.one}`,
        section: 'The way in',
        description: `The ${words.one} of most of a customer's orders in the period (ties: of most spend). Value index: mean ${metric} in the period of its customers / mean of all.`,
        terminalRows: 30,
        columns: [
          { id: 'category', title: words.one, type: 'text' },
          columns.customers,
          withBar(columns.shareCustomers),
          moneyColumn('mean_value', `mean ${metric}`, currency),
          { id: 'value_index', title: 'value index', type: 'number', digits: 2 },
          { id: 'low', title: 'from', type: 'number', digits: 2 },
          { id: 'high', title: 'to (95 %)', type: 'number', digits: 2 },
          columns.smallCell,
        ],
        rows: [...labels].map(([number, name]): Row => {
          const part = values(found.filter((row) => Number(row.label_number) === number));
          const { index, low, high } = valueIndex(part, all);
          const small = part.customers < SMALL_CELL;
          return {
            category: name,
            customers: part.customers,
            share_customers: ratio(part.customers, all.customers),
            mean_value: part.customers === 0 ? null : roundMoney(part.value.div(part.customers), digits),
            value_index: index,
            low: small ? null : low,
            high: small ? null : high,
            small_cell: small,
          };
        }),
      },
    ],
    identities: [
      exactIdentity(
        'favourites_customers',
        'customers by favourite = customers',
        all.customers,
        totals.buyers.customers,
      ),
      exactIdentity(
        'favourites_value',
        `${metric} by favourite = ${metric}`,
        all.value,
        metric === 'profit' ? (totals.buyers.profit ?? 0) : totals.buyers.spend,
      ),
    ],
  };
}
