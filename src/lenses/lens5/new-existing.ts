import { moneyCell, shareOf } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import { all, valueIn } from '../cohorts/cell.js';
import type { Part } from '../cohorts/part.js';
import { columns, moneyColumn } from '../columns.js';
import { percent, percentRange } from '../wording.js';
import type { BasePeriod } from './scope.js';

/** How much of each period's value new customers bring, and how much those acquired before. */
export function newExisting(base: CohortBase, periods: readonly BasePeriod[]): Part {
  const { metric, digits, currency } = base;
  const rows = periods.map(({ period, cell, fresh, acquired, unclear }) => {
    const total = all(cell);
    const value = valueIn(total, metric);
    const own = valueIn(all(fresh), metric);
    return {
      period: period.name,
      period_start: period.start,
      complete: period.complete,
      customers: cell.buyers.customers,
      orders: cell.buyers.orders,
      spend: moneyCell(total.spend, digits),
      profit: moneyCell(total.profit, digits),
      acquired,
      new: moneyCell(own, digits),
      existing: moneyCell(value.minus(own), digits),
      share_new: unclear ? null : shareOf(own, value),
      share_existing: unclear ? null : shareOf(value.minus(own), value),
    };
  });
  // In the first period of the data everybody is new.
  const known = rows.slice(1).filter((row) => row.complete && row.share_new !== null);
  return {
    tables: [
      {
        id: 'new_existing',
        title: `${metric === 'profit' ? 'Profit' : 'Spend'} from new and from existing customers`,
        section: 'Where the value comes from',
        description:
          'New: acquired in the period. Totals are net of all returns. Shares are left empty while old customers come up as new.',
        columns: [
          { id: 'period', title: 'period', type: 'text' },
          { id: 'period_start', title: 'from', type: 'date', wide: true },
          { id: 'complete', title: 'complete', type: 'boolean' },
          columns.customers,
          { ...columns.orders, wide: true },
          { ...moneyColumn('spend', 'spend', currency), wide: metric !== 'spend' },
          { ...moneyColumn('profit', 'profit', currency), wide: metric !== 'profit' },
          { id: 'acquired', title: 'new customers', type: 'count', wide: true },
          { ...moneyColumn('new', 'from new', currency) },
          { ...moneyColumn('existing', 'from existing', currency), wide: true },
          { id: 'share_new', title: '% new', type: 'share', digits: 1, bar: true },
          { id: 'share_existing', title: '% existing', type: 'share', digits: 1, wide: true },
        ],
        rows,
      },
    ],
    answers:
      known.length === 0
        ? []
        : [
            {
              question: `How much of the ${metric} do new customers bring?`,
              answer: `${percent(known.at(-1)!.share_new)} in ${known.at(-1)!.period}${
                known.length > 1
                  ? `; ${percentRange(
                      known.map((r) => r.share_new!),
                      'complete periods',
                    )}`
                  : ''
              }.`,
            },
          ],
  };
}
