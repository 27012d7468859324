import type { Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns, SMALL_CELL, withBar } from '../columns.js';
import type { Lens3Part, Lens3Scope } from './scope.js';

/** From each period to the next: of those who ordered, who ordered again. */
export function repeatBuying({ life }: Lens3Scope): Lens3Part {
  const steps = life.ages.slice(0, -1);
  const rows: Row[] = steps.map(({ age, label, period, active, activeNext }, i) => {
    const next = life.ages[i + 1]!;
    return {
      age,
      period: label,
      next_period: next.label,
      complete: period.complete && next.period.complete,
      active: active.customers,
      active_next: activeNext,
      rate: ratio(activeNext ?? 0, active.customers),
      small_cell: active.customers < SMALL_CELL,
    };
  });
  return {
    tables: [
      {
        id: 'repeat_buying',
        title: 'Repeat-buying rate from each period to the next',
        section: 'Who comes back',
        description: 'Who skips a period and comes back later is not in the rate of the skipped one.',
        columns: [
          { id: 'age', title: 'age', type: 'count' },
          { id: 'period', title: 'from', type: 'text' },
          { id: 'next_period', title: 'to', type: 'text' },
          { id: 'complete', title: 'complete', type: 'boolean' },
          { id: 'active', title: 'active', type: 'count' },
          { id: 'active_next', title: 'active in the next too', type: 'count' },
          withBar({ id: 'rate', title: 'rate', type: 'share', digits: 1 }),
          columns.smallCell,
        ],
        rows,
        terminalRows: 40,
      },
    ],
    identities: [],
  };
}
