import fc from 'fast-check';
import type { Store } from '../../src/store/store.js';

export interface RandomLine {
  readonly customer: number;
  /** Days after 2018-07-01. */
  readonly day: number;
  readonly order: number;
  /** Ten-thousandths. */
  readonly amount: number;
  readonly margin: number | null;
  readonly isReturn: boolean;
}

const line: fc.Arbitrary<RandomLine> = fc.record({
  customer: fc.integer({ min: 1, max: 14 }),
  day: fc.integer({ min: 0, max: 914 }),
  order: fc.integer({ min: 1, max: 2 }),
  amount: fc.oneof(fc.constantFrom(0, 100_000, 50_000), fc.integer({ min: 1, max: 999_999 })),
  margin: fc.option(fc.constantFrom(-10, 0, 40, 41), { nil: null, freq: 4 }),
  isReturn: fc.boolean().map((flag) => flag),
});

/** Lines with ties, zeros, returns, losses and unknown profits; somebody buys in both spans of the lens 2 test. */
export const randomLines: fc.Arbitrary<readonly RandomLine[]> = fc
  .array(line, { minLength: 1, maxLength: 60 })
  .map((lines) => [
    ...lines.map((one, i) => ({ ...one, isReturn: one.isReturn && i % 3 === 0 })),
    { customer: 1, day: 300, order: 1, amount: 123_400, margin: 40, isReturn: false },
  ]);

/** Puts the lines into `order_lines` in one statement. */
export async function insertRandom(store: Store, lines: readonly RandomLine[]): Promise<void> {
  await store.run('delete from order_lines');
  const values = lines.map(({ customer, day, order, amount, margin, isReturn }) => {
    const sign = isReturn ? -1 : 1;
    const profit = margin === null ? 'null' : String((sign * Math.round((amount * margin) / 100)) / 10_000);
    return `('c${customer}', 'c${customer}-${day}-${order}${isReturn ? 'R' : ''}', date '2018-07-01' + ${day},
      cast(${(sign * amount) / 10_000} as decimal(18,4)), cast(${profit} as decimal(18,4)), ${isReturn})`;
  });
  await store.run(`insert into order_lines (customer_id, order_id, has_order_id, order_ts, amount, profit, is_return, is_cancelled)
    select c, o, true, cast(d as timestamp), a, p, r, false from (values ${values.join(', ')}) as lines (c, o, d, a, p, r)`);
}
