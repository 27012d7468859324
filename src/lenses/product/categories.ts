import { counted } from '../../common/messages/counted.js';
import { roundMoney } from '../../common/money.js';
import type { Note, Row } from '../../common/result.js';
import type { StoreRow } from '../../store/store.js';
import { type Aggregate, aggregate, factors, moneyCell, ratio, shareOf, sum } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { ProductPart, ProductScope } from './scope.js';

/** Active customers × penetration × ACOF × ACOV × margin = profit, for each category, and how they make the total. */
export async function categories(scope: ProductScope): Promise<ProductPart> {
  const { mart, totals, words } = scope;
  await mart.build(['product_categories', 'product_totals', 'product_breadth']);
  const found = await mart.rows(
    `select * from {{ ref('product_categories') }} order by label_number = 0, label_number`,
  );
  const parts = await mart.rows(
    `select *, 0 as customers, item_orders as orders from {{ ref('product_totals') }}`,
  );
  const bought = sum(parts.filter(({ part }) => part === 'bought').map(aggregate));
  const notBought = sum(parts.filter(({ part }) => part !== 'bought').map(aggregate));
  const all = sum([bought, notBought]);
  const rows = sum(found.map(aggregate));
  const [perOrder] = await mart.rows(
    `select coalesce(sum(item_orders), 0) as item_orders from {{ ref('product_breadth') }}`,
  );
  return {
    tables: [categoryTable(scope, found), totalTable(scope, bought, notBought, all)],
    identities: [
      exactIdentity(
        'product_spend',
        `spend of the ${words.many} and returns of others = orders less returns of the period`,
        all.spend,
        totals.direct.spend,
      ),
      exactIdentity(
        'product_profit',
        `profit of the ${words.many} and returns of others = profit of orders and returns`,
        all.profit ?? 0,
        totals.direct.profit ?? 0,
      ),
      exactIdentity(
        'categories_spend',
        `spend by ${words.one} = spend of all ${words.many}`,
        rows.spend,
        bought.spend,
      ),
      exactIdentity(
        'categories_profit',
        `profit by ${words.one} = profit of all ${words.many}`,
        rows.profit ?? 0,
        bought.profit ?? 0,
      ),
      exactIdentity(
        'category_orders',
        `orders counted once a ${words.one} = ${words.many} counted once an order`,
        bought.orders,
        Number(perOrder!.item_orders),
      ),
    ],
    notes: smallCells(scope, found),
  };
}

function categoryTable(scope: ProductScope, found: readonly StoreRow[]): ProductPart['tables'][number] {
  const { totals, digits, currency, metric, words } = scope;
  const { buyers } = totals;
  const money = (id: string, title: string) => moneyColumn(id, title, currency);
  const spendOnly = buyers.profit === null;
  return {
    id: 'categories',
    title: `Customers × penetration × ACOF × ACOV × margin = profit, by ${words.one}`,
    section: `The ${words.many}`,
    description: `Penetration: share of the ${counted(buyers.customers, 'active customer')} who bought the ${words.one}. ACOF: orders with it per buyer. ACOV: spend on it (net of returns) per such order. An order counts once in each ${words.one} that it holds.`,
    terminalRows: 30,
    columns: [
      { id: 'category', title: words.one, type: 'text' },
      { ...columns.customers, title: 'buyers' },
      withBar({ id: 'penetration', title: 'penetration', type: 'share', digits: 1 }),
      { ...columns.orders, wide: true },
      { id: 'acof', title: 'ACOF', type: 'number', unit: 'orders per buyer', digits: 2 },
      money('acov', 'ACOV'),
      { ...columns.knownShare, wide: true },
      { ...columns.margin, wide: spendOnly },
      { id: 'units', title: 'units', type: 'number', digits: 0, wide: true },
      { ...money('price_per_unit', 'price per unit'), wide: true },
      { ...money('spend_per_buyer', 'spend per buyer'), wide: true },
      { ...money('spend', 'spend'), wide: metric !== 'spend' },
      { ...columns.shareSpend, wide: metric !== 'spend' },
      { ...money('profit', 'profit'), wide: metric !== 'profit' },
      { ...columns.shareProfit, wide: metric !== 'profit' },
      columns.smallCell,
    ],
    rows: found.map((row): Row => {
      const part = aggregate(row);
      const { aof, aov, known_share, margin } = factors(part, digits);
      const units = row.units === null ? null : Number(row.units);
      return {
        category: row.label!,
        customers: part.customers,
        penetration: ratio(part.customers, buyers.customers),
        orders: part.orders,
        acof: aof,
        acov: aov,
        known_share,
        margin,
        units,
        price_per_unit: units ? roundMoney(aggregateUnits(row).div(units), digits) : null,
        spend_per_buyer: part.customers === 0 ? null : roundMoney(part.spend.div(part.customers), digits),
        spend: moneyCell(part.spend, digits),
        share_spend: shareOf(part.spend, totals.all.spend),
        profit: moneyCell(part.profit, digits),
        share_profit:
          part.profit === null || totals.all.profit === null ? null : shareOf(part.profit, totals.all.profit),
        small_cell: part.customers < SMALL_CELL,
      };
    }),
  };
}

/** Net spend of the lines whose units are known. */
function aggregateUnits(row: StoreRow) {
  return aggregate({ ...row, spend: row.units_known_spend ?? 0 }).spend;
}

function totalTable(
  { totals, digits, currency, words }: ProductScope,
  bought: Aggregate,
  notBought: Aggregate,
  all: Aggregate,
): ProductPart['tables'][number] {
  const row = (group: string, part: Aggregate, orders: number | null, customers: number | null): Row => ({
    group,
    customers,
    orders,
    spend: moneyCell(part.spend, digits),
    profit: moneyCell(part.profit, digits),
  });
  const hasOthers = !notBought.spend.isZero() || (notBought.profit !== null && !notBought.profit.isZero());
  return {
    id: 'category_total',
    title: `How the ${words.many} make the total`,
    section: `The ${words.many}`,
    description: `Returns without a purchase: of customers who gave a ${words.one} back that they did not buy in the period.`,
    columns: [
      { id: 'group', title: '', type: 'text' },
      columns.customers,
      columns.orders,
      moneyColumn('spend', 'spend', currency),
      { ...moneyColumn('profit', 'profit', currency), wide: all.profit === null },
    ],
    rows: [
      row(`all ${words.many}`, bought, totals.buyers.orders, totals.buyers.customers),
      ...(hasOthers ? [row('returns without a purchase', notBought, null, null)] : []),
      row('total', all, totals.buyers.orders, totals.buyers.customers),
    ],
  };
}

function smallCells({ words }: ProductScope, found: readonly StoreRow[]): Note[] {
  const small = found.filter((row) => Number(row.customers) < SMALL_CELL).map((row) => String(row.label));
  if (small.length === 0) return [];
  const more = small.length > 5 ? ` and ${small.length - 5} more` : '';
  return [
    {
      code: 'small_cells',
      text: `Fewer than ${SMALL_CELL} buyers, so single customers move the figures of these ${words.many}: ${small.slice(0, 5).join(', ')}${more}.`,
    },
  ];
}
