import { counted } from '../../common/messages/counted.js';
import type { CohortBase } from '../cohorts/base.js';
import type { Part } from '../cohorts/part.js';
import { overOnly } from '../cohorts/under-way.js';
import { exactIdentity } from '../identity.js';
import { count } from '../wording.js';
import type { BasePeriod } from './scope.js';

/** Who is active in each period: with a first order, again after the period before, or back after a silence. */
export function flow(base: CohortBase, periods: readonly BasePeriod[]): Part {
  const rows = periods.map(({ period, cell, acquired, firstSeen }) => {
    const first = cell.first.customers;
    const repeat = cell.repeat.customers;
    return {
      period: period.name,
      period_start: period.start,
      complete: period.complete,
      acquired: first - firstSeen.customers,
      repeat,
      returning: cell.buyers.customers - first - repeat,
      before_data: firstSeen.customers,
      active: cell.buyers.customers,
      cohort_size: acquired,
    };
  });
  const last = rows.filter(({ complete }) => complete).at(-1);
  const hasBefore = rows.some(({ before_data }) => before_data > 0);
  const title = last
    ? last.active === 0
      ? `Nobody ordered in ${last.period}`
      : `${count(last.acquired)} of ${counted(last.active, 'active customer')} in ${last.period} ordered for the first time`
    : 'Active customers by what they did before';
  return {
    tables: [
      {
        id: 'flow',
        title: 'Active customers: first order, again, or back after a silence',
        section: 'The flow of customers',
        description: `First: first order ever. Again: active in the ${base.grid.granularity} before, too. Back: active earlier, silent in the ${base.grid.granularity} before.`,
        columns: [
          { id: 'period', title: 'period', type: 'text' },
          { id: 'period_start', title: 'from', type: 'date', wide: true },
          { id: 'complete', title: 'complete', type: 'boolean' },
          { id: 'acquired', title: 'first', type: 'count' },
          { id: 'repeat', title: 'again', type: 'count' },
          { id: 'returning', title: 'back', type: 'count' },
          { id: 'before_data', title: 'first seen, older', type: 'count', wide: !hasBefore },
          { id: 'active', title: 'active', type: 'count', bar: true },
          { id: 'cohort_size', title: 'acquired (cohort)', type: 'count', wide: true },
        ],
        rows,
      },
    ],
    identities: [
      exactIdentity(
        'flow_active',
        'first + again + back + first seen = active customers',
        rows.reduce((n, row) => n + row.acquired + row.repeat + row.returning + row.before_data, 0),
        base.grid.cells.reduce((n, { cell }) => n + cell.buyers.customers, 0),
      ),
    ],
    figures: [
      {
        id: 'acquisition_flow',
        title,
        kind: 'stacked-bar',
        table: 'flow',
        x: 'period',
        y: ['acquired', 'repeat', 'returning', ...(hasBefore ? ['before_data'] : [])],
        ...overOnly(base.grid, 'period'),
        yLabel: 'active customers',
        alternative: `Stacked columns of active customers by period: first orders, again, back after a silence. ${title}.`,
      },
    ],
    answers: last
      ? [
          {
            question: 'Who is active?',
            answer:
              last.active === 0
                ? `${title}.`
                : `${title}; ${count(last.repeat)} had been active in the ${base.grid.granularity} before, ${count(last.returning)} came back after a silence.`,
          },
        ]
      : [],
  };
}
