import { counted } from '../../common/messages/counted.js';
import type { Note } from '../../common/result.js';
import type { LeftTruncation } from '../left-truncation.js';
import { count } from '../wording.js';
import type { CohortGrid } from './grid.js';
import type { CohortContext } from './settings.js';

const NOUN = { week: 'weeks', month: 'months', quarter: 'quarters', year: 'years' } as const;

/** What the reader must know of how the cohorts were formed. */
export async function cohortNotes(
  context: Pick<CohortContext, 'mart' | 'cohortBy' | 'asOf'> & {
    readonly grid: CohortGrid;
    readonly truncation: LeftTruncation;
  },
  granularityAsked: boolean,
): Promise<Note[]> {
  const { grid, asOf } = context;
  const last = grid.periods.at(-1);
  return [
    {
      code: 'granularity',
      text: `Ages and periods are calendar ${NOUN[grid.granularity]}${granularityAsked ? ', as asked' : ', the coarsest that the data support'}; silent periods count as zeros.`,
    },
    ...(await basis(context)),
    ...beforeData(context),
    ...(last && !last.complete
      ? [
          {
            code: 'incomplete_period',
            text: `${last.name} is not over (observed to ${asOf}): its figures are marked and no comparison or forecast rests on them.`,
          },
        ]
      : []),
    ...partial(grid),
  ];
}

async function basis({ mart, cohortBy }: Pick<CohortContext, 'mart' | 'cohortBy'>): Promise<Note[]> {
  const [row] = await mart.rowsOnce(
    `select count(*) filter (customers.acquisition_basis = 'customers_file') as named,
      count(*) filter (customers.acquisition_basis = 'first_order') as by_order,
      count(*) filter (customers.acquisition_basis = 'first_order' and profiles.acquisition_ts is not null) as late,
      count(*) filter (customers.acquisition_date is null and customers.first_order_date is null) as unknown
    from {{ ref('customers') }} as customers
    left join {{ ref('customer_profiles') }} as profiles on customers.customer_id = profiles.customer_id`,
  );
  const named = Number(row!.named);
  const how =
    cohortBy.kind === 'attribute'
      ? `Cohorts are the values of ${cohortBy.name}; ages still count from acquisition, and each age is over the customers who have seen it to its end. `
      : 'asOf' in cohortBy
        ? `Cohorts are formed by what customers had done up to ${cohortBy.asOf}; only later periods are shown, so that nothing that a cohort is formed by is counted as its result. `
        : '';
  const text =
    named === 0
      ? `${how}A customer is acquired with the first order in the data.`
      : `${how}Acquisition is taken from the customers file for ${counted(named, 'customer')} and from the first order for ${count(row!.by_order)}; a cohort also holds customers who never ordered.`;
  const late = Number(row!.late);
  const unknown = Number(row!.unknown);
  return [
    { code: 'cohort_basis', text },
    ...(late > 0
      ? [
          {
            code: 'late_acquisition',
            text: `${counted(late, 'customer')} ordered before the acquisition that the customers file gives: their first order counts as acquisition.`,
          },
        ]
      : []),
    ...(unknown > 0
      ? [
          {
            code: 'no_acquisition',
            text: `${counted(unknown, 'customer')} ${unknown === 1 ? 'has' : 'have'} neither an order nor an acquisition date: such customers are in no cohort (those with a return are in the row "before data").`,
          },
        ]
      : []),
  ];
}

function beforeData({ grid, truncation }: { grid: CohortGrid; truncation: LeftTruncation }): Note[] {
  const before = grid.cohorts.find(({ kind }) => kind === 'before_data');
  if (!before) return [];
  const one = before.customers === 1;
  const why =
    truncation.until === null
      ? `Acquired, or with a return, before ${one ? 'the' : 'their'} first order in the data.`
      : `${truncation.reason} First seen before ${truncation.until}, or known from before.`;
  return [
    {
      code: 'before_data',
      text: `${counted(before.customers, 'customer')} ${one ? 'stands' : 'stand'} in the row "before data", outside all claims about cohorts: ${one ? 'this may have been a customer' : 'they may have been customers'} before the data begin. ${why}`,
    },
  ];
}

function partial({ cohorts }: CohortGrid): Note[] {
  const names = cohorts.filter(({ kind, whole }) => kind === 'cohort' && !whole).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    {
      code: 'partial_cohorts',
      text: `Only a part of the acquisition of ${names.join(', ')} is observed: shown, but outside comparisons.`,
    },
  ];
}
