import type { Mart } from '../../mart/build.js';
import { aggregate, sum } from '../aggregate.js';
import { directTotals } from '../direct-totals.js';
import type { Period } from '../period.js';
import type { PeriodTotals } from './scope.js';

export async function periodTotals(mart: Mart, { from, to }: Period): Promise<PeriodTotals> {
  await mart.build(['lens1_groups']);
  const groups = await mart.rows(`select * from {{ ref('lens1_groups') }}`);
  const of = (name: string) => sum(groups.filter((row) => row.customer_group === name).map(aggregate));
  const buyers = of('with_orders');
  const returnsOnly = of('returns_only');
  const direct = await directTotals(mart, from, to);
  return { buyers, returnsOnly, all: sum([buyers, returnsOnly]), direct };
}
