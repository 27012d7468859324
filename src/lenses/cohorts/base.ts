import type { Granularity } from '../../common/calendar.js';
import { noOrdersInPeriod } from '../../common/messages/lenses.js';
import { dayNotObserved } from '../../common/messages/lenses-cohorts.js';
import type { Identity, Note } from '../../common/result.js';
import { sum } from '../aggregate.js';
import { exactIdentity } from '../identity.js';
import { type LeftTruncation, leftTruncation } from '../left-truncation.js';
import { chooseMetric } from '../metric.js';
import { lastComplete } from './ages.js';
import { all, type Metric } from './cell.js';
import { chooseGranularity, type GranularityEvidence, granularityEvidence } from './granularity.js';
import { type CohortGrid, type GridPeriod, loadGrid } from './grid.js';
import { storeGroups } from './groups.js';
import { cohortNotes } from './notes.js';
import type { CohortContext } from './settings.js';

/** What both lenses on cohorts start from. */
export interface CohortBase extends Omit<CohortContext, 'metric' | 'granularity'> {
  readonly grid: CohortGrid;
  readonly metric: Metric;
  readonly evidence: readonly GranularityEvidence[];
  readonly truncation: LeftTruncation;
  /** The last period observed to its end; null when none is. */
  readonly last: GridPeriod | null;
  readonly identities: readonly Identity[];
  readonly notes: readonly Note[];
}

/** What depends on settings of the cohorts and has to be made anew when these change. */
const REMADE = [
  'cohort_members',
  'cohort_sizes',
  'cohort_days',
  'cohort_periods',
  'cohort_cells',
  'cohort_period_totals',
  'cohort_second_purchases',
  'cohort_waits',
  'cohort_second_ages',
  'cohort_history',
  'cohort_segments',
];

/**
 * Forms the cohorts and sums what they did by period.
 * @throws ClvError when there is no order, or cohorts are asked for on a day outside the data.
 */
export async function cohortBase(
  asked: CohortContext,
  isEnough: (evidence: GranularityEvidence) => boolean,
): Promise<CohortBase> {
  const context = splitByAttribute(asked);
  const { mart, fiscalYearStart, cohortBy } = context;
  if (cohortBy.kind !== 'acquisition') mart.forget(REMADE);
  const truncation = await leftTruncation(mart, context.historyStart);
  mart.set({ history_start: truncation.until, fiscal_year_start: fiscalYearStart });
  const evidence = await granularityEvidence(mart, truncation.until);
  const granularity = context.granularity ?? chooseGranularity(evidence, isEnough);
  if (!evidence.some((found) => found.granularity === granularity)) {
    mart.set({ granularity: 'all' });
    mart.forget(['periods']);
    await mart.build(['periods']);
  }
  mart.set({ granularity });
  await checkDay(context);
  await storeGroups(context);
  const grid = await loadGrid(
    mart,
    granularity,
    fiscalYearStart,
    'asOf' in cohortBy ? 'fixed_day' : cohortBy.kind === 'attribute' ? 'attribute' : 'acquisition',
    truncation.until,
  );
  if (grid.periods.length === 0) throw noOrdersInPeriod();
  const buyers = sum(grid.cells.map(({ cell }) => cell.buyers));
  const { metric, note } = chooseMetric(context.metric, buyers);
  mart.set({ metric });
  const last = lastComplete(grid);
  const base = {
    ...context,
    grid,
    metric,
    truncation,
    evidence,
    last: grid.periods.find(({ index }) => index === last) ?? null,
  };
  return {
    ...base,
    identities: await closes(base),
    notes: [note, ...(await cohortNotes(base, context.granularity !== null))],
  };
}

/** A report split by an attribute has cohorts by that attribute, where it asks for no others. */
function splitByAttribute(context: CohortContext): CohortContext {
  return context.by !== null && context.cohortBy.kind === 'acquisition'
    ? { ...context, cohortBy: { kind: 'attribute', name: context.by } }
    : context;
}

/** The same cohorts by other calendar periods; what the mart holds of the old ones is gone then. */
export async function regrid(base: CohortBase, granularity: Granularity): Promise<CohortGrid> {
  base.mart.forget(REMADE);
  base.mart.set({ granularity });
  return loadGrid(base.mart, granularity, base.fiscalYearStart, base.grid.by, base.truncation.until);
}

/** Leaves the mart's vars as other lenses expect them. Cohorts by acquisition may serve the next lens as they are. */
export function release({ mart, by, cohortBy }: Pick<CohortContext, 'mart' | 'by' | 'cohortBy'>): void {
  if (by !== null || cohortBy.kind !== 'acquisition') {
    mart.forget([...REMADE, 'customer_segments', 'customer_first_baskets']);
  }
  mart.set({ granularity: 'all', attribute: by, cohort_by: null, cohort_date: null, history_start: null });
}

async function checkDay({ mart, cohortBy, asOf }: CohortContext): Promise<void> {
  if (!('asOf' in cohortBy)) return;
  const [observed] = await mart.rows(`select first_order_date from {{ ref('observation') }}`);
  const first = String(observed!.first_order_date);
  if (cohortBy.asOf < first || cohortBy.asOf >= asOf)
    throw dayNotObserved('--cohort-by', cohortBy.asOf, first, asOf);
}

/** The cohorts' sums against orders and returns themselves, period by period, and customers counted a second way. */
async function closes({ mart, grid, last }: Pick<CohortBase, 'mart' | 'grid' | 'last'>): Promise<Identity[]> {
  await mart.build(['cohort_period_totals']);
  const rows = await mart.rows(`select * from {{ ref('cohort_period_totals') }}`);
  const direct = new Map(rows.map((row) => [Number(row.period_index), row]));
  const indexes = [...new Set([...direct.keys(), ...grid.cells.map(({ period }) => period)])];
  const byPeriod = new Map(indexes.map((index) => [index, sum([])]));
  for (const { period, cell } of grid.cells) byPeriod.set(period, sum([byPeriod.get(period)!, all(cell)]));
  const broken = indexes.filter((index) => {
    const row = direct.get(index);
    const part = byPeriod.get(index)!;
    return !(
      part.orders === Number(row?.orders ?? 0) &&
      part.spend.eq(String(row?.spend ?? 0)) &&
      (part.profit ?? part.spend.times(0)).eq(String(row?.profit ?? 0))
    );
  });
  const total = sum([...byPeriod.values()]);
  const wholeOf = (column: string) =>
    rows.reduce((whole, row) => whole.plus(String(row[column] ?? 0)), total.spend.times(0));
  const [known] = await mart.rowsOnce(
    `with seen as (select as_of from {{ ref('observation') }}),
    known as (
      select customer_id from {{ ref('customers') }}, seen where acquisition_date <= as_of or first_order_date <= as_of
    ),
    given_back as (
      select distinct customer_id from {{ ref('returns') }}, seen where return_date <= as_of
    )
    select (select count(*) from known) + (select count(*) from given_back)
      - (select count(*) from known inner join given_back on known.customer_id = given_back.customer_id) as customers`,
  );
  const [active] = await mart.rowsOnce(
    `select count(distinct customer_id) as customers from {{ ref('orders') }}
    where order_date between cast($from as date) and cast($to as date)`,
    { from: last?.start ?? null, to: last?.end ?? null },
  );
  return [
    exactIdentity(
      'cohorts_active',
      'active customers of the cohorts in the last complete period = customers with an order in it',
      grid.cells
        .filter(({ period }) => period === last?.index)
        .reduce((n, { cell }) => n + cell.buyers.customers, 0),
      Number(active!.customers),
    ),
    exactIdentity(
      'cohorts_customers',
      'customers of the cohorts = customers',
      grid.cohorts.reduce((count, { customers }) => count + customers, 0),
      Number(known!.customers),
    ),
    exactIdentity(
      'cohorts_periods',
      'periods in which orders, spend or profit of the cohorts differ from those of the data',
      broken.length,
      0,
    ),
    exactIdentity(
      'cohorts_spend',
      'spend of the cohorts = orders less returns',
      total.spend,
      wholeOf('spend'),
    ),
    exactIdentity(
      'cohorts_profit',
      'profit of the cohorts = profit of orders and returns',
      total.profit ?? 0,
      wholeOf('profit'),
    ),
  ];
}
