import type { Mart } from '../mart/build.js';
import type { CohortValues } from '../models/cohort-factors.js';
import { monthNumber } from './occasion-histories.js';

/** Reads spend net of returns by month of acquisition and complete months since, as far as the observation reaches. */
export async function readCohortValues(mart: Mart): Promise<CohortValues & { readonly customers: number }> {
  const rows = await mart.rows(`with flows as (
      select customer_id, ${monthNumber('order_date')} as month_number, spend as value from {{ ref('orders') }}
      union all
      select customer_id, ${monthNumber('return_date')}, -amount from {{ ref('returns') }}
    ),
    starts as (
      select customer_id, min(month_number) as first_month
      from (select customer_id, ${monthNumber('order_date')} as month_number from {{ ref('orders') }})
      group by customer_id
    ),
    ends as (
      select ${monthNumber("(as_of + interval '1 day')")} - 1 as last_month from {{ ref('observation') }}
    ),
    sizes as (
      select first_month, count(*) as customers from starts group by first_month
    ),
    totals as (
      select starts.first_month, greatest(0, flows.month_number - starts.first_month) as age,
        cast(sum(flows.value) as double) as value
      from flows
      inner join starts on flows.customer_id = starts.customer_id
      cross join ends
      where flows.month_number <= last_month
      group by all
    )
    select sizes.first_month, sizes.customers, last_month - sizes.first_month as oldest, totals.age, totals.value
    from sizes
    cross join ends
    left join totals on sizes.first_month = totals.first_month
    where sizes.first_month <= last_month
    order by sizes.first_month, totals.age`);
  const cohorts = new Map<number, { customers: number; values: number[] }>();
  for (const row of rows) {
    const month = Number(row.first_month);
    const cohort = cohorts.get(month) ?? {
      customers: Number(row.customers),
      values: new Array<number>(Number(row.oldest) + 1).fill(0),
    };
    if (row.age !== null) cohort.values[Number(row.age)] = Number(row.value);
    cohorts.set(month, cohort);
  }
  const all = [...cohorts.values()];
  return {
    VALUE: all.map(({ values }) => values),
    CUSTOMERS: all.map(({ customers }) => customers),
    customers: all.reduce((sum, { customers }) => sum + customers, 0),
  };
}
