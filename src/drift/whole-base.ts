import type { BaseClass } from '../score/base-margins.js';
import { type Distances, distances } from './distances.js';

export interface BaseShift {
  readonly feature: string;
  readonly customersThen: number;
  readonly customersNow: number;
  readonly before: number;
  readonly after: number;
  readonly distances: Distances;
}

const TITLES = {
  x: 'repeat purchases (20 and more as 20)',
  silent: 'silence, in four weeks',
  age: 'age, in four weeks',
} as const;

/**
 * How the whole base stands then and now, by the classes of then; `now` has a class a value. A base that grows older moves in
 * all of this without any drift: it is shown and never judged.
 */
export function baseShifts(then: readonly BaseClass[], now: readonly BaseClass[]): BaseShift[] {
  return (Object.keys(TITLES) as (keyof typeof TITLES)[]).flatMap((feature) => {
    const before = then.filter((one) => one.feature === feature);
    const after = now.filter((one) => one.feature === feature);
    if (before.length === 0 || after.length === 0) return [];
    const cells = before.map(() => 0);
    for (const { from, customers } of after) {
      let k = before.length - 1;
      while (k > 0 && from < before[k]!.from) k--;
      cells[k]! += customers;
    }
    return [
      {
        feature: TITLES[feature],
        customersThen: sizeOf(before),
        customersNow: sizeOf(after),
        before: meanOf(before),
        after: meanOf(after),
        distances: distances(
          before.map(({ customers }) => customers),
          cells,
        ),
      },
    ];
  });
}

function sizeOf(classes: readonly BaseClass[]): number {
  return classes.reduce((sum, { customers }) => sum + customers, 0);
}

function meanOf(classes: readonly BaseClass[]): number {
  return classes.reduce((sum, { customers, mean }) => sum + customers * mean, 0) / sizeOf(classes);
}
