import { type Money, money, roundMoney } from '../../common/money.js';
import type { Row } from '../../common/result.js';
import type { StoreRow } from '../../store/store.js';
import { ratio } from '../aggregate.js';
import { columns, moneyColumn } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { percent } from '../wording.js';
import type { ProductPart, ProductScope } from './scope.js';

interface Basket {
  readonly orders: number;
  /** Orders, counted once for each category that they hold. */
  readonly itemOrders: number;
  /** Null when no line tells its quantity. */
  readonly units: Money | null;
  readonly unitsKnownSpend: Money;
  readonly spend: Money;
}

/** What an order is made of: AOV = units per order × price per unit; units per order = units per category × categories per order. */
export async function basket(scope: ProductScope): Promise<ProductPart> {
  const { mart, totals, words, currency } = scope;
  await mart.build(['product_baskets', 'product_totals']);
  const [gross] = await mart.rows(`select * from {{ ref('product_baskets') }}`);
  const parts = await mart.rows(`select * from {{ ref('product_totals') }} where part <> 'without_order'`);
  const itemOrders = parts.reduce((total, row) => total + Number(row.item_orders), 0);
  const net = { ...sumOf(parts), orders: totals.buyers.orders, itemOrders };
  const asBought = { ...sumOf([gross!]), orders: Number(gross!.orders), itemOrders };
  const hasReturns = !net.spend.eq(asBought.spend);
  const known = ratio(net.unitsKnownSpend, net.spend);
  return {
    tables: [
      {
        id: 'basket',
        title: 'What an order is made of',
        section: 'Orders',
        description:
          `AOV = units per order × price per unit; units per order = units per ${words.one} × ${words.many} per order. ${
            known === 1 || net.units === null
              ? ''
              : 'Where the units of some lines are unknown, the price is that of the others: AOV × units known = units per order × price.'
          }`.trim(),
        columns: [
          { id: 'basis', title: '', type: 'text' },
          { ...columns.orders, wide: true },
          moneyColumn('aov', 'AOV', currency),
          { id: 'units_per_order', title: 'units per order', type: 'number', digits: 2 },
          moneyColumn('price_per_unit', 'price per unit', currency),
          { id: 'units_per_category', title: `units per ${words.one}`, type: 'number', digits: 2 },
          { id: 'categories_per_order', title: `${words.many} per order`, type: 'number', digits: 2 },
          { id: 'units_known_share', title: 'units known', type: 'share', digits: 1, wide: known === 1 },
        ],
        rows: [
          basketRow('net of returns', net, scope.digits),
          ...(hasReturns ? [basketRow('as bought', asBought, scope.digits)] : []),
        ],
      },
    ],
    identities: [
      exactIdentity(
        'basket_orders',
        'orders among the lines = orders',
        asBought.orders,
        totals.buyers.orders,
      ),
      exactIdentity(
        'basket_spend',
        'spend of the lines of customers with orders = their spend',
        net.spend,
        totals.buyers.spend,
      ),
    ],
    notes:
      known === 1
        ? []
        : [
            {
              code: 'units_unknown',
              text:
                net.units === null
                  ? 'No line tells its quantity: units per order and price per unit are not known. Name the column with --columns quantity="…".'
                  : `Lines without a quantity: the units are known for ${percent(known ?? 0)} of the spend.`,
            },
          ],
  };
}

function sumOf(rows: readonly StoreRow[]): Pick<Basket, 'units' | 'unitsKnownSpend' | 'spend'> {
  const add = (name: string) => rows.reduce((total, row) => total.plus(String(row[name] ?? 0)), money(0));
  return {
    units: rows.every((row) => row.units === null) ? null : add('units'),
    unitsKnownSpend: add('units_known_spend'),
    spend: add('spend'),
  };
}

function basketRow(
  basis: string,
  { orders, itemOrders, units, unitsKnownSpend, spend }: Basket,
  digits: number,
): Row {
  return {
    basis,
    orders,
    aov: orders === 0 ? null : roundMoney(spend.div(orders), digits),
    units_per_order: units === null ? null : ratio(units, orders),
    price_per_unit: units === null || units.isZero() ? null : roundMoney(unitsKnownSpend.div(units), digits),
    units_per_category: units === null ? null : ratio(units, itemOrders),
    categories_per_order: ratio(itemOrders, orders),
    units_known_share: units === null ? 0 : ratio(unitsKnownSpend, spend),
  };
}
