import type { Row } from '../../common/result.js';
import type { StoreRow } from '../../store/store.js';
import { ratio } from '../aggregate.js';
import { codeColumn } from '../codes.js';
import { columns, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { distributionColumns, distributionRow, histogramRows, type Measure } from '../measure.js';
import { spreadOf, spreadOfRanked } from '../spread.js';
import { type Lens2Part, type Lens2Scope, SIDES, type Side } from './scope.js';

/** How customers differ in each of the periods, side by side. */
export async function distributions(scope: Lens2Scope): Promise<Lens2Part> {
  const { pair, digits, currency, totals, mart } = scope;
  const bySide: { side: Side; measures: readonly Measure[] }[] = [];
  for (const side of SIDES) bySide.push({ side, measures: await measuresOf(scope, side) });
  await mart.build(['lens2_order_counts']);
  const counts = await mart.rows(`select * from {{ ref('lens2_order_counts') }}`);
  const rows = bySide[0]!.measures.flatMap((_, i) =>
    bySide.flatMap(({ side, measures }) => {
      const measure = measures[i]!;
      return measure.sorted.length === 0
        ? []
        : [{ period: pair[side].label, ...distributionRow(measure, digits) }];
    }),
  );
  const bins = bySide.flatMap(({ side, measures }) =>
    measures.flatMap((measure) =>
      histogramRows(measure).map((row) => ({ period: pair[side].label, ...row })),
    ),
  );
  return {
    tables: [
      {
        id: 'distributions',
        title: 'Spread over customers in both periods',
        section: 'How different, then and now',
        description: `Money in ${currency ?? 'the currency of the data'}; margin as a share. AOV here is each customer's own average.`,
        columns: [{ id: 'period', title: 'period', type: 'text' }, ...distributionColumns.map(narrow)],
        rows,
      },
      {
        id: 'histogram',
        title: 'Histogram of spend, orders, average spend per order, profit and margin in both periods',
        section: 'How different, then and now',
        wide: true,
        columns: [
          { id: 'period', title: 'period', type: 'text' },
          codeColumn('measure', 'measure'),
          { id: 'from', title: 'from', type: 'number' },
          { id: 'to', title: 'below', type: 'number' },
          columns.customers,
          withBar({ ...columns.shareCustomers, id: 'share' }),
        ],
        rows: bins,
      },
      orderCounts(scope, counts),
    ],
    identities: SIDES.map((side) =>
      exactIdentity(
        `order_counts_${side}`,
        `customers by number of orders = customers of the ${side} period`,
        counts
          .filter((row) => row.moment === (side === 'first' ? 1 : 2))
          .reduce((total, row) => total + Number(row.customers), 0),
        totals.active[side].customers,
      ),
    ),
  };
}

async function measuresOf({ mart, totals }: Lens2Scope, side: Side): Promise<readonly Measure[]> {
  const hasProfit = totals.active[side].profit !== null;
  const isRanked = side === 'second' && mart.stands('lens1_ranked');
  const { measures } = isRanked
    ? await spreadOfRanked(mart, hasProfit)
    : await spreadOf(
        mart,
        `{{ ref('lens2_moments') }} where orders > 0 and moment = ${side === 'first' ? 1 : 2}`,
        { hasProfit },
      );
  return measures;
}

/** Two text columns stand before the numbers here: the outer quartiles go to the wide form. */
function narrow(column: (typeof distributionColumns)[number]) {
  return column.id === 'p99' ? { ...column, wide: true } : column;
}

function orderCounts({ pair, totals }: Lens2Scope, counts: readonly StoreRow[]): Lens2Part['tables'][number] {
  const customers = (side: Side, orders: number) =>
    Number(
      counts.find((row) => row.moment === (side === 'first' ? 1 : 2) && Number(row.order_count) === orders)
        ?.customers ?? 0,
    );
  const rows: Row[] = Array.from({ length: 10 }, (_, i) => ({
    orders: i === 9 ? '10+' : String(i + 1),
    customers_first: customers('first', i + 1),
    share_first: ratio(customers('first', i + 1), totals.active.first.customers),
    customers_second: customers('second', i + 1),
    share_second: ratio(customers('second', i + 1), totals.active.second.customers),
  }));
  return {
    id: 'order_counts',
    title: 'Orders per customer in both periods',
    section: 'How different, then and now',
    columns: [
      { id: 'orders', title: 'orders', type: 'text' },
      ...SIDES.flatMap((side) => [
        { id: `customers_${side}`, title: `customers ${pair[side].label}`, type: 'count' as const },
        { id: `share_${side}`, title: `% ${pair[side].label}`, type: 'share' as const, digits: 1, bar: true },
      ]),
    ],
    rows,
  };
}
