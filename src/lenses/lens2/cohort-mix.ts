import { periodName } from '../../common/calendar.js';
import type { Row } from '../../common/result.js';
import { type Aggregate, aggregate, factors, moneyCell, ratio, shareOf, sum } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { type Lens2Part, type Lens2Scope, SIDES, type Side } from './scope.js';

/** When the customers of both periods were acquired, and what each cohort brings in each. */
export async function cohortMix(scope: Lens2Scope): Promise<Lens2Part> {
  const { mart, pair, totals, digits, currency, fiscalYearStart, metric } = scope;
  const granularity = pair.granularity === 'week' ? 'month' : (pair.granularity ?? 'quarter');
  mart.set({ cohort_granularity: granularity });
  await mart.build(['lens2_cohorts']);
  const found = await mart.rows(`select * from {{ ref('lens2_cohorts') }} order by cohort_start`);
  const bySide = (side: Side) => found.filter((row) => row.moment === (side === 'first' ? 1 : 2));
  const cell = (side: Side, start: string): Aggregate =>
    sum(
      bySide(side)
        .filter((row) => row.cohort_start === start)
        .map(aggregate),
    );
  const starts = [...new Set(found.map((row) => String(row.cohort_start)))];
  const rows: Row[] = starts.flatMap((start) =>
    SIDES.map((side) => {
      const part = cell(side, start);
      const whole = totals.active[side];
      return {
        cohort: periodName(start, granularity, fiscalYearStart),
        period: pair[side].label,
        customers: part.customers,
        share_customers: ratio(part.customers, whole.customers),
        orders: part.orders,
        ...factors(part, digits),
        spend: moneyCell(part.spend, digits),
        share_spend: shareOf(part.spend, whole.spend),
        profit: moneyCell(part.profit, digits),
        share_profit:
          part.profit === null || whole.profit === null ? null : shareOf(part.profit, whole.profit),
        small_cell: part.customers > 0 && part.customers < SMALL_CELL,
      };
    }),
  );
  const isProfit = metric === 'profit';
  return {
    tables: [
      {
        id: 'cohort_mix',
        title: 'When the customers of both periods were acquired',
        section: 'Who they are',
        description: `The cohort is the ${granularity} of acquisition: of the customers file where it says so, else of the first order.`,
        columns: [
          { id: 'cohort', title: 'cohort', type: 'text' },
          { id: 'period', title: 'period', type: 'text' },
          columns.customers,
          withBar(columns.shareCustomers),
          { ...columns.orders, wide: true },
          columns.aof,
          moneyColumn('aov', 'AOV', currency),
          { ...columns.knownShare, wide: true },
          { ...columns.margin, wide: true },
          { ...moneyColumn('spend', 'spend', currency), wide: true },
          { ...columns.shareSpend, wide: isProfit },
          { ...moneyColumn('profit', 'profit', currency), wide: true },
          { ...columns.shareProfit, wide: !isProfit },
          columns.smallCell,
        ],
        rows,
        terminalRows: 24,
      },
    ],
    identities: SIDES.flatMap((side) => {
      const all = sum(bySide(side).map(aggregate));
      return [
        exactIdentity(
          `cohort_mix_customers_${side}`,
          `customers of the cohorts = customers of the ${side} period`,
          all.customers,
          totals.active[side].customers,
        ),
        exactIdentity(
          `cohort_mix_spend_${side}`,
          `spend of the cohorts = spend of the customers of the ${side} period`,
          all.spend,
          totals.active[side].spend,
        ),
      ];
    }),
  };
}
