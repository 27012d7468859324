import { countingSort, identityOrder, ranked } from '../ranking.js';
import type { OpportunityGroups } from './likelihood.js';

/** Discrete histories in columns; row i stands for `N[i]` customers. */
export interface OpportunityColumns {
  readonly X: ArrayLike<number>;
  readonly T_X: ArrayLike<number>;
  /** Opportunities so far. */
  readonly OPPORTUNITIES: ArrayLike<number>;
  readonly N?: ArrayLike<number>;
}

/** Sorts by (x, t_x, n) and merges. Throws a RangeError at the first row that is no history. */
export function groupOpportunities({ X, T_X, OPPORTUNITIES, N }: OpportunityColumns): OpportunityGroups {
  const rows: number[] = [];
  for (let i = 0; i < X.length; i++) {
    const x = X[i]!;
    const last = T_X[i]!;
    const n = OPPORTUNITIES[i]!;
    const weight = N ? N[i]! : 1;
    const isFine =
      [x, last, n].every((v) => Number.isInteger(v) && v >= 0) &&
      x <= last &&
      last <= n &&
      (x === 0) === (last === 0) &&
      weight >= 0;
    if (!isFine) {
      throw new RangeError(`invalid history in row ${i}: x ${x}, t_x ${last}, n ${n}, N ${weight}`);
    }
    if (weight > 0) rows.push(i);
  }
  const kept = Int32Array.from(rows);
  const columns = [OPPORTUNITIES, T_X, X].map((column) => ranked(kept, column));
  let order = identityOrder(kept.length);
  for (const column of columns) order = countingSort(order, column);
  const out = { X: [] as number[], T_X: [] as number[], OPPORTUNITIES: [] as number[], N: [] as number[] };
  let before = -1;
  let customers = 0;
  for (const k of order) {
    const i = kept[k]!;
    const weight = N ? N[i]! : 1;
    customers += weight;
    if (before >= 0 && columns.every(({ ranks }) => ranks[k] === ranks[before])) {
      out.N[out.N.length - 1] = out.N[out.N.length - 1]! + weight;
    } else {
      out.X.push(X[i]!);
      out.T_X.push(T_X[i]!);
      out.OPPORTUNITIES.push(OPPORTUNITIES[i]!);
      out.N.push(weight);
    }
    before = k;
  }
  return {
    X: Float64Array.from(out.X),
    T_X: Float64Array.from(out.T_X),
    OPPORTUNITIES: Float64Array.from(out.OPPORTUNITIES),
    N: Float64Array.from(out.N),
    customers,
  };
}
