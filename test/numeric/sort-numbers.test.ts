import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortNumbers } from '../../src/numeric/sort-numbers.js';

const number = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.1, 1e300, -1e300, 5e-324, Number.MAX_SAFE_INTEGER, Infinity, -Infinity),
  fc.double({ noNaN: true }),
  fc.integer(),
);

test('long and short arrays come out as the platform sorts them', () => {
  fc.assert(
    fc.property(
      fc.array(number, { minLength: 1, maxLength: 50 }),
      fc.constantFrom(1, 700, 30_001),
      (some, length) => {
        const values = Float64Array.from(
          { length },
          (_, i) => some[i % some.length]! * (i % 3 === 0 ? 1 : (i % 97) - 48) || 0,
        );
        // Zeros of either sign are one number, and stand in no order of their own.
        expect([...sortNumbers(values.slice())]).toEqual([...values.slice().sort()]);
      },
    ),
    { numRuns: 40 },
  );
});

test('counts are sorted without being compared, and what only looks like them is not counted', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 65_535 }),
      fc.constantFrom(null, 65_536, -1, 0.5, Infinity),
      (most, odd) => {
        const values = Float64Array.from({ length: 20_001 }, (_, i) => (i * 7919) % (most + 1));
        if (odd !== null) values[12_345] = odd;
        expect(sortNumbers(values.slice())).toEqual(values.slice().sort());
      },
    ),
    { numRuns: 20 },
  );
});

test('an array of one number stays as it is', () => {
  const same = new Float64Array(25_000).fill(3.25);
  expect(sortNumbers(same.slice())).toEqual(same);
});

test('numbers that differ in their last digits alone are sorted, too', () => {
  const near = Float64Array.from(
    { length: 25_000 },
    (_, i) => (i % 2 === 0 ? 1 : -1) * (1 + ((i * 7919) % 25_000) * 1e-12),
  );
  expect(sortNumbers(near.slice())).toEqual(near.slice().sort());
});
