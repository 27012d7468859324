import fc from 'fast-check';
import type { Customer, Line } from './fixture.js';

const CUSTOMERS = ['a', 'b', 'ä', '客户', 'a customer with a long name', '00123'];

const DAY = 86_400_000;

/** Orders of one customer at equal distances: of one day, of days 63 apart, more than 63 of them, of more than ten years. */
const run: fc.Arbitrary<Line[]> = fc
  .record({
    customer: fc.constantFrom(...CUSTOMERS),
    start: fc.constantFrom('1969-12-01', '2012-02-29', '2023-12-31', '2024-01-01', '2024-03-30'),
    hour: fc.constantFrom(0, 8, 22, 23),
    stepDays: fc.constantFrom(0, 0.25, 1, 21, 63, 126, 400),
    orders: fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) },
      fc.constantFrom(12, 62, 64, 70),
    ),
    cents: fc.constantFrom(0, 1, 999, 12_345),
    named: fc.constantFrom('own' as const, 'own' as const, 'shared' as const, 'none' as const),
    isReturn: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    cancelled: fc.integer({ min: 0, max: 15 }).map((n) => n === 0),
  })
  .map(({ customer, start, hour, stepDays, orders, cents, named, isReturn, cancelled }) =>
    Array.from({ length: orders }, (_, i): Line => {
      const at = new Date(Date.parse(`${start}T00:00:00Z`) + hour * 3_600_000 + i * stepDays * DAY);
      const value = ((cents * (1 + (i % 5))) / 100).toFixed(2);
      // Ids of their own sort unlike their days, so that the first of a day is not the first that was made.
      const order = named === 'own' ? `${customer} ${(i * 37) % 101} ${start}` : `o${i % 3}`;
      return {
        customer,
        ...(named === 'none' ? {} : { order }),
        ts: at.toISOString().slice(0, 19),
        amount: isReturn && cents > 0 ? `-${value}` : value,
        isReturn,
        cancelled,
      };
    }),
  );

/** Lines of few customers whose days, ids and values fall together in every way. */
export const oddLines: fc.Arbitrary<Line[]> = fc
  .array(run, { maxLength: 14, size: 'max' })
  .map((runs) => runs.flat());

/** Records of some of these customers, and of others that never ordered. */
export const oddRecords: fc.Arbitrary<Customer[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom(...CUSTOMERS, 'nobody', 'no one'),
    acquired: fc.constantFrom('2011-05-05', '2012-02-29T23:30:00', '2024-03-31T22:30:00', undefined),
  }),
  { maxLength: 4, selector: ({ id }) => id },
) as fc.Arbitrary<Customer[]>;

/** Settings that histories read. */
export const oddVars = fc.record({
  zero_value: fc.constantFrom('keep', 'drop'),
  time_zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Sao_Paulo'),
  occasion: fc.constantFrom('day' as const, 'order' as const),
  gaps: fc.constantFrom('told', 'untold'),
  as_of: fc.constantFrom(null, '2012-03-31', '2024-01-01', '2030-01-01'),
});
