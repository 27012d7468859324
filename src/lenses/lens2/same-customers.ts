import { money, roundMoney } from '../../common/money.js';
import type { Cell, Row } from '../../common/result.js';
import type { StoreRow } from '../../store/store.js';
import { ratio } from '../aggregate.js';
import { columns, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { histogramRows, sortedKnown } from '../measure.js';
import type { Lens2Part, Lens2Scope } from './scope.js';

const MEASURES = ['profit', 'spend', 'orders'] as const;

/** How the customers of both periods changed, one by one. */
export async function sameCustomers(scope: Lens2Scope): Promise<Lens2Part> {
  const { mart, totals, pair, currency } = scope;
  await mart.build(['lens2_changes']);
  const found = await mart.rows(`select * from {{ ref('lens2_changes') }}`);
  const byMeasure = new Map(found.map((row) => [String(row.measure), row]));
  const rows = MEASURES.flatMap((name) => {
    const row = byMeasure.get(name);
    return row ? [changeRow(scope, row)] : [];
  });
  const { both } = totals.groups;
  const net = (name: string) => {
    const row = byMeasure.get(name);
    return row ? money(String(row.change_up)).plus(String(row.change_down)) : money(0);
  };
  return {
    tables: [
      {
        id: 'same_customers',
        title: `The same customers in ${pair.first.label} and ${pair.second.label}: change of each`,
        section: 'The same customers',
        description: `Customers of both periods. Money in ${currency ?? 'the currency of the data'}.`,
        columns: [
          { id: 'measure', title: '', type: 'text' },
          columns.customers,
          { id: 'share_up', title: '% up', type: 'share', digits: 1 },
          { id: 'share_down', title: '% down', type: 'share', digits: 1 },
          { id: 'share_unchanged', title: '% same', type: 'share', digits: 1, wide: true },
          { id: 'mean_up', title: 'mean up', type: 'number', digits: 2 },
          { id: 'mean_down', title: 'mean down', type: 'number', digits: 2 },
          { id: 'mean', title: 'mean', type: 'number', digits: 2 },
          { id: 'net', title: 'net', type: 'number', digits: 2 },
          ...['p5', 'p25', 'median', 'p75', 'p95'].map((id) => ({
            id,
            title: id,
            type: 'number' as const,
            digits: 2,
            wide: id !== 'median',
          })),
          columns.smallCell,
        ],
        rows,
      },
      await changeHistogram(scope),
    ],
    identities: [
      exactIdentity(
        'same_customers_spend',
        'ups and downs of spend = change of spend of the customers of both periods',
        net('spend'),
        both.second.spend.minus(both.first.spend),
      ),
      exactIdentity(
        'same_customers_orders',
        'ups and downs of orders = change of orders of the customers of both periods',
        net('orders'),
        both.second.orders - both.first.orders,
      ),
      ...MEASURES.flatMap((name) => {
        const row = byMeasure.get(name);
        if (!row) return [];
        const parts = Number(row.customers_up) + Number(row.customers_down) + Number(row.customers_unchanged);
        return [
          exactIdentity(
            `same_customers_${name}_count`,
            `up + down + same in ${name} = customers`,
            parts,
            Number(row.customers),
          ),
        ];
      }),
    ],
  };
}

function changeRow({ digits }: Lens2Scope, row: StoreRow): Row {
  const isMoney = row.measure !== 'orders';
  const cell = (value: string | null): Cell =>
    value === null ? null : isMoney ? Number(roundMoney(value, digits)) : Number(value);
  const mean = (total: string, count: number) =>
    count === 0 ? null : cell(money(total).div(count).toFixed(12));
  const net = money(String(row.change_up)).plus(String(row.change_down));
  const customers = Number(row.customers);
  return {
    measure: row.measure!,
    customers,
    share_up: ratio(Number(row.customers_up), customers),
    share_down: ratio(Number(row.customers_down), customers),
    share_unchanged: ratio(Number(row.customers_unchanged), customers),
    mean_up: mean(String(row.change_up), Number(row.customers_up)),
    mean_down: mean(String(row.change_down), Number(row.customers_down)),
    mean: mean(net.toFixed(), customers),
    net: cell(net.toFixed()),
    ...Object.fromEntries(
      ['p5', 'p25', 'median', 'p75', 'p95'].map((name) => [name, cell(String(row[name]))]),
    ),
    small_cell: customers < SMALL_CELL,
  };
}

/** Bins of the individual change; zero is an edge. */
async function changeHistogram({ mart, metric, currency }: Lens2Scope): Promise<Lens2Part['tables'][number]> {
  const { change } = await mart.columns(
    `select cast(${metric}_second - ${metric}_first as double) as change
    from {{ ref('lens2_customers') }} where customer_group = 'both'`,
    ['change'],
  );
  const rows = histogramRows({ id: metric, kind: 'money', sorted: sortedKnown(change) });
  return {
    id: 'change_histogram',
    title: `Customers of both periods by change of ${metric}`,
    section: 'The same customers',
    wide: true,
    columns: [
      { id: 'measure', title: 'measure', type: 'text' },
      { id: 'from', title: 'from', type: 'number', ...(currency === null ? {} : { unit: currency }) },
      { id: 'to', title: 'below', type: 'number' },
      columns.customers,
      withBar({ ...columns.shareCustomers, id: 'share' }),
    ],
    rows,
  };
}
