import { money } from '../../common/money.js';
import { moneyCell, shareOf } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import { all, valueIn } from '../cohorts/cell.js';
import type { Part } from '../cohorts/part.js';
import { overOnly } from '../cohorts/under-way.js';
import { moneyColumn } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { amount, percent } from '../wording.js';
import type { BasePeriod } from './scope.js';

/** Acquisition + returning + change among those active in both − inactive = change, exactly. */
export function growth(base: CohortBase, periods: readonly BasePeriod[]): Part {
  const { metric, digits, currency } = base;
  const steps = periods.slice(1).map((now, i) => step(periods[i]!, now, metric));
  const rows = steps.map((part) => ({
    period: part.now.period.name,
    period_start: part.now.period.start,
    complete: part.now.period.complete && part.before.period.complete,
    value: moneyCell(part.value, digits),
    acquisition: moneyCell(part.acquisition, digits),
    returning: moneyCell(part.returning, digits),
    change_in_both: moneyCell(part.changeInBoth, digits),
    inactive: moneyCell(part.inactive, digits),
    before_data: moneyCell(part.firstSeen, digits),
    returns_without_order: moneyCell(part.returnsOnly, digits),
    change: moneyCell(part.change, digits),
    growth: shareOf(part.change, part.previous),
  }));
  const last = rows.findLast(({ complete }) => complete);
  const hasSeen = steps.some(({ firstSeen }) => !firstSeen.isZero());
  const hasReturns = steps.some(({ returnsOnly }) => !returnsOnly.isZero());
  const other = [
    ...(Number(last?.before_data ?? 0) === 0
      ? []
      : [`${amount(last!.before_data)} from customers older than the data`]),
    ...(Number(last?.returns_without_order ?? 0) === 0
      ? []
      : [`${amount(last!.returns_without_order)} by the change of returns without an order`]),
  ];
  const title = last
    ? `${last.period}: ${[
        `${amount(last.acquisition)} from first orders`,
        `${amount(last.returning)} from returning customers`,
        `${amount(last.change_in_both)} change among those active before`,
        `less ${amount(last.inactive)} of those now inactive`,
        ...other,
      ].join(', ')}`
    : `Change of the ${metric} by group of customers`;
  return {
    tables: [
      {
        id: 'growth',
        title: `Why the ${metric} changed: acquisition + returning + change in both − inactive = change`,
        section: 'Growth',
        description: `Against the ${base.grid.granularity} before. Inactive in one period is not lost: many come back.`,
        columns: [
          { id: 'period', title: 'period', type: 'text' },
          { id: 'period_start', title: 'from', type: 'date', wide: true },
          { id: 'complete', title: 'complete', type: 'boolean', wide: true },
          { ...moneyColumn('value', metric, currency), wide: true },
          moneyColumn('acquisition', 'acquisition', currency),
          moneyColumn('returning', 'returning', currency),
          moneyColumn('change_in_both', 'change in both', currency),
          moneyColumn('inactive', 'inactive', currency),
          { ...moneyColumn('before_data', 'first seen, older', currency), wide: !hasSeen },
          {
            ...moneyColumn('returns_without_order', 'returns without an order', currency),
            wide: !hasReturns,
          },
          moneyColumn('change', 'change', currency),
          { id: 'growth', title: 'growth', type: 'share', digits: 1, wide: true },
        ],
        rows,
      },
    ],
    identities: steps.map((part) =>
      exactIdentity(
        `growth_${part.now.period.start}`,
        `parts of the change = change in ${part.now.period.name}`,
        part.acquisition
          .plus(part.returning)
          .plus(part.changeInBoth)
          .minus(part.inactive)
          .plus(part.firstSeen)
          .plus(part.returnsOnly),
        part.change,
      ),
    ),
    figures:
      rows.length === 0
        ? []
        : [
            {
              id: 'growth_split',
              title,
              kind: 'stacked-bar',
              table: 'growth',
              x: 'period',
              y: [
                'acquisition',
                'returning',
                'change_in_both',
                'inactive',
                ...(hasSeen ? ['before_data'] : []),
                ...(hasReturns ? ['returns_without_order'] : []),
              ],
              minus: ['inactive'],
              ...overOnly(base.grid, 'period'),
              yLabel: currency === null ? metric : `${metric} (${currency})`,
              alternative: `Stacked columns of the parts of the change of the ${metric} by period, what the now inactive brought below zero. ${title}.`,
            },
          ],
    answers: last
      ? [
          {
            question: `Why did the ${metric} change?`,
            answer: `${title}; together ${amount(last.change)}${last.growth === null ? '' : ` (${percent(last.growth)})`}.`,
          },
        ]
      : [],
  };
}

function step(before: BasePeriod, now: BasePeriod, metric: CohortBase['metric']) {
  const value = (group: Parameters<typeof valueIn>[0]) => valueIn(group, metric);
  const { cell } = now;
  const firstSeen = value(now.firstSeen);
  const repeat = value(cell.repeat);
  return {
    before,
    now,
    value: value(all(cell)),
    previous: value(all(before.cell)),
    acquisition: value(cell.first).minus(firstSeen),
    firstSeen,
    returning: value(cell.buyers).minus(value(cell.first)).minus(repeat),
    changeInBoth: repeat.minus(value(cell.before)),
    inactive: value(before.cell.buyers).minus(value(cell.before)),
    returnsOnly: value(cell.returnsOnly).minus(value(before.cell.returnsOnly)),
    change: money(value(all(cell))).minus(value(all(before.cell))),
  };
}
