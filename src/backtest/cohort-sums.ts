import type { Mart } from '../mart/build.js';
import { type CohortFactors, cohortFactors } from '../models/cohort-factors.js';
import { identifier, literal } from '../store/sql.js';
import { lastCompleteMonth, STAGED } from './split-rows.js';

/** Factors of growth to date by age in months, of purchases and of spend. */
export interface SplitFactors {
  readonly purchases: CohortFactors;
  readonly spend: CohortFactors;
}

/** Fits cohort factors to the staged occasions as known at the origin, in complete months; null when no age is known. */
export async function readFactors(mart: Mart, origin: string): Promise<SplitFactors | null> {
  const last = lastCompleteMonth(origin);
  const rows = await mart.rows(`with dated as (
      select customer_id, month_number, spend, number,
        min(month_number) over (partition by customer_id) as first_month
      from ${identifier(STAGED)}
      where order_date <= date ${literal(origin)}
    )
    select first_month, month_number - first_month as age,
      count(*) filter (where number = 1) as customers,
      cast(count(*) as double) as purchases,
      cast(sum(spend) as double) as spend
    from dated
    where month_number <= ${last}
    group by all
    order by first_month, age`);
  const cohorts = new Map<number, { customers: number; purchases: number[]; spend: number[] }>();
  for (const row of rows) {
    const month = Number(row.first_month);
    const empty = () => new Array<number>(last - month + 1).fill(0);
    const cohort = cohorts.get(month) ?? { customers: 0, purchases: empty(), spend: empty() };
    const age = Number(row.age);
    cohort.customers += Number(row.customers);
    cohort.purchases[age] = Number(row.purchases);
    cohort.spend[age] = Number(row.spend);
    cohorts.set(month, cohort);
  }
  const all = [...cohorts.values()];
  const CUSTOMERS = all.map(({ customers }) => customers);
  const [purchases, spend] = (['purchases', 'spend'] as const).map((of) =>
    cohortFactors({ VALUE: all.map((cohort) => cohort[of]), CUSTOMERS }),
  ) as [CohortFactors, CohortFactors];
  return purchases.links.length === 0 || spend.links.length === 0 ? null : { purchases, spend };
}
