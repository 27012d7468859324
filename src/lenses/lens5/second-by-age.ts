import type { Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { lastComplete } from '../cohorts/ages.js';
import type { CohortBase } from '../cohorts/base.js';
import { nothing, type Part } from '../cohorts/part.js';
import { spreadAtAge, withFinding } from '../cohorts/spread.js';
import { completeOnly } from '../cohorts/under-way.js';
import { columns, SMALL_CELL } from '../columns.js';
import { percent } from '../wording.js';

/** The share of each cohort with a second purchase day by the end of each age. */
export async function secondByAge(base: CohortBase): Promise<Part> {
  const { mart, grid } = base;
  if (grid.by === 'fixed_day') return nothing;
  await mart.build(['cohort_second_ages']);
  const found = await mart.rows(`select * from {{ ref('cohort_second_ages') }}`);
  const seconds = new Map(
    found.map((row) => [`${row.cohort}/${row.start_index}/${row.age}`, Number(row.customers)]),
  );
  const last = lastComplete(grid);
  const end = grid.by === 'acquisition' ? grid.periods.at(-1)?.index : last;
  const completePeriods = new Set(grid.periods.filter(({ complete }) => complete).map(({ index }) => index));
  const rows = grid.cohorts
    .filter(({ kind }) => kind === 'cohort')
    .flatMap((cohort): Row[] => {
      const starts = [...cohort.starts].flatMap(([start, customers]) =>
        start === null ? [] : [{ start, customers, bought: 0 }],
      );
      const list: Row[] = [];
      for (let age = 0; ; age++) {
        for (const part of starts)
          part.bought +=
            seconds.get(`${cohort.start === null ? cohort.name : null}/${part.start}/${age}`) ?? 0;
        const observed = starts.filter(({ start }) => start + age <= (end ?? Number.NEGATIVE_INFINITY));
        if (observed.length === 0) return list;
        const customers = observed.reduce((n, part) => n + part.customers, 0);
        const second = observed.reduce((n, part) => n + part.bought, 0);
        list.push({
          cohort: cohort.name,
          age,
          customers,
          second,
          cumulative_share: ratio(second, customers),
          complete: observed.every(({ start }) => completePeriods.has(start + age)),
          small_cell: customers < SMALL_CELL,
        });
      }
    });
  const unit = grid.granularity;
  return {
    tables: [
      {
        id: 'second_purchase_by_age',
        title: 'Share of the cohort with a second purchase day, by age',
        section: 'Second purchase',
        description: `Cumulative, by the end of the ${unit} of that age.`,
        terminalRows: 24,
        columns: [
          { id: 'cohort', title: 'cohort', type: 'text' },
          { id: 'age', title: 'age', type: 'count' },
          { ...columns.customers, title: 'size' },
          { id: 'second', title: 'with a second', type: 'count' },
          { id: 'cumulative_share', title: 'share', type: 'share', digits: 1 },
          { id: 'complete', title: 'complete', type: 'boolean', wide: true },
          columns.smallCell,
        ],
        rows,
      },
    ],
    figures:
      rows.length === 0
        ? []
        : [
            {
              id: 'second_purchase_map',
              title: withFinding(
                'Share with a second purchase day',
                spreadAtAge(rows, 'cumulative_share', true),
              ),
              kind: 'heatmap',
              table: 'second_purchase_by_age',
              x: 'age',
              y: ['cumulative_share'],
              series: 'cohort',
              ...completeOnly(grid, `age (${unit}s since acquisition)`),
              yLabel: 'share with a second purchase day',
              alternative: 'Heat map of the share of each cohort with a second purchase day by age.',
            },
          ],
    answers: answers(rows, unit),
  };
}

function answers(rows: readonly Row[], unit: string) {
  const oldest = rows.findLast((row) => row.complete === true && row.cohort === rows[0]?.cohort);
  if (!oldest) return [];
  return [
    {
      question: 'How many customers ever come back?',
      answer: `Of ${oldest.cohort}, ${percent(oldest.cumulative_share)} had a second purchase day by the end of ${unit} ${oldest.age} after acquisition.`,
    },
  ];
}
