import { periodName } from '../../common/calendar.js';
import type { Mart } from '../../mart/build.js';
import type { StoreRow } from '../../store/store.js';
import { type Aggregate, aggregate, sum } from '../aggregate.js';
import type { CalendarRow } from '../calendar-rows.js';
import type { Cohort } from './cohort.js';
import type { Age, Life } from './scope.js';

/** The cohort's life, a period at a time: a period in which nothing happened is there with zeros. */
export async function cohortLife(mart: Mart, cohort: Cohort): Promise<Life> {
  await mart.build(['lens3_evolution', 'lens3_repeat_buying']);
  const evolution = await mart.rows(`select * from {{ ref('lens3_evolution') }}`);
  const repeats = await mart.rows(`select * from {{ ref('lens3_repeat_buying') }}`);
  const [size] = await mart.rows(
    `select count(*) as members, count(first_order_date) as buyers,
      coalesce(sum(case when acquisition_basis = 'customers_file' then 1 else 0 end), 0) as from_file,
      min(period_index(period_start(cast({{ var('cohort_start') }} as date), {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }}),
        {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }})) as first_index
    from {{ ref('lens3_members') }}`,
  );
  const joined = await acquiredBy(mart);
  const first = Number(size!.first_index);
  const periods = cohort.calendar.rows.filter(
    (row) => row.granularity === cohort.granularity && row.index >= first,
  );
  if (periods.length === 0) throw new Error(`no calendar for granularity: ${cohort.granularity}`);
  const last = periods.at(-1)!.index;
  const part = (index: number, isActive: boolean) =>
    sumOf(evolution.filter((row) => row.period_index === index && row.is_active === isActive));
  const ages = periods.map((period): Age => {
    const repeat = repeats.find((row) => row.period_index === period.index);
    return {
      age: period.index - first,
      period,
      label: nameOf(period, cohort),
      members: joined.filter(({ index }) => index <= period.index).reduce((n, { members }) => n + members, 0),
      active: part(period.index, true),
      returnsOnly: part(period.index, false),
      activeNext: period.index === last ? null : Number(repeat?.active_next ?? 0),
      newBuyers: Number(repeat?.new_buyers ?? 0),
      lastOrderDays: Number(repeat?.last_order_days ?? 0),
    };
  });
  return {
    ages,
    total: { ...(await directTotal(mart)), customers: Number(size!.members) },
    before: sumOf(evolution.filter((row) => Number(row.period_index) < first)),
    buyers: Number(size!.buyers),
    fromFile: Number(size!.from_file),
  };
}

function nameOf({ start, granularity }: CalendarRow, { fiscalYearStart }: Cohort): string {
  return periodName(start, granularity, fiscalYearStart);
}

function sumOf(rows: readonly StoreRow[]): Aggregate {
  return sum(rows.map(aggregate));
}

async function acquiredBy(mart: Mart): Promise<{ index: number; members: number }[]> {
  const rows = await mart.rows(
    `select period_index(period_start(acquisition_date, {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }}),
        {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }}) as acquired_in, count(*) as members
    from {{ ref('lens3_members') }} group by acquired_in`,
  );
  return rows.map((row) => ({ index: Number(row.acquired_in), members: Number(row.members) }));
}

/** The second way to the cohort's sums: without periods. */
async function directTotal(mart: Mart): Promise<Aggregate> {
  const isMember = "customer_id in (select customer_id from {{ ref('lens3_members') }})";
  const [orders] = await mart.rows(
    `select 0 as customers, count(*) as orders, sum(spend) as spend, sum(profit) as profit,
      sum(profit_known_spend) as profit_known_spend from {{ ref('orders') }} where ${isMember}`,
  );
  const [returns] = await mart.rows(
    `select 0 as customers, 0 as orders, -sum(amount) as spend, sum(profit_effect) as profit,
      -sum(profit_known_amount) as profit_known_spend from {{ ref('returns') }} where ${isMember}`,
  );
  return sum([aggregate(orders!), aggregate(returns!)]);
}
