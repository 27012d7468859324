import type { Mart } from '../mart/build.js';
import type { HistoriesNeeds } from './export-histories.js';
import type { Cells } from './score-cells.js';

/**
 * Distinct histories as customers alone tell them, sorted as cells are: before the spend of first occasions is known, which
 * decides whether a customer's own spend tells something. That is taken for granted: `notForeseen` are the others.
 */
export async function foreseenCells(
  mart: Mart,
  { occasion, spendHistory }: Pick<HistoriesNeeds, 'occasion' | 'spendHistory'>,
): Promise<Cells | null> {
  if (occasion === 'month') return null;
  await mart.build(['customers', 'observation']);
  const occasions = occasion === 'order' ? 'orders' : 'order_days';
  const { x, t, t_x } = await mart.columns(
    `with buyers as (
      select
        cast(customers.${occasions} - 1 as integer) as x,
        cast(observation.as_of - customers.first_order_date as integer) as t,
        cast(customers.last_order_date - customers.first_order_date as integer) as t_x
      from {{ ref('customers') }} as customers cross join {{ ref('observation') }} as observation
      where customers.orders > 0
    )
    select cast(x as double) as x, cast(t as double) as t, cast(t_x as double) as t_x
    from (select distinct x, t, t_x from buyers) order by 1, 2, 3`,
    ['x', 't', 't_x'],
  );
  return { X: x, SPEND_X: spendHistory === 'all' ? x.map((each) => each + 1) : x, T: t, T_X: t_x };
}

/** SQL over `histories` that holds for those who are in none of these cells. */
export function notForeseen(spendHistory: 'repeat' | 'all'): string {
  return `spend_x <> x${spendHistory === 'all' ? ' + 1' : ''}`;
}
