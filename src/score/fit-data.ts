import type { Mart } from '../mart/build.js';

/** What a fit reads of the customers: distinct histories in days, and mean spends. */
export interface FitData {
  readonly histories: {
    readonly X: Float64Array;
    /** Days from the first purchase to the last, and to the end of observation. */
    readonly T_X: Float64Array;
    readonly T: Float64Array;
    /** Customers with that history. */
    readonly N: Float64Array;
  };
  /** Customers with at least one occasion in the spend history and a mean spend above 0. */
  readonly spends: { readonly X: Float64Array; readonly MEAN_SPEND: Float64Array };
  readonly leftOut: { readonly customers: number; readonly money: string };
  readonly customers: number;
}

/**
 * Reads the sufficient statistics of the models from `purchase_history`, as of the mart's end of observation. An
 * occasion is a day with purchases or an order; the spend model sees repeat occasions, or all of them.
 */
export async function readFitData(
  mart: Mart,
  occasion: 'day' | 'order',
  spendHistory: 'repeat' | 'all',
): Promise<FitData> {
  mart.set({ occasion });
  await mart.build(['purchase_history_counts']);
  const histories = await mart.columns(
    `select cast(x as double) as x, cast(t_x_days as double) as t_x, cast(t_days as double) as t, cast(customers as double) as n
    from {{ ref('purchase_history_counts') }}`,
    ['x', 't_x', 't', 'n'],
  );
  const { occasions, money } = spendOf(spendHistory);
  const spends = await mart.columns(
    `select cast(${occasions} as double) as x, cast(${money} as double) / (${occasions}) as mean
    from {{ ref('purchase_history') }} where ${occasions} > 0 and ${money} > 0`,
    ['x', 'mean'],
  );
  const [rest] = await mart.rows(
    `select count(*) as customers,
      count(*) filter (where ${occasions} > 0 and ${money} <= 0) as left_out,
      coalesce(sum(${money}) filter (where ${occasions} > 0 and ${money} <= 0), 0) as money
    from {{ ref('purchase_history') }}`,
  );
  return {
    histories: { X: histories.x, T_X: histories.t_x, T: histories.t, N: histories.n },
    spends: { X: spends.x, MEAN_SPEND: spends.mean },
    leftOut: { customers: Number(rest!.left_out), money: String(rest!.money) },
    customers: Number(rest!.customers),
  };
}

/** SQL of the occasions that the spend model counts and of the money spent on them. */
export function spendOf(history: 'repeat' | 'all'): { readonly occasions: string; readonly money: string } {
  return history === 'repeat'
    ? { occasions: 'x', money: 'coalesce(repeat_spend, 0)' }
    : { occasions: '(x + 1)', money: '(first_spend + coalesce(repeat_spend, 0))' };
}
