import { expect, it } from 'vitest';
import { spreadAtAge } from '../../../src/lenses/cohorts/spread.js';

const row = (cohort: string, age: number, rate: number | null, small = false, complete = true) => ({
  cohort,
  age,
  rate,
  small_cell: small,
  complete,
});

it('compares cohorts at the oldest age that half of them have seen, few customers left out', () => {
  const rows = [
    ...['A', 'B', 'C', 'D'].map((cohort, i) => row(cohort, 1, 0.1 * (i + 1))),
    row('A', 2, 0.5),
    row('B', 2, 0.25),
    row('C', 2, 0.9, true),
    row('D', 2, 0.05, false, false),
    row('A', 3, 0.6),
    row('B', 3, 1, true),
  ];
  expect(spreadAtAge(rows, 'rate', true)).toBe('at age 2 from 25.0 % (B) to 50.0 % (A)');
  expect(spreadAtAge(rows.slice(0, 3), 'rate', true)).toBe('at age 1 from 10.0 % (A) to 30.0 % (C)');
});

it('takes small cells where there are no others, and says nothing of one cohort', () => {
  expect(spreadAtAge([row('A', 1, 0.1, true), row('B', 1, 0.2, true)], 'rate', true)).toBe(
    'at age 1 from 10.0 % (A) to 20.0 % (B)',
  );
  expect(spreadAtAge([row('A', 1, 0.1), row('B', 0, 0.2), row('C', 1, null)], 'rate', true)).toBeNull();
});
