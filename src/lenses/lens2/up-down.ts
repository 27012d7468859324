import { marginUnknown } from '../../common/messages/lens2.js';
import { money } from '../../common/money.js';
import type { Row } from '../../common/result.js';
import type { StoreRow } from '../../store/store.js';
import { moneyCell, ratio } from '../aggregate.js';
import { columns, moneyColumn, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { Lens2Part, Lens2Scope } from './scope.js';

const WITH_PROFIT = ['profit', 'orders', 'aov', 'margin'] as const;
const SPEND_ALONE = ['spend', 'orders', 'aov'] as const;

/** What went up and what went down for the customers of both periods: every combination, empty ones too. */
export async function upDown(scope: Lens2Scope): Promise<Lens2Part> {
  const { mart, totals, currency, digits, metric } = scope;
  await mart.build(['lens2_up_down']);
  const found = await mart.rows(`select * from {{ ref('lens2_up_down') }}`);
  const measures: readonly string[] = metric === 'profit' ? WITH_PROFIT : SPEND_ALONE;
  const known = found.filter((row) => measures.every((name) => row[`${name}_up`] !== null));
  const counted = customersOf(known);
  const rows: Row[] = combinations(measures.length).map((ups) => {
    const parts = known.filter((row) => measures.every((name, i) => row[`${name}_up`] === ups[i]));
    const customers = customersOf(parts);
    return {
      ...Object.fromEntries(measures.map((name, i) => [name, ups[i] ? 'up' : 'down'])),
      customers,
      share_customers: ratio(customers, counted),
      [`${metric}_change`]: moneyCell(changeOf(parts, metric), digits),
      ...Object.fromEntries(
        measures.map((name) => [
          `${name}_unchanged`,
          parts.reduce((n, row) => n + Number(row[`${name}_unchanged`]), 0),
        ]),
      ),
    };
  });
  const left = totals.groups.both.first.customers - counted;
  return {
    tables: [
      {
        id: 'up_down',
        title: 'What went up and what went down, customer by customer',
        section: 'The same customers',
        description:
          'Up means at least as much as before; those with no change at all are counted in the wide form.',
        columns: [
          ...measures.map((id) => ({ id, title: TITLES[id]!, type: 'text' as const })),
          columns.customers,
          withBar(columns.shareCustomers),
          moneyColumn(`${metric}_change`, `${metric} change`, currency),
          ...measures.map((name) => ({
            id: `${name}_unchanged`,
            title: `same ${TITLES[name]}`,
            type: 'count' as const,
            wide: true,
          })),
        ],
        rows,
      },
    ],
    identities: [
      exactIdentity(
        'up_down_customers',
        'customers of the combinations + those left out = customers of both periods',
        rows.reduce((total, row) => total + Number(row.customers), 0) + customersOf(found) - counted,
        totals.groups.both.first.customers,
      ),
      exactIdentity(
        'up_down_spend',
        'change of spend of the combinations = change of spend of the customers of both periods',
        changeOf(found, 'spend'),
        totals.groups.both.second.spend.minus(totals.groups.both.first.spend),
      ),
    ],
    notes: left > 0 ? [marginUnknown(left)] : [],
  };
}

const TITLES: Readonly<Record<string, string>> = {
  profit: 'profit',
  spend: 'spend',
  orders: 'orders',
  aov: 'AOV',
  margin: 'margin',
};

/** All combinations of n ups and downs, all up first. */
function combinations(n: number): boolean[][] {
  return Array.from({ length: 2 ** n }, (_, code) =>
    Array.from({ length: n }, (__, i) => (code & (1 << (n - 1 - i))) === 0),
  );
}

function customersOf(rows: readonly StoreRow[]): number {
  return rows.reduce((total, row) => total + Number(row.customers), 0);
}

function changeOf(rows: readonly StoreRow[], name: 'profit' | 'spend') {
  return rows.reduce((total, row) => total.plus(String(row[`${name}_change`] ?? 0)), money(0));
}
