import type { Row } from '../../common/result.js';
import { type Aggregate, factors, moneyCell } from '../aggregate.js';
import { codeColumn } from '../codes.js';
import { columns, moneyColumn, SMALL_CELL } from '../columns.js';
import { GROUPS, type Lens2Part, type Lens2Scope, SIDES } from './scope.js';

/** The factors of each group in each period: customers × AOF × AOV × margin = profit. */
export function groups(scope: Lens2Scope): Lens2Part {
  const { totals, pair, digits, currency } = scope;
  const row = (group: string, period: string, part: Aggregate): Row => ({
    group,
    period,
    customers: part.customers,
    orders: part.orders,
    ...factors(part, digits),
    spend: moneyCell(part.spend, digits),
    profit: moneyCell(part.profit, digits),
    small_cell: part.customers > 0 && part.customers < SMALL_CELL,
  });
  const rows = SIDES.flatMap((side) => [
    ...GROUPS.filter((group) => belongs(group, side)).map((group) =>
      row(group, pair[side].label, totals.groups[group][side]),
    ),
    row('all', pair[side].label, totals.active[side]),
    ...(totals.returnsOnly[side].customers > 0
      ? [row('returns_only', pair[side].label, totals.returnsOnly[side])]
      : []),
  ]);
  const anyProfit = totals.active.first.profit !== null || totals.active.second.profit !== null;
  const anyUnknown = rows.some((cells) => cells.known_share !== null && cells.known_share !== 1);
  return {
    tables: [
      {
        id: 'groups',
        title: 'Customers × AOF × AOV × margin of each group',
        section: 'Who came, stayed and did not come',
        description:
          'AOF: orders per customer. AOV: spend (net of returns) per order. Margin: profit per spend whose profit is known.',
        columns: [
          codeColumn('group', 'group'),
          { id: 'period', title: 'period', type: 'text' },
          columns.customers,
          { ...columns.orders, wide: true },
          { id: 'aof', title: 'AOF', type: 'number', digits: 2 },
          moneyColumn('aov', 'AOV', currency),
          { ...columns.knownShare, wide: !anyProfit || !anyUnknown },
          { ...columns.margin, wide: !anyProfit },
          { ...moneyColumn('spend', 'spend', currency), wide: scope.metric === 'profit' },
          { ...moneyColumn('profit', 'profit', currency), wide: !anyProfit },
          columns.smallCell,
        ],
        rows,
      },
    ],
    identities: [],
  };
}

function belongs(group: (typeof GROUPS)[number], side: (typeof SIDES)[number]): boolean {
  return group === 'both' || (group === 'only_first') === (side === 'first');
}
