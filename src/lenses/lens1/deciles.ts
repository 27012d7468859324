import type { Row, Table } from '../../common/result.js';
import type { StoreRow } from '../../store/store.js';
import { type Aggregate, aggregate, factors, moneyCell, ratio, shareOf, sum } from '../aggregate.js';
import { columns, moneyColumn, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { Lens1Part, Lens1Scope } from './scope.js';

/** Tenths twice: equal numbers of customers, and equal parts of the value. */
export async function deciles(scope: Lens1Scope): Promise<Lens1Part> {
  const { mart, totals } = scope;
  await mart.build(['lens1_deciles', 'lens1_value_deciles']);
  const equalCustomers = await mart.rows(`select * from {{ ref('lens1_deciles') }} order by decile`);
  const equalValue = await mart.rows(`select * from {{ ref('lens1_value_deciles') }} order by value_decile`);
  const tables = [
    decileTable(
      scope,
      'deciles',
      'decile',
      `Tenths of the customers, the best by ${scope.metric} first`,
      equalCustomers,
    ),
    decileTable(
      scope,
      'value_deciles',
      'value_decile',
      `Tenths of the ${scope.metric}: how many customers bring each`,
      equalValue,
    ),
  ];
  return {
    tables,
    identities: [
      ...closes('deciles', equalCustomers, totals.buyers),
      ...(equalValue.length === 0 ? [] : closes('value_deciles', equalValue, totals.buyers)),
    ],
    notes:
      equalValue.length > 0
        ? []
        : [
            {
              code: 'no_value_deciles',
              text: `The total ${scope.metric} is not positive: tenths of it are not defined.`,
            },
          ],
  };
}

function closes(id: string, rows: readonly StoreRow[], buyers: Aggregate) {
  const total = sum(rows.map(aggregate));
  return [
    exactIdentity(
      `${id}_customers`,
      `customers of the ${id.replace('_', ' ')} = customers`,
      total.customers,
      buyers.customers,
    ),
    exactIdentity(`${id}_spend`, `spend of the ${id.replace('_', ' ')} = spend`, total.spend, buyers.spend),
    exactIdentity(
      `${id}_profit`,
      `profit of the ${id.replace('_', ' ')} = profit`,
      total.profit ?? 0,
      buyers.profit ?? 0,
    ),
  ];
}

function decileTable(
  scope: Lens1Scope,
  id: string,
  key: string,
  title: string,
  found: readonly StoreRow[],
): Table {
  const { digits, currency, totals, metric } = scope;
  const byDecile = new Map(found.map((row) => [Number(row[key]), aggregate(row)]));
  const numbers =
    id === 'deciles'
      ? [...byDecile.keys()]
      : Array.from({ length: byDecile.size > 0 ? 10 : 0 }, (_, i) => i + 1);
  const rows: Row[] = numbers.map((number) => {
    const part = byDecile.get(number) ?? sum([]);
    return {
      decile: number,
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
    };
  });
  const profitKnown = totals.buyers.profit !== null;
  const share = (name: 'spend' | 'profit') => {
    const column = name === 'spend' ? columns.shareSpend : columns.shareProfit;
    return name === metric ? withBar(column) : { ...column, wide: true };
  };
  return {
    id,
    title,
    section: 'Tenths',
    columns: [
      { id: 'decile', title: 'tenth', type: 'count' },
      columns.customers,
      { ...columns.shareCustomers, wide: id === 'deciles' },
      { ...columns.orders, wide: true },
      columns.aof,
      moneyColumn('aov', 'AOV', currency),
      { ...columns.knownShare, wide: true },
      { ...columns.margin, wide: !profitKnown },
      { ...moneyColumn('spend', 'spend', currency), wide: metric !== 'spend' },
      share('spend'),
      { ...moneyColumn('profit', 'profit', currency), wide: metric !== 'profit' },
      share('profit'),
    ],
    rows,
  };
}
