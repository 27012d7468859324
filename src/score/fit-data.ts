import type { Mart } from '../mart/build.js';
import { type Occasion, occasionHistories } from './occasion-histories.js';

/** What a fit reads of the customers: distinct histories in ticks (days, or opportunities), and mean spends. */
export interface FitData {
  readonly histories: {
    readonly X: Float64Array;
    /** Ticks from the first purchase to the last, and to the end of observation. */
    readonly T_X: Float64Array;
    readonly T: Float64Array;
    /** Customers with that history. */
    readonly N: Float64Array;
    /** Sum of ln(gap in ticks) of a customer with it, on average. */
    readonly LOG_GAPS: Float64Array;
  };
  /** Customers with at least one occasion in the spend history and a mean spend above 0. */
  readonly spends: { readonly X: Float64Array; readonly MEAN_SPEND: Float64Array };
  readonly leftOut: { readonly customers: number; readonly money: string };
  readonly customers: number;
}

interface Part {
  /** Of all customers, or of those with a value in the column `segment` of `customer_attributes`. */
  readonly segment?: string | null;
  /** Whether a model asks how regular purchases are; else `LOG_GAPS` is NaN. */
  readonly gaps?: boolean;
}

/**
 * Reads the sufficient statistics of the models as of the mart's end of observation. The spend model sees repeat occasions, or all of them.
 */
export async function readFitData(
  mart: Mart,
  occasion: Occasion,
  spendHistory: 'repeat' | 'all',
  { segment = null, gaps = false }: Part = {},
): Promise<FitData> {
  const source = await occasionHistories(mart, occasion, { gaps });
  const of = segment === null ? `(${source}) as histories` : ofSegment(source);
  const extra = segment === null ? {} : { segment };
  const { occasions, money } = spendOf(spendHistory);
  const countsAsked = await countsText(mart, of, occasion, segment);
  // The engine answers the next question while an answer is taken over.
  const [counts, spends, rest] = await Promise.all([
    mart.store.columns(countsAsked, ['x', 't_x', 't', 'n', 'log_gap'], extra),
    mart.store.columns(
      `select cast(${occasions} as double) as x, cast(${money} as double) / (${occasions}) as mean
      from ${of} where ${occasions} > 0 and ${money} > 0`,
      ['x', 'mean'],
      extra,
    ),
    mart.store.one(
      `select count(*) as customers,
        count(*) filter (where ${occasions} > 0 and ${money} <= 0) as left_out,
        coalesce(sum(${money}) filter (where ${occasions} > 0 and ${money} <= 0), 0) as money
      from ${of}`,
      extra,
    ),
  ]);
  return {
    histories: { X: counts.x, T_X: counts.t_x, T: counts.t, N: counts.n, LOG_GAPS: counts.log_gap },
    spends: { X: spends.x, MEAN_SPEND: spends.mean },
    leftOut: { customers: Number(rest.left_out), money: String(rest.money) },
    customers: Number(rest.customers),
  };
}

/** A row per distinct history, sorted by x, age and last purchase where they are of days; `log_gap` the mean of its customers; the stored relation where it is of this kind. */
async function countsText(
  mart: Mart,
  of: string,
  occasion: Occasion,
  segment: string | null,
): Promise<string> {
  // Without nulls, which are looked for one by one.
  const columns = (x: string, last: string, age: string, n: string, gap: string) =>
    `select cast(${x} as double) as x, cast(${last} as double) as t_x, cast(${age} as double) as t,
      cast(${n} as double) as n, coalesce(cast(${gap} as double) / ${n}, cast('nan' as double)) as log_gap`;
  if (occasion === 'month' || segment !== null) {
    return `${columns('x', 't_x_ticks', 't_ticks', 'count(*)', 'sum(sum_log_gap)')}
      from ${of} group by x, t_x_ticks, t_ticks`;
  }
  await mart.build(['purchase_history_counts']);
  return `${columns('x', 't_x_days', 't_days', 'customers', 'sum_log_gap')}
    from ${mart.table('purchase_history_counts')} order by 1, 3, 2`;
}

function ofSegment(source: string): string {
  return `(
    select histories.* from (${source}) as histories
    inner join customer_attributes as segments on histories.customer_id = segments.customer_id
    where segments.segment = $segment
  ) as histories`;
}

/** SQL of the occasions that the spend model counts and of the money spent on them. */
export function spendOf(history: 'repeat' | 'all'): { readonly occasions: string; readonly money: string } {
  return history === 'repeat'
    ? { occasions: 'x', money: 'coalesce(repeat_spend, 0)' }
    : { occasions: '(x + 1)', money: '(first_spend + coalesce(repeat_spend, 0))' };
}
