import type { Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns } from '../columns.js';
import type { ProductCohort } from './cohort.js';
import type { ProductPart, ProductScope } from './scope.js';

/** How far each category reaches in one cohort, by calendar periods since acquisition; silent ages are zeros. */
export async function penetration(scope: ProductScope, cohort: ProductCohort | null): Promise<ProductPart> {
  if (cohort === null)
    return {
      tables: [],
      identities: [],
      notes: [
        {
          code: 'no_old_cohort',
          text: 'No cohort has two complete periods after that of its acquisition: the penetration of a cohort over time is left out. A finer --granularity may help.',
        },
      ],
    };
  const { mart, words, shortLabels } = scope;
  mart.set({ cohort_start: cohort.from, cohort_end: cohort.to, cohort_granularity: cohort.granularity });
  await mart.build(['product_penetration']);
  const found = await mart.rows(`select * from {{ ref('product_penetration') }} order by age`);
  return {
    tables: [
      {
        id: 'penetration',
        title: `Customers acquired in ${cohort.label}: who buys which ${words.one}, by ${cohort.granularity}s since`,
        section: 'A cohort over time',
        description: `Share of the ${cohort.customers.toLocaleString('en-US')} customers of the cohort, active or not, who bought the ${words.one} in that ${cohort.granularity}, and at any time up to it. Age 0 is the ${cohort.granularity} of acquisition.`,
        terminalRows: 24,
        columns: [
          { id: 'category', title: words.one, type: 'text' },
          { id: 'age', title: 'age', type: 'count', unit: `${cohort.granularity}s` },
          { id: 'complete', title: 'complete', type: 'boolean', wide: true },
          { id: 'cohort_size', title: 'cohort', type: 'count', unit: 'customers', wide: true },
          columns.customers,
          { id: 'share', title: '% of the cohort', type: 'share', digits: 1 },
          { id: 'cumulative_customers', title: 'ever', type: 'count' },
          { id: 'cumulative_share', title: '% ever', type: 'share', digits: 1 },
        ],
        rows: [...shortLabels].flatMap(([number, name]) => {
          const rows = found.filter((row) => Number(row.short_number) === number);
          return cohort.ages.map(({ age, complete }): Row => {
            const customers = Number(rows.find((row) => Number(row.age) === age)?.customers ?? 0);
            const ever = rows
              .filter((row) => Number(row.age) <= age)
              .reduce((total, row) => total + Number(row.new_customers), 0);
            return {
              category: name,
              age,
              complete,
              cohort_size: cohort.customers,
              customers,
              share: ratio(customers, cohort.customers),
              cumulative_customers: ever,
              cumulative_share: ratio(ever, cohort.customers),
            };
          });
        }),
      },
    ],
    identities: [],
    notes: [
      ...(cohort.ages.every(({ complete }) => complete)
        ? []
        : [
            {
              code: 'penetration_incomplete',
              text: `The last ${cohort.granularity} of the cohort (age ${cohort.ages.at(-1)!.age}) is not observed to its end: its shares are too low.`,
            },
          ]),
      ...(found.some((row) => Number(row.age) < 0)
        ? [
            {
              code: 'orders_before_acquisition',
              text: 'Some customers of the cohort ordered before the acquisition date that the customers file gives: those orders count as "ever", at no age.',
            },
          ]
        : []),
    ],
  };
}
