import { counted, listed } from '../../common/messages/counted.js';
import { moneyCell, ratio, shareOf, sum } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import { all, valueIn } from '../cohorts/cell.js';
import { perHead } from '../cohorts/cell-row.js';
import type { Cohort } from '../cohorts/grid.js';
import type { Part } from '../cohorts/part.js';
import { columns, moneyColumn, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { count, percent } from '../wording.js';

/** Which cohorts there are, how large, and what they have brought so far; the totals close with `before data`. */
export function overview(base: CohortBase): Part {
  const { grid, digits, currency, metric } = base;
  const groups = grid.cohorts.map((cohort) => ({
    cohort,
    total: sum(grid.cells.filter((entry) => entry.cohort === cohort).map(({ cell }) => all(cell))),
    buyers: sum(grid.cells.filter((entry) => entry.cohort === cohort).map(({ cell }) => cell.buyers)),
  }));
  const whole = sum(groups.map(({ total }) => total));
  const customers = grid.cohorts.reduce((n, cohort) => n + cohort.customers, 0);
  const small = grid.cohorts
    .filter((c) => c.kind === 'cohort' && c.customers < SMALL_CELL)
    .map((c) => c.name);
  return {
    tables: [
      {
        id: 'cohorts',
        title: 'The cohorts and what they have brought so far',
        section: 'The cohorts',
        description:
          'Older cohorts had more time: compare values at equal age, below. "whole" = the whole acquisition is observed.',
        terminalRows: 40,
        columns: [
          { id: 'cohort', title: 'cohort', type: 'text' },
          columns.customers,
          withBar(columns.shareCustomers),
          { id: 'whole', title: 'whole', type: 'boolean' },
          { id: 'buyers', title: 'with an order', type: 'count', wide: true },
          { ...columns.orders },
          { ...moneyColumn('spend', 'spend', currency), wide: metric !== 'spend' },
          { ...columns.shareSpend, wide: metric !== 'spend' },
          { ...moneyColumn('profit', 'profit', currency), wide: metric !== 'profit' },
          { ...columns.shareProfit, wide: metric !== 'profit' },
          { ...moneyColumn('value_per_member', `${metric} per member`, currency), wide: true },
          columns.smallCell,
        ],
        rows: groups.map(({ cohort, total, buyers }) => ({
          cohort: cohort.name,
          customers: cohort.customers,
          share_customers: ratio(cohort.customers, customers),
          whole: cohort.whole,
          buyers: cohort.buyers,
          orders: buyers.orders,
          spend: moneyCell(total.spend, digits),
          share_spend: shareOf(total.spend, whole.spend),
          profit: moneyCell(total.profit, digits),
          share_profit:
            total.profit === null || whole.profit === null ? null : shareOf(total.profit, whole.profit),
          value_per_member: perHead(valueIn(total, metric), cohort.customers, digits),
          small_cell: cohort.customers < SMALL_CELL,
        })),
      },
    ],
    identities: [
      exactIdentity(
        'cohorts_orders',
        'orders of the cohorts = orders of the periods',
        groups.reduce((n, { buyers }) => n + buyers.orders, 0),
        grid.cells.reduce((n, { cell }) => n + cell.buyers.orders, 0),
      ),
    ],
    notes:
      small.length === 0
        ? []
        : [
            {
              code: 'small_cohorts',
              text: `Fewer than ${SMALL_CELL} customers, so single customers move the figures: ${listed(small)}.`,
            },
          ],
    answers: [sizes(grid.cohorts, customers)],
  };
}

function sizes(cohorts: readonly Cohort[], customers: number) {
  const own = cohorts.filter(({ kind }) => kind === 'cohort');
  const largest = own.reduce((a, b) => (b.customers > a.customers ? b : a), own[0] ?? cohorts[0]!);
  const share = `${percent(ratio(largest.customers, customers))} of all customers`;
  const size = counted(
    own.reduce((n, c) => n + c.customers, 0),
    'customer',
  );
  return {
    question: 'Which cohorts are there?',
    answer:
      own.length === 1
        ? `One, ${largest.name}, with ${size}: ${share}.`
        : `${count(own.length)} with ${size}; the largest, ${largest.name}, holds ${share}.`,
  };
}
