import fc from 'fast-check';
import type { Line } from './fixture.js';

/** Few customers, orders, days and amounts, so that everything that can fall together does. */
export const anyLine: fc.Arbitrary<Line> = fc
  .record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', '00123'),
    order: fc.constantFrom('o1', 'o2', 'o3', 'o4', 'o5', 'o6', 'o7', undefined),
    ts: fc
      .tuple(
        fc.constantFrom('2023-12-31', '2024-01-01', '2024-02-29', '2024-03-30', '2024-03-31', '2024-10-27'),
        fc.constantFrom('00:00:00', '08:30:00', '22:30:00', '23:30:00'),
      )
      .map(([day, time]) => `${day}T${time}`),
    cents: fc.constantFrom(0, 1, 999, 12_345),
    isReturn: fc.boolean(),
    cancelled: fc.integer({ min: 0, max: 15 }).map((n) => n === 0),
    quantity: fc.constantFrom(undefined, 1, 2),
    profit: fc.constantFrom(undefined, 5, 1_000),
  })
  .map(({ cents, isReturn, quantity, profit, order, ...line }) => {
    const sign = isReturn ? -1 : 1;
    return {
      ...line,
      isReturn,
      amount: ((sign * cents) / 100).toFixed(2).replace(/^-0\.00$/, '0.00'),
      ...(order === undefined ? {} : { order }),
      ...(quantity === undefined ? {} : { quantity: String(sign * quantity) }),
      ...(profit === undefined ? {} : { profit: ((sign * profit) / 100).toFixed(2) }),
    };
  });

export const anyLines = fc.array(anyLine, { maxLength: 100, size: 'max' });

export const anySettings = fc.record({
  zeroValue: fc.constantFrom('keep' as const, 'drop' as const),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata'),
  fiscalYearStart: fc.integer({ min: 1, max: 12 }),
});
