import { type CohortFactors, cohortFactors } from '../models/cohort-factors.js';
import { literal } from '../store/sql.js';
import type { Store, StoreRow } from '../store/store.js';
import type { Staged } from './occasions.js';
import { lastCompleteMonth } from './split-rows.js';

/** Factors of growth to date by age in months, of purchases and of spend. */
export interface SplitFactors {
  readonly purchases: CohortFactors;
  readonly spend: CohortFactors;
}

/** Fits cohort factors to the staged occasions as known at the origin, in complete months; null when no age is known. */
export async function readFactors(
  store: Store,
  staged: Staged,
  origin: string,
): Promise<SplitFactors | null> {
  const last = lastCompleteMonth(origin);
  const cohorts = new Map<number, { customers: number; purchases: number[]; spend: number[] }>();
  const add = ({ first_month, age, customers, purchases, spend }: StoreRow): void => {
    const month = Number(first_month);
    const empty = () => new Array<number>(last - month + 1).fill(0);
    const cohort = cohorts.get(month) ?? { customers: 0, purchases: empty(), spend: empty() };
    const k = Number(age);
    cohort.customers += Number(customers);
    cohort.purchases[k] = cohort.purchases[k]! + Number(purchases);
    cohort.spend[k] = cohort.spend[k]! + Number(spend);
    cohorts.set(month, cohort);
  };
  for (const table of staged) (await store.rows(sumsText(table, origin, last))).forEach(add);
  const all = [...cohorts.entries()].sort(([a], [b]) => a - b).map(([, cohort]) => cohort);
  const CUSTOMERS = all.map(({ customers }) => customers);
  const [purchases, spend] = (['purchases', 'spend'] as const).map((of) =>
    cohortFactors({ VALUE: all.map((cohort) => cohort[of]), CUSTOMERS }),
  ) as [CohortFactors, CohortFactors];
  return purchases.links.length === 0 || spend.links.length === 0 ? null : { purchases, spend };
}

/** Customers, purchases and spend by first month and age in months. */
function sumsText(table: string, origin: string, last: number): string {
  const known = `order_date <= date ${literal(origin)}`;
  return `with firsts as (
      select customer_id, month_number as first_month from ${table} where number = 1 and ${known}
    )
    select first_month, month_number - first_month as age,
      count(*) filter (where number = 1) as customers,
      cast(count(*) as double) as purchases,
      cast(sum(spend) as double) as spend
    from ${table} as occasions
    inner join firsts on occasions.customer_id = firsts.customer_id
    where ${known} and month_number <= ${last}
    group by all
    order by first_month, age`;
}
