import type { Row } from '../../common/result.js';
import { aggregate, factors, moneyCell, ratio, shareOf, sum } from '../aggregate.js';
import { columns, moneyColumn, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { distributionColumns, distributionRow, histogramRows, type Measure, measureOf } from '../measure.js';
import type { Lens3Part, Lens3Scope } from './scope.js';

/** What members brought to date: its spread, and its tenths. */
export async function valueToDate(scope: Lens3Scope): Promise<Lens3Part> {
  const { mart, digits, life, metric, currency, cohort } = scope;
  await mart.build(['lens3_deciles']);
  const measures = await measuresOf(scope);
  const found = await mart.rows(`select * from {{ ref('lens3_deciles') }} order by decile`);
  const parts = found.map(aggregate);
  const total = sum(parts);
  const isProfit = metric === 'profit';
  const section = 'Value to date';
  const rows = parts.map(
    (part, i): Row => ({
      decile: found[i]!.decile!,
      customers: part.customers,
      share_customers: ratio(part.customers, total.customers),
      orders: part.orders,
      ...factors(part, digits),
      spend: moneyCell(part.spend, digits),
      share_spend: shareOf(part.spend, total.spend),
      profit: moneyCell(part.profit, digits),
      share_profit: part.profit === null || total.profit === null ? null : shareOf(part.profit, total.profit),
    }),
  );
  const value = measures.find(({ id }) => id === metric)!;
  return {
    tables: [
      {
        id: 'value_to_date',
        title: `What members brought up to ${cohort.calendar.asOf}`,
        section,
        description: `All members, those who never came back too. Money in ${currency ?? 'the currency of the data'}.`,
        columns: distributionColumns,
        rows: measures
          .filter(({ sorted }) => sorted.length > 0)
          .map((measure) => distributionRow(measure, digits)),
      },
      {
        id: 'value_to_date_histogram',
        title: `Members by ${metric} to date`,
        section,
        wide: true,
        columns: [
          { id: 'measure', title: 'measure', type: 'text' },
          { id: 'from', title: 'from', type: 'number' },
          { id: 'to', title: 'below', type: 'number' },
          columns.customers,
          withBar({ ...columns.shareCustomers, id: 'share' }),
        ],
        rows: histogramRows(value),
      },
      {
        id: 'value_to_date_deciles',
        title: `Tenths of the members by ${metric} to date, the best first`,
        section,
        columns: [
          { id: 'decile', title: 'tenth', type: 'count' },
          columns.customers,
          { ...columns.shareCustomers, wide: true },
          { ...columns.orders, wide: true },
          { ...columns.aof, title: 'orders each', unit: 'orders per member' },
          moneyColumn('aov', 'AOV', currency),
          { ...columns.knownShare, wide: true },
          { ...columns.margin, wide: !isProfit },
          { ...moneyColumn('spend', 'spend', currency), wide: isProfit },
          isProfit ? { ...columns.shareSpend, wide: true } : withBar(columns.shareSpend),
          { ...moneyColumn('profit', 'profit', currency), wide: !isProfit },
          isProfit ? withBar(columns.shareProfit) : { ...columns.shareProfit, wide: true },
        ],
        rows,
      },
    ],
    identities: [
      exactIdentity(
        'vtd_customers',
        'members of the tenths = members',
        total.customers,
        life.total.customers,
      ),
      exactIdentity(
        'vtd_orders',
        "orders of the tenths = the members' orders",
        total.orders,
        life.total.orders,
      ),
      exactIdentity('vtd_spend', "spend of the tenths = the members' spend", total.spend, life.total.spend),
      exactIdentity(
        'vtd_profit',
        "profit of the tenths = the members' profit",
        total.profit ?? 0,
        life.total.profit ?? 0,
      ),
    ],
  };
}

async function measuresOf({ mart }: Lens3Scope): Promise<readonly Measure[]> {
  const raw = await mart.columns(
    `select cast(orders as double) as orders, cast(spend as double) as spend, cast(profit as double) as profit
    from {{ ref('lens3_values') }}`,
    ['orders', 'spend', 'profit'],
  );
  return [
    measureOf('profit', 'money', raw.profit),
    measureOf('spend', 'money', raw.spend),
    measureOf('orders', 'count', raw.orders),
  ];
}
