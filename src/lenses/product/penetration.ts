import { counted } from '../../common/messages/counted.js';
import type { Note, Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns } from '../columns.js';
import type { Cohort } from '../lens3/cohort.js';
import type { ProductPart, ProductScope } from './scope.js';

/** How far each category reaches in one cohort, by calendar periods since acquisition; silent ages are zeros. */
export async function penetration(scope: ProductScope, cohort: Cohort): Promise<ProductPart> {
  const { mart, words, shortLabels } = scope;
  const { granularity, label } = cohort;
  mart.set({ cohort_start: cohort.from, cohort_end: cohort.to, cohort_granularity: granularity });
  await mart.build(['product_penetration', 'customers']);
  const found = await mart.rows(`select * from {{ ref('product_penetration') }} order by age`);
  const [members] = await mart.rows(
    `select count(*) as customers from {{ ref('customers') }}
    where acquisition_date between cast({{ var('cohort_start') }} as date) and cast({{ var('cohort_end') }} as date)`,
  );
  const size = Number(members!.customers);
  const ages = agesOf(cohort);
  return {
    tables: [
      {
        id: 'penetration',
        title: `Customers acquired in ${label}: who buys which ${words.one}, by ${granularity}s since`,
        section: 'A cohort over time',
        description: `Share of the ${counted(size, 'customer')} of the cohort, active or not, who bought the ${words.one} in that ${granularity}, and at any time up to it. Age 0 is the ${granularity} of acquisition.`,
        terminalRows: 24,
        columns: [
          { id: 'category', title: words.one, type: 'text' },
          { id: 'age', title: 'age', type: 'count', unit: `${granularity}s` },
          { id: 'complete', title: 'complete', type: 'boolean', wide: true },
          { id: 'cohort_size', title: 'cohort', type: 'count', unit: 'customers', wide: true },
          columns.customers,
          { id: 'share', title: '% of the cohort', type: 'share', digits: 1 },
          { id: 'cumulative_customers', title: 'ever', type: 'count' },
          { id: 'cumulative_share', title: '% ever', type: 'share', digits: 1 },
        ],
        rows: [...shortLabels].flatMap(([number, name]) => {
          const rows = found.filter((row) => Number(row.short_number) === number);
          return ages.map(({ age, complete }): Row => {
            const customers = Number(rows.find((row) => Number(row.age) === age)?.customers ?? 0);
            const ever = rows
              .filter((row) => Number(row.age) <= age)
              .reduce((total, row) => total + Number(row.new_customers), 0);
            return {
              category: name,
              age,
              complete,
              cohort_size: size,
              customers,
              share: ratio(customers, size),
              cumulative_customers: ever,
              cumulative_share: ratio(ever, size),
            };
          });
        }),
      },
    ],
    identities: [],
    notes: unfinished(granularity, ages),
  };
}

interface Age {
  readonly age: number;
  readonly complete: boolean;
}

/** Ages of the last acquired: everybody else has reached them too. */
function agesOf({ to, granularity, calendar }: Cohort): Age[] {
  const periods = calendar.rows.filter((row) => row.granularity === granularity);
  const last = periods.find(({ start, end }) => start <= to && to < end) ?? periods.at(-1);
  return periods
    .filter(({ index }) => last !== undefined && index >= last.index)
    .map(({ index, complete }) => ({ age: index - last!.index, complete }));
}

function unfinished(granularity: string, ages: readonly Age[]): Note[] {
  const last = ages.at(-1);
  if (last === undefined || last.complete) return [];
  return [
    {
      code: 'penetration_incomplete',
      text: `The last ${granularity} of the cohort (age ${last.age}) is not observed to its end: its shares are too low.`,
    },
  ];
}
