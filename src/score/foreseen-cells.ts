import type { Mart } from '../mart/build.js';
import { readIntegerFile, writeIntegerFile } from '../store/integer-file.js';
import type { HistoriesNeeds } from './export-histories.js';
import type { FitData } from './fit-data.js';
import type { Occasion } from './occasion-histories.js';
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
  const columns = await mart.columns(
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
  return cellsOf(columns, spendHistory);
}

/** Puts the same into a file, as far as they are foreseen of this occasion: a fit has them from its data, sorted so. */
export async function writeForeseen(
  path: string,
  { X, T, T_X }: FitData['histories'],
  occasion: Occasion,
): Promise<void> {
  await writeIntegerFile(path, occasion === 'month' ? [] : [X, T, T_X]);
}

/** Reads them from such a file; null where none are foreseen. */
export async function readForeseen(path: string, spendHistory: 'repeat' | 'all'): Promise<Cells | null> {
  const [x, t, t_x] = await readIntegerFile(path, 3);
  return x!.length === 0 ? null : cellsOf({ x: x!, t: t!, t_x: t_x! }, spendHistory);
}

function cellsOf(
  { x, t, t_x }: Record<'x' | 't' | 't_x', Float64Array>,
  spendHistory: 'repeat' | 'all',
): Cells {
  return { X: x, SPEND_X: spendHistory === 'all' ? x.map((each) => each + 1) : x, T: t, T_X: t_x };
}

/** SQL over `histories` that holds for those who are in none of these cells. */
export function notForeseen(spendHistory: 'repeat' | 'all'): string {
  return `spend_x <> x${spendHistory === 'all' ? ' + 1' : ''}`;
}
