import { addDays, type Granularity, periodName } from '../../common/calendar.js';
import { emptyProductCohort } from '../../common/messages/lenses-product.js';
import type { Mart } from '../../mart/build.js';
import type { CohortRequest, ProductContext, ProductOptions } from './scope.js';

/** Customers acquired in some days, followed by calendar periods since then. */
export interface ProductCohort extends CohortRequest {
  readonly customers: number;
  /** Ages that every member has reached, from 0; the last may not be observed to its end. */
  readonly ages: readonly { readonly age: number; readonly complete: boolean }[];
}

interface CalendarRow {
  readonly granularity: Granularity;
  readonly period_start: string;
  readonly period_end: string;
  readonly period_index: number;
  readonly is_complete: boolean;
}

const COARSE_TO_FINE: readonly Granularity[] = ['year', 'quarter', 'month'];
/** Complete periods that must follow that of acquisition. */
const OLD_ENOUGH = 2;

/**
 * The cohort asked for, else that of the oldest complete period after which two more are complete, in years, else
 * quarters, else months. Null when no cohort is old enough.
 * @throws ClvError when the cohort asked for has no member.
 */
export async function chooseCohort(
  context: ProductContext,
  { cohort, historyFrom }: ProductOptions,
): Promise<ProductCohort | null> {
  const { mart, granularity, fiscalYearStart } = context;
  await mart.build(['periods', 'customers']);
  const calendar = (await mart.rows(
    `select * from {{ ref('periods') }} order by granularity, period_start`,
  )) as unknown as CalendarRow[];
  const candidates =
    cohort === null
      ? oldEnough(
          calendar,
          granularity === null ? COARSE_TO_FINE : [granularity],
          historyFrom,
          fiscalYearStart,
        )
      : [{ ...cohort, granularity: granularity ?? cohort.granularity }];
  for (const candidate of candidates) {
    const customers = await members(mart, candidate);
    if (customers > 0) return { ...candidate, customers, ages: agesOf(candidate, calendar) };
  }
  if (cohort !== null) throw emptyProductCohort(cohort.label);
  return null;
}

/** Complete periods followed by enough others, oldest first, coarse before fine. */
function oldEnough(
  calendar: readonly CalendarRow[],
  grains: readonly Granularity[],
  historyFrom: string | null,
  fiscalYearStart: number,
): CohortRequest[] {
  return grains.flatMap((granularity) => {
    const complete = calendar.filter((row) => row.granularity === granularity && row.is_complete);
    return complete
      .slice(0, -OLD_ENOUGH)
      .filter(({ period_start }) => historyFrom === null || period_start >= historyFrom)
      .map((row) => ({
        from: row.period_start,
        to: addDays(row.period_end, -1),
        label: periodName(row.period_start, granularity, fiscalYearStart),
        granularity,
      }));
  });
}

async function members(mart: Mart, { from, to }: CohortRequest): Promise<number> {
  const [row] = await mart.rows(
    `select count(*) as customers from {{ ref('customers') }}
    where acquisition_date between cast($from as date) and cast($to as date)`,
    { from, to },
  );
  return Number(row!.customers);
}

/** Ages of the last acquired: everybody else has reached them too. */
function agesOf({ to, granularity }: CohortRequest, calendar: readonly CalendarRow[]): ProductCohort['ages'] {
  const periods = calendar.filter((row) => row.granularity === granularity);
  const start = periods.find((row) => row.period_start <= to && to < row.period_end);
  if (!start) return [];
  return periods
    .filter((row) => row.period_index >= start.period_index)
    .map((row) => ({ age: row.period_index - start.period_index, complete: row.is_complete }));
}
