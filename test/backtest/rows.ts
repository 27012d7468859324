import type { SplitRows } from '../../src/backtest/split-rows.js';
import { seededRandom } from '../../src/numeric/seeded.js';

/** One customer of a split. */
export interface One {
  readonly x: number;
  readonly t_x: number;
  readonly T: number;
  readonly recent: number;
  readonly first: number;
  readonly repeat: number;
  readonly after: number;
  readonly spendAfter: number;
}

/** Customers with plenty of ties, zeros and heavy buyers. */
export function randomCustomers(count: number, seed: number): One[] {
  const random = seededRandom(seed);
  const whole = (n: number): number => Math.floor(random.uniform() * n);
  return Array.from({ length: count }, () => {
    const x = random.uniform() < 0.5 ? 0 : whole(9);
    const T = whole(5) * 70 + (x > 0 ? 40 : 0);
    const after = random.uniform() < 0.6 ? 0 : whole(4);
    return {
      x,
      t_x: x === 0 ? 0 : 1 + whole(4) * 10,
      T,
      recent: Math.min(x, whole(3)),
      first: 10 + whole(4) * 5,
      repeat: x * (10 + whole(3)),
      after,
      spendAfter: after * (5 + whole(3)),
    };
  });
}

/** The same as a split reads them: distinct rows, sorted, with the customers of each. */
export function rowsOf(customers: readonly One[], days: number): SplitRows {
  const names = ['x', 't_x', 'T', 'recent', 'first', 'repeat', 'after', 'spendAfter'] as const;
  const counts = new Map<string, number>();
  for (const one of customers) {
    const key = JSON.stringify(names.map((name) => one[name]));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts]
    .map(([key, n]) => ({ values: JSON.parse(key) as number[], n }))
    .sort((a, b) => {
      const k = a.values.findIndex((value, i) => value !== b.values[i]);
      return a.values[k]! - b.values[k]!;
    });
  const column = (k: number): Float64Array => Float64Array.from(rows, ({ values }) => values[k]!);
  return {
    size: rows.length,
    customers: customers.length,
    days,
    X: column(0),
    T_X: column(1),
    T: column(2),
    RECENT: column(3),
    FIRST_SPEND: column(4),
    REPEAT_SPEND: column(5),
    N: Float64Array.from(rows, ({ n }) => n),
    AFTER: column(6),
    SPEND_AFTER: column(7),
  };
}

/** A column of a split, customer by customer. */
export function spread({ N }: SplitRows, column: ArrayLike<number>): number[] {
  return Array.from(N).flatMap((n, i) => Array.from({ length: n }, () => column[i]!));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
