import type { Mart } from '../../mart/build.js';
import { type Aggregate, aggregate, sum } from '../aggregate.js';
import { directTotals } from '../direct-totals.js';
import type { Pair } from './pair.js';
import { GROUPS, type Group, type PairTotals, type Side } from './scope.js';

/** Sums of both periods by group of customers. */
export async function pairTotals(mart: Mart, { first, second }: Pair): Promise<PairTotals> {
  await mart.build(['lens2_groups']);
  const rows = await mart.rows(`select * from {{ ref('lens2_groups') }}`);
  const of = (names: readonly string[]) =>
    bySide((side) =>
      sum(
        rows
          .filter(
            (row) => names.includes(String(row.customer_group)) && row.moment === (side === 'first' ? 1 : 2),
          )
          .map(aggregate),
      ),
    );
  return {
    groups: Object.fromEntries(GROUPS.map((group) => [group, of([group])])) as Record<
      Group,
      Record<Side, Aggregate>
    >,
    active: of(GROUPS),
    returnsOnly: of(['returns_only']),
    direct: {
      first: await directTotals(mart, first.from, first.to),
      second: await directTotals(mart, second.from, second.to),
    },
  };
}

export function bySide<T>(of: (side: Side) => T): Record<Side, T> {
  return { first: of('first'), second: of('second') };
}
