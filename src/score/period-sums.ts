import type { Store } from '../store/store.js';
import { readReturnShares, returnTexts } from './return-shares.js';
import type { Cells } from './score-cells.js';

/**
 * Distinct histories with the sums over their customers that a total needs: k is the share of spend that a customer keeps
 * (1 - what is given back), S what they spent on the occasions behind their mean.
 */
export interface SummedCells extends Cells {
  readonly K: Float64Array;
  readonly K_S: Float64Array;
  readonly K2: Float64Array;
  readonly K2_S: Float64Array;
  readonly K2_S2: Float64Array;
}

/** Reads them of each part from the table `histories`, sorted as cells are. Sums are of decimals: they don't depend on threads. */
export async function readSummedCells(
  store: Store,
  parts: number,
  ownReturns: boolean,
): Promise<SummedCells[]> {
  const kept = `1 - ${returnTexts(await readReturnShares(store), ownReturns).share}`;
  const sum = (text: string, digits: number) =>
    `cast(sum(cast(${text} as decimal(38, ${digits}))) as double)`;
  const read: SummedCells[] = [];
  for (let part = 0; part < parts; part++) {
    const columns = await store.columns(
      `with kept as (
        select x, spend_x, t_ticks, t_x_ticks, ${kept} as k, spend_total as s from histories where x is not null and part = ${part}
      )
      select
        cast(x as double) as x,
        cast(spend_x as double) as spend_x,
        cast(t_ticks as double) as t,
        cast(t_x_ticks as double) as t_x,
        ${sum('k', 12)} as k,
        ${sum('k * s', 6)} as k_s,
        ${sum('k * k', 12)} as k2,
        ${sum('k * k * s', 6)} as k2_s,
        ${sum('k * k * s * s', 2)} as k2_s2
      from kept group by x, spend_x, t_ticks, t_x_ticks order by x, spend_x, t_ticks, t_x_ticks`,
      ['x', 'spend_x', 't', 't_x', 'k', 'k_s', 'k2', 'k2_s', 'k2_s2'],
    );
    read.push({
      X: columns.x,
      SPEND_X: columns.spend_x,
      T: columns.t,
      T_X: columns.t_x,
      K: columns.k,
      K_S: columns.k_s,
      K2: columns.k2,
      K2_S: columns.k2_s,
      K2_S2: columns.k2_s2,
    });
  }
  return read;
}
