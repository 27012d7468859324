import { daysBetween } from '../../common/calendar.js';
import { roundMoney } from '../../common/money.js';
import type { Table } from '../../common/result.js';
import { ratio } from '../../lenses/aggregate.js';
import { columns, moneyColumn, SMALL_CELL } from '../../lenses/columns.js';
import type { CheckScope } from './scope.js';

/** Each segment's own history: span since its first order, and whether that is enough for a model of its own. */
export async function segmentVerdicts(
  { base, currency, digits }: CheckScope,
  attribute: string,
): Promise<Table> {
  await base.mart.build(['profile_segments']);
  const rows = await base.mart.rows(
    `select * from {{ ref('profile_segments') }} order by customers desc, segment`,
  );
  const asOf = base.observation.asOf;
  return {
    id: 'segments',
    title: `History by ${attribute}`,
    section: 'Verdict',
    description:
      'Enough: a year or more since the first order, 1,000 customers, 50 of them with orders on two days.',
    columns: [
      { id: 'segment', title: attribute, type: 'text' },
      columns.customers,
      { id: 'first_order', title: 'first order', type: 'date' },
      { id: 'span_days', title: 'span', type: 'count', unit: 'days' },
      { id: 'two_days', title: '2+ days', type: 'share', digits: 1 },
      { id: 'three_days', title: '3+ days', type: 'share', digits: 1, wide: true },
      { ...moneyColumn('spend', 'spend', currency), wide: true },
      { id: 'enough', title: 'enough', type: 'text' },
      columns.smallCell,
    ],
    rows: rows.map((row) => {
      const customers = Number(row.customers);
      const spanDays = asOf === null ? 0 : daysBetween(String(row.first_order_date), asOf) + 1;
      const repeaters = Number(row.customers_two_days);
      return {
        segment: row.segment!,
        customers,
        first_order: row.first_order_date!,
        span_days: spanDays,
        two_days: ratio(repeaters, customers),
        three_days: ratio(Number(row.customers_three_days), customers),
        spend: roundMoney(String(row.spend), digits),
        enough:
          spanDays >= 365 && customers >= 1_000 && repeaters >= 50
            ? 'yes'
            : spanDays >= 365 && customers >= 100 && repeaters >= 50
              ? 'just'
              : 'no',
        small_cell: customers < SMALL_CELL,
      };
    }),
  };
}
