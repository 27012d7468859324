import fc from 'fast-check';
import type { Store } from '../../src/store/store.js';

const visit = fc.record({
  /** Days after the one before; 0 = a second order on the same day. */
  wait: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(0, 1, 7, 365) },
    { weight: 4, arbitrary: fc.integer({ min: 3, max: 260 }) },
  ),
  /** Cents; ties and zeros are frequent. */
  amount: fc.oneof(fc.constantFrom(0, 1000, 2500), fc.integer({ min: 1, max: 20_000 })),
  /** Percent of it; null = unknown. */
  margin: fc.option(fc.constantFrom(-20, 0, 35, 50), { nil: null, freq: 8 }),
  /** Cents given back a few days later; 0 = nothing. */
  back: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 900 }) },
  ),
});
const life = fc.array(visit, { minLength: 1, maxLength: 7, size: 'max' });

/** Fills the lines of a base drawn by chance, the same for the same seed: so many days from 2018-01-01. */
export function randomBase(seed: number, customers: number, days: number): (store: Store) => Promise<void> {
  return async (store) => {
    const rows = fc.sample(life, { seed, numRuns: customers }).flatMap((visits, c) => {
      // Spread over the span without gaps and lumps.
      let day = Math.floor(((c * 0.618034) % 1) * 0.95 * days);
      return visits.flatMap(({ wait, amount, margin, back }, i) => {
        if (i > 0) day += wait;
        if (day > days) return [];
        const row = (id: string, on: number, cents: number, isReturn: boolean) =>
          `('c${c}', '${id}', ${on}, ${cents}, ${margin === null ? 'null' : cents * margin}, ${isReturn})`;
        const returned = back > 0 && day + 5 <= days ? [row(`${c}-${i}R`, day + 5, -back, true)] : [];
        return [row(`${c}-${i}`, day, amount, false), ...returned];
      });
    });
    await store.run(`insert into order_lines (customer_id, order_id, has_order_id, order_ts, amount, profit, is_return, is_cancelled)
      select c, o, true, cast(date '2018-01-01' + d as timestamp), cast(a as decimal(18,4)) * 0.01,
        cast(p as decimal(18,4)) * 0.0001, r, false
      from (values ${rows.join(', ')}) as lines (c, o, d, a, p, r)`);
  };
}
