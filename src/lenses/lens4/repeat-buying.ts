import { ratio } from '../aggregate.js';
import type { CohortBase } from '../cohorts/base.js';
import type { Part } from '../cohorts/part.js';
import { repeatRates } from '../cohorts/repeat-rates.js';
import { spreadAtAge, withFinding } from '../cohorts/spread.js';
import { completeOnly } from '../cohorts/under-way.js';
import { columns, SMALL_CELL } from '../columns.js';

/** Of those active at one age, the share that is active in the next period. */
export function repeatBuying({ grid }: CohortBase): Part {
  const rates = grid.cohorts.flatMap((cohort) => repeatRates(grid, cohort));
  const rows = rates.map(({ cohort, age, active, activeNext, complete }) => ({
    cohort: cohort.name,
    age,
    active,
    active_next: activeNext,
    rate: ratio(activeNext, active),
    complete,
    small_cell: active < SMALL_CELL,
  }));
  return {
    tables: [
      {
        id: 'repeat_buying',
        title: 'Repeat-buying rate: of the active at an age, the share active in the next period',
        section: 'Repeat buying',
        terminalRows: 24,
        columns: [
          { id: 'cohort', title: 'cohort', type: 'text' },
          { id: 'age', title: 'age', type: 'count' },
          { id: 'active', title: 'active', type: 'count' },
          { id: 'active_next', title: 'next period too', type: 'count' },
          { id: 'rate', title: 'rate', type: 'share', digits: 1 },
          { id: 'complete', title: 'complete', type: 'boolean', wide: true },
          columns.smallCell,
        ],
        rows,
      },
    ],
    figures:
      rates.length === 0
        ? []
        : [
            {
              id: 'repeat_buying_map',
              title: withFinding('Repeat-buying rate', spreadAtAge(rows, 'rate', true)),
              kind: 'heatmap',
              table: 'repeat_buying',
              x: 'age',
              y: ['rate'],
              series: 'cohort',
              ...completeOnly(grid, `age (${grid.granularity}s since acquisition)`),
              yLabel: 'repeat-buying rate',
              alternative: 'Heat map of the repeat-buying rate of each cohort by age.',
            },
          ],
  };
}
